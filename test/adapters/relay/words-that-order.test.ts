import { beforeEach, describe, expect, it } from 'vitest';
import { aliasOfAna, ana, ben, type RelayWorld, sendAll, toBen } from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { world: worldOf, anaWrites, benWrites } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

describe('a word in place of a message', () => {
  it.each([
    ['STOP', 'muted', 'Ana relay-done muted'],
    ['end.', 'ended', 'Ana relay-done ended'],
    ['Report', 'ended', 'Ana relay-done reported'],
  ] as const)('%s is obeyed and not passed on', async (text, state, notice) => {
    const quoted = `${text}\n\nOn Sat, Nov 21, 2026, Ben <${toBen}> wrote:\n> Shall we?\n> STOP`;
    expect(await anaWrites({ text: quoted })).toEqual(['commanded']);
    expect(await world.look({ alias: aliasOfAna })).toMatchObject({ state });
    expect(await world.notices()).toEqual([notice]);
    expect(await sendAll(world)).toEqual([]);
    expect(world.reports.map(({ member, about }) => [member, about])).toEqual(text === 'Report' ? [[ana, ben]] : []);
    expect(await benWrites()).toEqual(['relay.closed']);
  });

  it('in a message is a word like others', async () => {
    for (const text of ['STOP it, you two', 'The END', 'I do not want to stop']) expect(await anaWrites({ text })).toEqual(['relayed']);
  });

  it('of somebody else is no order', async () => {
    expect(await anaWrites({ text: 'END', from: 'eve@example.com' })).toEqual(['relay.sender_not_allowed']);
    expect(
      await anaWrites({ text: 'END' }, { verdicts: { spf: 'FAIL', dkim: 'FAIL', dmarc: 'FAIL', spam: 'PASS', virus: 'PASS' } }),
    ).toEqual(['relay.unauthenticated']);
    expect(await world.look({ alias: aliasOfAna })).toMatchObject({ state: 'open' });
  });

  it('muting lasts until its member writes again', async () => {
    await anaWrites({ text: 'STOP' });
    expect(await benWrites({ text: 'Hello?' })).toEqual(['relay.closed']);
    expect(await anaWrites({ text: 'I am back' })).toEqual(['relayed']);
    expect(await benWrites({ text: 'Hello!' })).toEqual(['relayed']);
  });
});
