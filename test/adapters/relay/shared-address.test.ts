import { beforeEach, describe, expect, it } from 'vitest';
import { addressOfAna, addressOfBen, aliasOfAna, aliasOfBen, type RelayWorld, sendAll, toAna, toBen } from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { world: worldOf, anaWrites, benWrites } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

const textOf = (raw: string): string => raw.slice(raw.indexOf('\r\n\r\n')).replaceAll('=\r\n', '');

describe('a member who shares their own address', () => {
  it('has it mailed to the other one, once', async () => {
    expect(await world.share({ alias: aliasOfAna })).toEqual({ ok: true, value: 'shared' });
    expect(await world.share({ alias: aliasOfAna })).toEqual({ ok: true, value: 'shared' });
    expect(await world.notices()).toEqual(['Ben relay-shared']);
    expect(await world.look({ alias: aliasOfAna })).toMatchObject({ isShared: true });
    expect(await world.look({ alias: aliasOfBen })).toMatchObject({ isShared: false });
  });

  it('is named by it in what both write, by no further address of theirs, and the other one still by their alias', async () => {
    await world.share({ alias: aliasOfAna });
    const text = `${addressOfAna}, ana@work.example.com or ${addressOfBen}`;
    await anaWrites({ text });
    await benWrites({ text });
    for (const { raw } of await sendAll(world)) expect(textOf(raw)).toContain(`${addressOfAna}, ${toAna} or ${toBen}`);
  });

  it('writes from the alias as before, and is hidden in no other way than the address', async () => {
    await world.share({ alias: aliasOfAna });
    await anaWrites();
    const [mail] = await sendAll(world);
    expect(mail!.raw.slice(0, mail!.raw.indexOf('\r\n\r\n'))).not.toContain(addressOfAna);
  });

  it('cannot where the conversation is over', async () => {
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect(await world.share({ alias: aliasOfAna })).toMatchObject({ error: { code: 'relay.closed' } });
    expect(await world.notices()).toEqual([]);
  });
});
