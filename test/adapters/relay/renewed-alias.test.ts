import { describe, expect, it } from 'vitest';
import type { AliasName } from '../../../domain/kernel/alias-name.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import { thisWeek as week } from '../../arbitraries/rounds.ts';
import { createIntroductionsWorld, idOf, settle, valueOf } from '../../support/introductions-world.ts';
import { addressOfAna, addressOfBen, arriving, createAround, relayDomain, relayOver, sendAll, written } from '../../support/relay-world.ts';

/** Ana and Ben were introduced; Ana takes a new alias. Ben knows the old one and the new one. */
const renewed = async () => {
  const world = await createIntroductionsWorld();
  await settle(world, 'Ana', 'Ben');
  valueOf(await world.run({ week }));
  valueOf(await world.send({ week }));
  world.clock.moveBy(2 * dayMs);
  const mine = async () => (await world.myMatches({ member: idOf('Ana') }))[0]!;
  const around = createAround();
  around.members.set(idOf('Ana'), { email: addressOfAna, otherEmails: [], name: 'Ana', state: 'open' });
  around.members.set(idOf('Ben'), { email: addressOfBen, otherEmails: [], name: 'Ben', state: 'open' });
  const relay = relayOver(world.table, { around, clock: world.clock });
  const old = (await mine()).alias;
  const ofBen = (await mine()).partnerAlias;
  const benWrites = async (alias: AliasName, text: string) => {
    const mail = { recipients: [`${alias}@${relayDomain}`], mailFrom: addressOfBen };
    const forwarded = await relay.forward(arriving(relay, written({ from: addressOfBen, to: mail.recipients[0]!, text }), mail));
    return forwarded.ok ? forwarded.value : forwarded.error;
  };
  const renew = async () => {
    valueOf(await world.renewAlias({ member: idOf('Ana'), week }));
    return (await mine()).alias;
  };
  const renewInTurns = async (times: number): Promise<void> => {
    for (let time = 0; time < times; time++) {
      await renew();
      valueOf(await world.renewAlias({ member: idOf('Ben'), week }));
      world.clock.moveBy(2 * dayMs);
    }
  };
  return { relay, old, ofBen, renew, renewInTurns, benWrites, to: (template: string) => `${idOf('Ben')} ${template}` };
};

describe('an alias that was replaced', () => {
  it('takes no mail, and its writer is told that there is another one', async () => {
    const { relay, old, renew, benWrites, to } = await renewed();
    const now = await renew();
    expect(await benWrites(old, 'To the old one')).toEqual(['relay.closed']);
    expect((await relay.notices()).filter((notice) => notice.includes('relay-notice'))).toEqual([to('relay-notice replaced')]);
    expect(await benWrites(now, 'To the new one')).toEqual(['relayed']);
    expect((await sendAll(relay)).map((mail) => mail.to)).toEqual([addressOfAna]);
  });

  it('still leads its member to the conversation, by the links in older mails', async () => {
    const { relay, old, renew, benWrites } = await renewed();
    const now = await renew();
    expect(await relay.look({ alias: old })).toMatchObject({ state: 'open' });
    await relay.act({ alias: old, act: 'mute' });
    expect(await relay.look({ alias: now })).toMatchObject({ state: 'muted' });
    await relay.act({ alias: old, act: 'end' });
    expect(await relay.look({ alias: now })).toMatchObject({ state: 'ended' });
    expect(await benWrites(now, 'Hello?')).toEqual(['relay.closed']);
  });

  it('is mailed to nobody who muted the conversation, who finds it on their page: otherwise it were a way to write to them each day', async () => {
    const { relay, ofBen, renew, benWrites, to } = await renewed();
    await relay.act({ alias: ofBen, act: 'mute' });
    const now = await renew();
    expect((await relay.notices()).filter((notice) => notice.startsWith(to('new-alias')))).toEqual([]);
    expect(await relay.look({ alias: ofBen })).toMatchObject({ state: 'muted', writeTo: now });
    expect(await benWrites(now, 'Here I am again')).toEqual(['relayed']);
  });

  it('leads there also where both took new ones in turns', async () => {
    const { relay, old, renewInTurns } = await renewed();
    await renewInTurns(7);
    expect(await relay.look({ alias: old })).toMatchObject({ state: 'open' });
    await relay.act({ alias: old, act: 'end' });
    expect(await relay.look({ alias: old })).toMatchObject({ state: 'ended' });
  });

  it('does not keep back what was taken before', async () => {
    const { relay, old, renew, benWrites } = await renewed();
    await benWrites(old, 'Before');
    await renew();
    expect((await sendAll(relay)).map((mail) => mail.to)).toEqual([addressOfAna]);
  });

  it('ends the introduction when its reader calls an older mail unwanted', async () => {
    const { relay, old, ofBen, renew } = await renewed();
    await renew();
    await relay.trouble({ kind: 'complained', alias: old, address: addressOfAna, at: relay.clock.now() });
    expect(await relay.look({ alias: ofBen })).toMatchObject({ state: 'ended' });
  });
});
