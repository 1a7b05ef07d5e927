import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { BodyUnreadable } from '../../../adapters/dynamodb/bodies.ts';
import { Unavailable } from '../../../adapters/dynamodb/table.ts';
import { nothingYet } from '../../../adapters/email/drain-report.ts';
import { makeRelayDrain } from '../../../adapters/email/relay-drain.ts';
import { later } from '../../../domain/kernel/instant.ts';
import { crashSweep } from '../../support/crash-sweep.ts';
import { mailerFaults } from '../../support/faulty-mailer.ts';
import { limits } from './drain-world.ts';
import { chatDepartureNumber, departureNumber, keyOf, type RelayDrainWorld, relayDrainWorld, strangeRow } from './relay-drain-world.ts';

const three = [0, 1, 2].map((number) => departureNumber(number));
const keysOf = (rows: readonly { readonly key: string }[]): readonly string[] => rows.map(({ key }) => key).sort();
const failedIn = async ({ outbox }: RelayDrainWorld) => (await outbox.failed(10)).map(({ key, code }) => [key, code]);

/** Runs until nothing waits. */
const drained = async (world: RelayDrainWorld): Promise<void> => {
  for (let run = 0; run < 200; run++) {
    const { resumeAt } = await world.drain();
    if ((await world.outbox.pending()).waiting === 0) return;
    world.clock.moveTo(resumeAt ?? later(world.clock.now(), limits.leaseMs));
  }
  throw new Error('something waits for ever');
};

describe('the drain of the relay', () => {
  it('sends each message once, under its key, records it, and throws the raw mail away', async () => {
    const world = await relayDrainWorld({ departures: three });
    expect(await world.drain()).toEqual({ ...nothingYet, accepted: 3 });
    expect(keysOf(world.mailer.delivered())).toEqual([0, 1, 2].map(keyOf));
    expect([...world.recorded]).toEqual(three.map(({ message }) => message.id));
    expect([...world.stored.keys()]).toEqual([]);
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
  });

  it('sends the mail as it was made, from the alias of its writer', async () => {
    const world = await relayDrainWorld({});
    await world.drain();
    const [delivery] = world.mailer.delivered();
    expect(delivery?.mail).toMatchObject({ to: 'ben@example.net', tag: departureNumber(0).alias });
    expect(Buffer.from(delivery?.mail.raw ?? []).toString()).toContain('Hello Ben, this is message-0.');
  });

  it('records what the mail service called it', async () => {
    const world = await relayDrainWorld({});
    const named: (string | undefined)[] = [];
    await makeRelayDrain({
      ...world.needs,
      mailer: { honoursKeys: false, send: async () => Promise.resolve({ kind: 'accepted', wireId: '1@wire.example.com' }) },
      record: async (_, wireId) => Promise.resolve(void named.push(wireId)),
    })();
    expect(named).toEqual(['1@wire.example.com']);
  });

  it('keeps a raw mail that others got too', async () => {
    const world = await relayDrainWorld({ departures: [departureNumber(0, { isOnly: false })] });
    await world.drain();
    expect([...world.stored.keys()]).toEqual(['raw/0']);
  });

  it('sends what was written in the chat as it sends mails, and throws nothing away', async () => {
    const world = await relayDrainWorld({ departures: [chatDepartureNumber(0), departureNumber(1, { isOnly: false })] });
    expect(await world.drain()).toEqual({ ...nothingYet, accepted: 2 });
    expect([keysOf(world.mailer.delivered()), [...world.recorded], [...world.stored.keys()]]).toEqual([
      [keyOf(0), keyOf(1)],
      ['message-0', 'message-1'],
      ['raw/1'],
    ]);
  });

  it('tells the writer in the chat, too, that nothing was delivered', async () => {
    const world = await relayDrainWorld({ departures: [chatDepartureNumber(0)] });
    world.fates.set('message-0', 'relay.not_rebuilt');
    await world.drain();
    expect([await failedIn(world), [...world.told]]).toEqual([[[keyOf(0), 'relay.not_rebuilt']], ['message-0']]);
  });

  it('drops what somebody ended or muted since, counts it, and sends the others', async () => {
    const world = await relayDrainWorld({ departures: three });
    world.fates.set('message-1', 'relay.over');
    expect(await world.drain()).toMatchObject({ accepted: 2, dropped: 1, failed: 0 });
    expect(keysOf(world.mailer.delivered())).toEqual([keyOf(0), keyOf(2)]);
    expect(world.counted).toEqual(['relay.closed']);
    expect([...world.stored.keys()]).toEqual([]);
  });

  it.each(['relay.raw_missing', 'relay.raw_changed', 'relay.not_rebuilt'] as const)(
    'gives up under its code what cannot be made (%s), and keeps its raw mail for an operator',
    async (code) => {
      const world = await relayDrainWorld({ departures: three });
      world.fates.set('message-1', code);
      expect(await world.drain()).toMatchObject({ accepted: 2, failed: 1 });
      expect(await failedIn(world)).toEqual([[keyOf(1), code]]);
      expect([...world.stored.keys()]).toEqual(['raw/1']);
      expect([...world.told]).toEqual(['message-1']);
    },
  );

  it('gives up on a row that it does not understand', async () => {
    const world = await relayDrainWorld({});
    await world.table.commit([strangeRow('relay:strange')]);
    await world.drain();
    expect(await failedIn(world)).toEqual([['relay:strange', 'mail.unreadable']]);
  });

  it('is held up by no mail that cannot be made at present, says so, and tries it again later', async () => {
    const world = await relayDrainWorld({ departures: three });
    const faults: unknown[] = [];
    let isDown = true;
    const drain = makeRelayDrain({
      ...world.needs,
      onFault: (error) => faults.push(error),
      prepare: async (departure) => {
        if (isDown && departure.message.id === 'message-0') throw new Error('the raw mails are out of reach');
        return world.needs.prepare(departure);
      },
    });
    expect(await drain()).toMatchObject({ accepted: 2, postponed: 1 });
    expect(faults).toHaveLength(1);
    isDown = false;
    world.clock.moveBy(limits.retryDelayMaxMs);
    expect(await drain()).toMatchObject({ accepted: 1 });
  });

  it('gives up in the end on a mail that never can be made', async () => {
    const world = await relayDrainWorld({ limits: { retryMax: 2 } });
    const prepare = async () => Promise.reject(new Error('a bug'));
    await drained({ ...world, drain: makeRelayDrain({ ...world.needs, prepare }) });
    expect(await failedIn(world)).toEqual([[keyOf(0), 'relay.not_prepared']]);
    expect(world.mailer.attempts()).toEqual([]);
  });

  it('does not send again what was taken, though its thread cannot be read', async () => {
    const world = await relayDrainWorld({});
    const record = async () => Promise.reject(new BodyUnreadable('a stored thread cannot be read'));
    await drained({ ...world, drain: makeRelayDrain({ ...world.needs, record }) });
    expect(world.mailer.attempts()).toHaveLength(1);
  });

  it('does not send again what was taken, though what it was called or that it was sent cannot be noted', async () => {
    const world = await relayDrainWorld({});
    const faults: unknown[] = [];
    const record = async () => Promise.reject(new Unavailable('others changed the same time after time'));
    await drained({ ...world, drain: makeRelayDrain({ ...world.needs, record, onFault: (error) => faults.push(error) }) }).catch(() => 0);
    expect(world.mailer.attempts()).toHaveLength(1);
    expect([faults.length, await world.outbox.pending()]).toEqual([1, { waiting: 0, failed: 0 }]);
  });

  it('has sent a mail also where its raw mail cannot be thrown away', async () => {
    const world = await relayDrainWorld({});
    const rawMails = { remove: async () => Promise.reject(new Error('out of reach')) };
    expect(await makeRelayDrain({ ...world.needs, rawMails })()).toMatchObject({ accepted: 1 });
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
  });
});

describe('what the drain of the relay promises', () => {
  const luck = fc.array(fc.constantFrom(...mailerFaults), { maxLength: 20 });

  it.prop([luck], { numRuns: 20 })('nobody gets none, and every copy is the same mail', async (given) => {
    const world = await relayDrainWorld({ departures: three, luck: given });
    await drained(world);
    const failed = keysOf(await world.outbox.failed(10));
    for (const key of [0, 1, 2].map(keyOf)) {
      const copies = world.mailer.delivered().filter((delivery) => delivery.key === key);
      expect(copies.length > 0 || failed.includes(key)).toBe(true);
      expect(new Set(copies.map(({ mail }) => Buffer.from(mail.raw).toString('hex'))).size).toBeLessThanOrEqual(1);
    }
  });

  it('holds when the process is killed at any call: sent at least once, at most once more, as the same bytes', async () => {
    const copies: number[] = [];
    const deaths = await crashSweep({
      world: async (faults) => {
        const world = await relayDrainWorld({ departures: three.slice(0, 2), luck: ['breaks'], faults });
        world.fates.set('message-1', 'relay.over');
        return world;
      },
      deliver: async (world) => {
        world.clock.moveBy(limits.leaseMs);
        await world.drain();
        return world.outbox.pending();
      },
      settled: ({ waiting }) => waiting === 0,
      restarted: (world) => ({ ...world, drain: makeRelayDrain(world.needs) }),
      end: async (world) => {
        const sent = world.mailer.delivered();
        copies.push(sent.length);
        expect(new Set(sent.map(({ mail }) => Buffer.from(mail.raw).toString('hex'))).size).toBe(1);
        return { state: { recorded: [...world.recorded], failed: await world.outbox.failed(10) }, sent: [...new Set(keysOf(sent))] };
      },
    });
    expect(deaths).toBeGreaterThan(15);
    expect([Math.min(...copies), Math.max(...copies)]).toEqual([1, 2]);
  });
});
