import { beforeEach, describe, expect, it } from 'vitest';
import { dayMs, hourMs, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { addressOfBen, aliasOfAna, aliasOfBen, type RelayWorld, sendAll, written } from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { world: worldOf, anaWrites } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

describe('between a mail that was taken and the mail that leaves', () => {
  it('the conversation ends: nothing leaves, and its writer hears that it did not', async () => {
    await anaWrites();
    await world.act({ alias: aliasOfBen, act: 'end' });
    expect((await sendAll(world)).map(({ raw }) => raw)).toEqual(['relay.over']);
    expect(await world.notices()).toEqual(['Ana relay-notice relay.closed']);
  });

  it('it is muted, and sent again when it is not any more: another day the very same is no copy of what never arrived', async () => {
    const headers = { 'Message-ID': '<1@mail.example.com>' };
    await anaWrites({ headers });
    await world.act({ alias: aliasOfBen, act: 'mute' });
    await sendAll(world);
    await world.act({ alias: aliasOfBen, act: 'unmute' });
    world.clock.moveTo(later(world.clock.now(), dayMs));
    expect(await anaWrites({ headers: { ...headers, Received: 'again' } })).toEqual(['relayed']);
  });

  it('another mail is put in its place: it does not leave', async () => {
    await anaWrites();
    const [key] = [...world.mails.keys()];
    world.mails.set(key!, written({ text: 'Something that nobody looked at' }));
    expect((await sendAll(world)).map(({ raw }) => raw)).toEqual(['relay.raw_changed']);
  });

  it('the same mail is made as often as it is tried', async () => {
    await anaWrites({ html: '<p>Shall <b>we</b>?</p>' });
    const [departure] = await world.departures();
    const made = await Promise.all([world.prepare(departure!), world.prepare(departure!)]);
    expect(made[0]).toEqual(made[1]);
  });
});

describe('mails that come back', () => {
  const trouble = async (kind: 'bounced' | 'bounced_softly' | 'complained', afterMs = 0) =>
    world.trouble({ kind, alias: aliasOfBen, address: addressOfBen, at: later(world.clock.now(), afterMs) });

  it('for good: the other one hears of it once, neutrally', async () => {
    await trouble('bounced');
    await trouble('bounced', 1);
    expect(await world.notices()).toEqual(['Ana relay-unreachable']);
    expect(world.counts.get('bounced')).toBe(1);
  });

  it('for a while, three times in a day: a day of rest', async () => {
    for (let n = 0; n < 3; n++) await trouble('bounced_softly', n * minuteMs);
    expect(await anaWrites()).toEqual(['relay.closed']);
    world.clock.moveTo(later(world.clock.now(), 24 * hourMs + 3 * minuteMs));
    expect(await anaWrites({ text: 'A day later' })).toEqual(['relayed']);
  });

  it('for a while: its writer, who believes that it arrived, hears once a day that it did not', async () => {
    for (let n = 0; n < 2; n++) await trouble('bounced_softly', n * minuteMs);
    expect(await world.notices()).toEqual(['Ana relay-notice undelivered']);
  });

  it('as unwanted: the introduction ends', async () => {
    await trouble('complained');
    expect(await world.look({ alias: aliasOfAna })).toMatchObject({ state: 'ended' });
    expect(world.counts.get('complained')).toBe(1);
  });

  it('for an address that is not theirs any more: nothing comes of it', async () => {
    await world.trouble({ kind: 'complained', alias: aliasOfBen, address: 'old@example.com', at: world.clock.now() });
    expect(await world.look({ alias: aliasOfAna })).toMatchObject({ state: 'open' });
  });
});

describe('a conversation that is about to close', () => {
  it('is told to both, once, and again after it was used', async () => {
    world.clock.moveTo(later(world.clock.now(), 165 * dayMs));
    expect(await world.warn({ now: world.clock.now() })).toEqual({ warned: 0, isComplete: true });
    world.clock.moveTo(later(world.clock.now(), 2 * dayMs));
    expect(await world.warn({ now: world.clock.now() })).toEqual({ warned: 2, isComplete: true });
    expect(await world.warn({ now: world.clock.now() })).toEqual({ warned: 0, isComplete: true });
    expect(await world.notices()).toEqual(['Ana relay-expiring', 'Ben relay-expiring']);
    await anaWrites();
    world.clock.moveTo(later(world.clock.now(), 170 * dayMs));
    expect(await world.warn({ now: world.clock.now() })).toEqual({ warned: 2, isComplete: true });
  });

  it('is told to nobody who ended it, left or muted it', async () => {
    await world.act({ alias: aliasOfAna, act: 'mute' });
    world.clock.moveTo(later(world.clock.now(), 170 * dayMs));
    expect(await world.warn({ now: world.clock.now() })).toEqual({ warned: 1, isComplete: true });
    expect(await world.notices()).toEqual(['Ben relay-expiring']);
  });
});
