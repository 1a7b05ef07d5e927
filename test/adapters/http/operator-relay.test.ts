import { describe, expect, test } from 'vitest';
import { aliasName } from '../../../domain/kernel/alias-name.ts';
import { dayMs, later } from '../../../domain/kernel/instant.ts';
import { idOf, mondayMorning } from '../../support/introductions-world.ts';
import { operatorWorld, type OperatorWorld, signedIn, textOf } from './operator-world.ts';

const alias = aliasName('k'.repeat(26), 'b');
const address = `${alias}@relay.example.com`;

const worldWithAlias = async (): Promise<OperatorWorld> => {
  const world = await operatorWorld();
  await world.settleIn('Ana', 'Ben');
  world.relay.remember(alias, {
    member: idOf('Ana'),
    partner: idOf('Ben'),
    conversationId: 'conversation',
    events: [
      { what: 'issued', at: mondayMorning },
      { what: 'told:strangers', at: later(mondayMorning, dayMs) },
      { what: 'closed:replaced', at: later(mondayMorning, 2 * dayMs) },
    ],
    relayed: 1_234,
    refused: { 'relay.closed': 3 },
    strangersToday: 21,
  });
  return world;
};

describe('the relay, for operators', () => {
  test('shows what was passed on, what came back, and each reason for which something was not, of 7 and of 30 days', async () => {
    const world = await operatorWorld();
    world.relay.count(7, { relayed: 1_010, sent: 1_000, bounced: 19, complained: 0, 'relay.spam': 2 });
    world.relay.count(30, { relayed: 4_100, sent: 4_000, bounced: 80, complained: 2, reported: 1, 'relay.spam': 5, 'relay.leak': 1 });
    const { body } = await (await signedIn(world, 'Olga')).get('/operator/relay');
    const rows = [...body.matchAll(/<tr><th scope="row">(.*?)<\/tr>/gs)].map(([, row = '']) => textOf(row).trim());
    expect(rows).toEqual([
      'Messages passed on 1,010 4,100',
      'Handed to the mail service 1,000 4,000',
      'Came back 19 1.90% 80 2.00% too many',
      'Marked as unwanted 0 0.00% 2 0.05% too many',
      'Reported 0 1',
      'Looks like spam relay.spam 2 5',
      'Would have given an address away relay.leak 0 1',
    ]);
    expect(body).toContain('href="/operator/reports"');
  });

  test('has no rates where nothing was sent', async () => {
    const text = textOf((await (await signedIn(await operatorWorld(), 'Olga')).get('/operator/relay')).body);
    expect(text).toContain('Came back 0 0');
    expect(text).toContain('Nothing was refused.');
    expect(text).not.toMatch(/NaN|Infinity/);
  });
});

describe('looking up a private address', () => {
  test('tells whose it is and what happened, and who looked is noted', async () => {
    const world = await worldWithAlias();
    const olga = await signedIn(world, 'Olga');
    await olga.get('/operator/relay');
    const answer = await olga.submit('/operator/relay/alias', { alias: ` ${address.toUpperCase()} ` });
    expect([answer.status, answer.location]).toEqual([200, undefined]);
    const text = textOf(answer.body);
    for (const fact of ['Leads to Ana', 'Given to Ben', 'Passed on 1,234 messages', 'By strangers today 21', 'The conversation is over: 3'])
      expect(text).toContain(fact);
    expect(text).toContain('given out');
    expect(text).toContain('they were told “Strangers write to your private address”');
    expect(text).toContain('closed: its member took a new one');
    expect(world.relay.lookedUpBy).toEqual([idOf('Olga')]);
  });

  test('shows no member’s real address', async () => {
    const world = await worldWithAlias();
    const olga = await signedIn(world, 'Olga');
    await olga.get('/operator/relay');
    const { body } = await olga.submit('/operator/relay/alias', { alias });
    const addresses = [...body.matchAll(/[^\s"<>]+@[^\s"<>]+/g)].map(([found]) => found);
    expect([...new Set(addresses)]).toEqual([address]);
  });

  test('says what was never given out, and what is none, without looking', async () => {
    const world = await worldWithAlias();
    const olga = await signedIn(world, 'Olga');
    await olga.get('/operator/relay');
    const unknown = await olga.submit('/operator/relay/alias', { alias: aliasName('z'.repeat(26), 'a') });
    expect([unknown.status, textOf(unknown.body).includes('We do not know that address.')]).toEqual([404, true]);
    for (const none of ['', '<b>x</b>', 'ana@example.com', `${alias}@elsewhere.example`, `${address}@x`]) {
      await olga.get('/operator/relay');
      const answer = await olga.submit('/operator/relay/alias', { alias: none });
      expect([none, answer.status]).toEqual([none, 422]);
      expect(answer.body).not.toContain('<b>x');
    }
    expect(world.relay.lookedUpBy).toHaveLength(1);
  });
});
