import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { changed } from '../../../domain/kernel/decision.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import { idOf, plainRules } from '../../support/introductions-world.ts';
import { aQuestion, aSurvey } from '../../arbitraries/community.ts';
import { operatorWorld, signedIn, textOf } from './operator-world.ts';

const w47 = 2968 as Week;
const people = (count: number): readonly string[] =>
  Array.from({ length: count }, (_, number) => `Person${String(number).padStart(3, '0')}`);

describe('the round, as an operator lives through it', () => {
  test('preview, run, send, watch, results', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben', 'Cleo');
    const olga = await signedIn(world, 'Olga');

    const preview = textOf((await olga.get('/operator/round')).body);
    expect(preview).toContain('Preview – nothing is stored');
    expect(preview).toContain('2 of 3 members are introduced, in 1 pair');
    expect(preview).toContain('No, and that is proven.');
    expect(preview).toContain('This is the first round');
    expect(await world.introductions.rounds.find(w47)).toBeUndefined();

    expect((await olga.submit('/operator/round/run')).location).toBe('/operator/round?week=2026-W47&done=run');
    const ready = (await olga.get('/operator/round?week=2026-W47&done=run')).body;
    expect(textOf(ready)).toContain('The round is run and stored. Nobody was told yet.');
    expect(await world.mailbox.latest({ limit: 10 })).toEqual([]);

    const sent = await olga.submit('/operator/round/send');
    expect(sent.location).toBe('/operator/round/progress?week=2026-W47');
    expect(world.woken.length).toBeGreaterThan(0);
    const before = await olga.get('/operator/round/progress?week=2026-W47');
    expect(before.headers.get('refresh')).toBe('3');
    expect(textOf(before.body)).toContain('Mails taken by the provider 0 of 2');
    expect((await olga.get('/operator/round/progress?week=2026-W47&still=1')).headers.get('refresh')).toBeNull();

    await world.drain();
    const after = await olga.get('/operator/round/progress?week=2026-W47');
    expect(after.headers.get('refresh')).toBeNull();
    expect(textOf(after.body)).toContain('Everybody has their introduction.');

    const results = (await olga.get('/operator/results')).body;
    expect(textOf(results)).toMatch(/2026-W47 2 0 0 0 0% 1 0/);
    expect(textOf(results)).toContain('Repeats within the gap 0');
    expect(results).toMatch(/<svg[^>]* role="img" aria-labelledby="chart-title chart-words">/);
  });

  test('the round that is run is the one that was previewed', async () => {
    const world = await operatorWorld();
    await world.settleIn(...people(20));
    const olga = await signedIn(world, 'Olga');
    const preview = (await olga.get('/operator/round')).body;
    await olga.submit('/operator/round/run');
    const stored = (await olga.get('/operator/round')).body;
    const couples = (body: string): readonly string[] =>
      [...body.matchAll(/<li><div><p><a class="person" href="([^"]+)">[\s\S]*?<p><a class="person" href="([^"]+)"/g)]
        .map(([, a = '', b = '']) => `${a} ${b}`)
        .sort();
    expect(couples(stored)).toHaveLength(10);
    expect(couples(stored)).toEqual(couples(preview));
  });

  test('a round says among which pairs it is the best', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    const olga = await signedIn(world, 'Olga');
    expect(textOf((await olga.get('/operator/round')).body)).toContain('Proven among all pairs');
    await olga.submit('/operator/round/run');
    await world.introductions.rounds.change(w47, (round) => {
      const next = { ...round!, certificate: { ...round!.certificate, scope: 'candidates' as const, perMember: 30, recall: 0.9375 } };
      return changed(next, undefined);
    });
    const page = textOf((await olga.get('/operator/round')).body);
    expect(page).toContain('Proven among candidates: each member’s 30 best, recall 93.8%');
    expect(page).toContain('Not among each member’s best partners, and that is proven.');
  });

  test('another draw is another seed; the same address shows the same preview', async () => {
    const world = await operatorWorld();
    await world.settleIn(...people(8));
    const olga = await signedIn(world, 'Olga');
    const one = (await olga.get('/operator/round?week=2026-W47&seed=7')).body;
    expect((await olga.get('/operator/round?week=2026-W47&seed=7')).body).toBe(one);
    expect(one).toContain('name="seed" value="7"');
    expect((await olga.get('/operator/round?week=2026-W47')).body).not.toContain('name="seed" value="7"');
  });

  test('discarding needs a reason, keeps it, and the week is run again', async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben');
    const olga = await signedIn(world, 'Olga');
    await olga.get('/operator/round');
    await olga.submit('/operator/round/run');
    await olga.get('/operator/round');
    const refused = await olga.submit('/operator/round/discard', { because: '  ' });
    expect([refused.status, textOf(refused.body).includes('A reason is needed')]).toEqual([409, true]);
    const discarded = await olga.submit('/operator/round/discard', { because: 'Cleo joins <today>' });
    await world.settleIn('Cleo', 'Dora');
    const preview = textOf((await olga.get(discarded.location ?? '')).body);
    expect(preview).toContain('“Cleo joins &lt;today&gt;”');
    expect(preview).toContain('All 4 members are introduced');
    await olga.submit('/operator/round/run');
    expect(textOf((await olga.get('/operator/round')).body)).toContain('as run 2 of this week');
  });

  test('questions that are not to be quoted are quoted to no operator either', async () => {
    const survey = aSurvey(
      aQuestion(),
      aQuestion({ id: 'secret', label: 'Which secret?', quote: false, options: [{ id: 'x', label: 'THE SECRET' }] }),
    );
    const world = await operatorWorld({ rules: { ...plainRules, survey } });
    await world.settleIn('Ana', 'Ben');
    for (const name of ['Ana', 'Ben']) {
      await world.members.change(idOf(name), (member) => ({
        ok: true,
        value: {
          next: member && { ...member, answers: { version: 1, texts: { colour: ['red'], secret: ['x'] }, at: 0 as Instant } },
          outgoing: [],
          outcome: undefined,
        },
      }));
    }
    const olga = await signedIn(world, 'Olga');
    const preview = (await olga.get('/operator/round')).body;
    await olga.submit('/operator/round/run');
    const stored = (await olga.get('/operator/round')).body;
    expect(preview + stored).toContain('red');
    expect(preview + stored).not.toMatch(/secret/i);
  });
});

describe('two operators at once', () => {
  const worldOfTwo = async () => {
    const world = await operatorWorld();
    await world.settleIn('Ana', 'Ben', 'Cleo', 'Dora');
    const [one, other] = [await signedIn(world, 'Olga'), await signedIn(world, 'Olga')];
    return { world, one, other };
  };

  test('both run: the first round stays, and the second operator is told so', async () => {
    const { one, other } = await worldOfTwo();
    await one.get('/operator/round?week=2026-W47&seed=1');
    await other.get('/operator/round?week=2026-W47&seed=2');
    expect((await one.submit('/operator/round/run')).location).toContain('done=run');
    const second = await other.submit('/operator/round/run');
    expect(second.location).toContain('done=run-other');
    expect(textOf((await other.get(second.location ?? '')).body)).toContain('had been run already');
  });

  test('both send: everybody gets one introduction', async () => {
    const { world, one, other } = await worldOfTwo();
    await one.get('/operator/round');
    await one.submit('/operator/round/run');
    await one.get('/operator/round');
    await other.get('/operator/round');
    await Promise.all([one.submit('/operator/round/send'), other.submit('/operator/round/send')]);
    await world.drain();
    const mails = await world.mailbox.latest({ limit: 20 });
    expect(
      mails
        .filter(({ subject }) => subject.startsWith('Meet '))
        .map(({ to }) => to)
        .sort(),
    ).toEqual(['ana', 'ben', 'cleo', 'dora'].map((name) => `${name}@example.com`));
  });

  test('a page that shows an older planning discards and sends nothing of the new one', async () => {
    const { world, one, other } = await worldOfTwo();
    await one.get('/operator/round');
    await one.submit('/operator/round/run');
    await one.get('/operator/round');
    await other.get('/operator/round');
    await one.submit('/operator/round/discard', { because: 'another try' });
    await one.get('/operator/round');
    await one.submit('/operator/round/run');
    const answer = await other.submit('/operator/round/send');
    expect(answer.status).toBe(409);
    expect(textOf(answer.body)).toContain('This is not the round that you were looking at.');
    expect((await world.introductions.rounds.find(w47))?.state.name).toBe('ready');
  });

  test('what was sent meanwhile cannot be discarded, and the page says what to do instead', async () => {
    const { world, one, other } = await worldOfTwo();
    await one.get('/operator/round');
    await one.submit('/operator/round/run');
    await one.get('/operator/round');
    await other.get('/operator/round');
    await one.submit('/operator/round/send');
    const answer = await other.submit('/operator/round/discard', { because: 'too late' });
    expect([answer.status, textOf(answer.body).includes('cannot be discarded')]).toEqual([409, true]);
    expect((await world.introductions.rounds.find(w47))?.state.name).toBe('sent');
  });
});

describe('a community of 200', () => {
  test('every page is below 100 KB on the wire, and pairs come page by page', async () => {
    const world = await operatorWorld();
    await world.settleIn(...people(200));
    const olga = await signedIn(world, 'Olga');
    const sizes: [string, number][] = [];
    const look = async (path: string): Promise<string> => {
      const { body } = await olga.get(path);
      sizes.push([path, gzipSync(body).length]);
      return body;
    };
    expect(textOf(await look('/operator/round?week=2026-W47&seed=1'))).toContain('Page 1 of 2');
    await olga.submit('/operator/round/run');
    await look('/operator/round');
    const second = await look('/operator/round?week=2026-W47&page=2');
    expect(second.match(/<li><div><p>/g)).toHaveLength(50);
    expect(second).not.toContain('A former member');
    await olga.submit('/operator/round/send');
    await world.drain();
    for (const path of [
      '/operator',
      '/operator/round',
      '/operator/round/progress?week=2026-W47',
      '/operator/results',
      '/operator/members',
      '/mailbox',
      '/clock?from=0',
      '/people',
    ])
      await look(path);
    expect(sizes.filter(([, bytes]) => bytes > 100_000)).toEqual([]);
  });
});
