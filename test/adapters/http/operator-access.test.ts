import { expect, test } from 'vitest';
import { idOf } from '../../support/introductions-world.ts';
import { operatorWorld, signedIn } from './operator-world.ts';

test('every page can be used by ear and by keyboard: one main heading, labels, no id twice, nothing that only works with script or by style in an element', async () => {
  const world = await operatorWorld();
  await world.settleIn('Ana', 'Ben', 'Cleo');
  await world.membership.report({ member: idOf('Ana'), about: idOf('Ben'), context: 'mail', text: 'Rude.' });
  const olga = await signedIn(world, 'Olga');
  const ana = `/operator/members/${idOf('Ana')}`;
  const pages = [
    '/operator',
    '/operator/round',
    '/operator/members',
    ana,
    `${ana}/standing?to=banned`,
    '/operator/reports',
    '/operator/mails',
    '/operator/relay',
  ];
  for (const path of [...pages, '/mailbox', '/clock', '/people']) check(path, (await olga.get(path)).body);
  await olga.get('/operator/round');
  await olga.submit('/operator/round/run');
  check('a round that is ready', (await olga.get('/operator/round')).body);
  await olga.submit('/operator/round/send');
  check('progress', (await olga.get('/operator/round/progress?week=2026-W47')).body);
  await world.drain();
  const mail = (await world.mailbox.latest({ limit: 1 }))[0]?.id ?? '';
  for (const path of ['/operator/results', '/operator/round', '/mailbox', `/mailbox/${mail}`, `/mailbox/${mail}?as=source`])
    check(path, (await olga.get(path)).body);
});

const check = (page: string, body: string): void => {
  const ids = [...body.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
  const labelled = new Set([...body.matchAll(/<label for="([^"]+)"/g)].map(([, id]) => id));
  const fields = [...body.matchAll(/<(?:input|textarea|select|progress)(?![^>]*type="hidden")[^>]*>/g)].map(([tag]) => tag);
  const named = [...body.matchAll(/aria-labelledby="([^"]+)"/g)].flatMap(([, names = '']) => names.split(' '));
  expect({
    page,
    headings: body.match(/<h1[ >]/g)?.length,
    twice: ids.filter((id, at) => ids.indexOf(id) !== at),
    unlabelled: fields.filter((tag) => !labelled.has(/ id="([^"]+)"/.exec(tag)?.[1] ?? '')),
    nameless: named.filter((name) => !ids.includes(name)),
    inline: body.match(/ (?:style|on[a-z]+)="/g) ?? [],
    emptyButtons: body.match(/<button[^>]*>\s*<\/button>/g) ?? [],
    untitledFrames: [...body.matchAll(/<iframe[^>]*>/g)].filter(([tag]) => !/ title="[^"]+"/.test(tag)),
  }).toEqual({ page, headings: 1, twice: [], unlabelled: [], nameless: [], inline: [], emptyButtons: [], untitledFrames: [] });
};
