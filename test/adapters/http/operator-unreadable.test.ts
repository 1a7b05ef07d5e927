import { expect, test } from 'vitest';
import { lists, memberKey } from '../../../adapters/dynamodb/keys.ts';
import { unreadableMax } from '../../../adapters/dynamodb/members-in-table.ts';
import { idOf } from '../../support/introductions-world.ts';
import { operatorWorld, signedIn, textOf, type OperatorWorld } from './operator-world.ts';

/** As another version of Loop may store them: with a stage that this one does not know. */
const storeAnew = async ({ table }: OperatorWorld, name: string): Promise<void> => {
  const item = { ...memberKey(idOf(name)), body: { stage: { name: 'dreaming' } }, index: { pk: lists.members, sk: idOf(name) } };
  await table.commit([{ op: 'put', item, expect: 'anything' }]);
};

test('the overview counts whom this version of Loop cannot read, apart from everyone else', async () => {
  const world = await operatorWorld();
  await world.settleIn('Ana', 'Ben', 'Cleo');
  const olga = await signedIn(world, 'Olga');
  expect(textOf((await olga.get('/operator')).body)).not.toContain('cannot be read');
  for (const name of ['Ana', 'Ben']) await storeAnew(world, name);
  const { status, body } = await olga.get('/operator');
  expect([status, textOf(body).includes('2 members cannot be read'), body.includes('storage.unreadable')]).toEqual([200, true, true]);
  expect(textOf(body)).toContain('All 2');
});

test('where so many cannot be read that another version must have stored them, the overview says so and shows everything else', async () => {
  const world = await operatorWorld();
  const names = Array.from({ length: unreadableMax + 1 }, (_, at) => `Ana${String(at)}`);
  await world.settleIn(...names);
  for (const name of names) await storeAnew(world, name);
  const { status, body } = await (await signedIn(world, 'Olga')).get('/operator');
  expect([status, textOf(body).includes('Members cannot be counted'), body.includes('storage.unreadable')]).toEqual([200, true, true]);
  expect(textOf(body)).toContain('This week’s round');
});

test('the page of a round still opens where somebody of it cannot be read', async () => {
  const world = await operatorWorld();
  await world.settleIn('Ana', 'Ben');
  const olga = await signedIn(world, 'Olga');
  await olga.get('/operator/round');
  const { location = '' } = await olga.submit('/operator/round/run');
  await storeAnew(world, 'Ana');
  const { status, body } = await olga.get(location);
  expect([status, textOf(body).includes('The round is run and stored'), textOf(body).includes('Ben')]).toEqual([200, true, true]);
});
