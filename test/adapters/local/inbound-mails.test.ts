import { describe, expect, test } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { createInboundMails, rawKeptDays } from '../../../adapters/local/inbound-mails.ts';
import { createInboundWorker } from '../../../adapters/local/inbound-worker.ts';
import { type HandedMail, takenAtTheirWord } from '../../../adapters/memory/handed-mail.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { dayMs, hourMs, type Instant, minuteMs } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { err, ok } from '../../../domain/kernel/result.ts';
import type { ArrivedMail, ForwardMail, ForwardOutcome } from '../../../domain/relay/conversations/use-cases.ts';
import { createRawStoreOfTests } from '../../support/raw-store.ts';

const start = Date.UTC(2026, 10, 23, 9) as Instant;
const toBen = `c_${'a'.repeat(26)}b@relay.example.com`;
const toAna = `c_${'b'.repeat(26)}a@relay.example.com`;

const aMail = (subject: string, recipients: readonly string[] = [toBen]): HandedMail => ({
  raw: new TextEncoder().encode(`Subject: ${subject}\r\n\r\n`),
  mailFrom: 'ana@example.com',
  recipients,
  verdicts: takenAtTheirWord,
});

/** `fate` says what becomes of a mail by its subject, each time that it is tried. */
const world = async (fate: (subject: string, mail: ArrivedMail) => ForwardOutcome | 'not yet' | 'fault' = () => 'relayed') => {
  const table = await createTableInMemory();
  const clock = createStillClock(start);
  const rawMails = createRawStoreOfTests();
  const forwarded: string[] = [];
  const logged: string[] = [];
  const forwardMail: ForwardMail = async (mail) => {
    const raw = await rawMails.read(mail.rawKey, 1_000);
    const subject = typeof raw === 'string' ? raw : (/Subject: (.*)\r/.exec(new TextDecoder().decode(raw))?.[1] ?? '');
    const outcome = fate(subject, mail);
    if (outcome === 'fault') throw new TypeError('a bug');
    if (outcome === 'not yet') return err({ code: 'relay.not_yet', because: 'unchecked' });
    forwarded.push(subject);
    return ok([outcome]);
  };
  const inbound = createInboundMails({ table, rawMails, clock });
  /** The process that begins anew: nothing is left but the table and the raw mails. */
  const again = () => {
    const anew = createInboundMails({ table, rawMails, clock });
    return { inbound: anew, ...workerOver(anew) };
  };
  const workerOver = (over: typeof inbound) =>
    createInboundWorker({ inbound: over, forwardMail, clock, random: seededRandom(1), log: (_, event) => logged.push(event) });
  return { table, clock, rawMails, inbound, ...workerOver(inbound), forwarded, logged, again };
};

describe('mails that came in on one machine', () => {
  test('are forwarded in the order of their coming, also within one millisecond', async () => {
    const { inbound, forwardArrived, forwarded } = await world();
    const subjects = Array.from({ length: 12 }, (_, at) => `mail ${String(at)}`);
    for (const subject of subjects) await inbound.take(aMail(subject));
    await forwardArrived();
    expect(forwarded).toEqual(subjects);
    expect(await inbound.waiting()).toEqual([]);
  });

  test('carry envelope and verdicts, and count their attempts', async () => {
    const seen: ArrivedMail[] = [];
    const { inbound, forwardArrived, clock } = await world((_, mail) => {
      seen.push(mail);
      return mail.attempt < 3 ? 'not yet' : 'relayed';
    });
    await inbound.take(aMail('hello'));
    for (let hours = 0; hours < 4; hours++) {
      await forwardArrived();
      clock.moveBy(hourMs);
    }
    expect(seen.map(({ attempt }) => attempt)).toEqual([1, 2, 3]);
    const [first] = seen;
    expect(first).toMatchObject({ recipients: [toBen], mailFrom: 'ana@example.com', verdicts: takenAtTheirWord, receivedAt: start });
    expect(new Set(seen.map(({ id, rawKey }) => `${id} ${rawKey}`)).size).toBe(1);
  });

  test('are there after a restart, and are taken up again', async () => {
    const { inbound, again, forwarded } = await world();
    await inbound.take(aMail('one'));
    await inbound.take(aMail('two'));
    await again().forwardArrived();
    expect(forwarded).toEqual(['one', 'two']);
  });

  test('one that has to wait holds up those to the same recipient, and nobody else’s', async () => {
    let isReady = false;
    const { inbound, forwardArrived, nextDueAt, forwarded, clock } = await world((subject) =>
      subject === 'first' && !isReady ? 'not yet' : 'relayed',
    );
    await inbound.take(aMail('first'));
    await inbound.take(aMail('second'));
    await inbound.take(aMail('to somebody else', [toAna]));
    await forwardArrived();
    expect(forwarded).toEqual(['to somebody else']);
    expect(await nextDueAt()).toBeGreaterThan(0);
    isReady = true;
    clock.moveBy(minuteMs);
    await forwardArrived();
    expect(forwarded).toEqual(['to somebody else', 'first', 'second']);
    expect(await nextDueAt()).toBeUndefined();
  });

  test('one that is not due is not tried', async () => {
    let tries = 0;
    const { inbound, forwardArrived } = await world(() => {
      tries += 1;
      return 'not yet';
    });
    await inbound.take(aMail('hello'));
    await forwardArrived();
    await forwardArrived();
    expect(tries).toBe(1);
  });

  test('one that nothing mends is given up after hours, told, and holds up nobody', async () => {
    const { inbound, forwardArrived, forwarded, logged, clock } = await world((subject) => (subject === 'poison' ? 'fault' : 'relayed'));
    await inbound.take(aMail('poison'));
    await inbound.take(aMail('good'));
    for (let quarters = 0; quarters < 40; quarters++) {
      await forwardArrived();
      clock.moveBy(15 * minuteMs);
    }
    expect(forwarded).toEqual(['good']);
    expect(logged).toContain('relay.given_up');
    expect(await inbound.waiting()).toEqual([]);
  });

  test('one that ends the process each time is given up, too', async () => {
    const { inbound, again, forwardArrived, logged } = await world();
    await inbound.take(aMail('deadly'));
    // Begun, and never heard of again.
    for (let time = 0; time < 21; time++) {
      const [mail] = await again().inbound.waiting();
      if (mail !== undefined) await inbound.begin(mail);
    }
    await forwardArrived();
    expect(logged).toContain('relay.given_up');
    expect(await inbound.waiting()).toEqual([]);
  });

  test('the raw mail of a refused one goes at once, that of one passed on stays for its departure', async () => {
    const { inbound, forwardArrived, rawMails, table } = await world((subject) => (subject === 'spam' ? 'relay.spam' : 'relayed'));
    await inbound.take(aMail('spam'));
    await inbound.take(aMail('hello'));
    await forwardArrived();
    expect(rawMails.keys()).toHaveLength(1);
    expect(JSON.stringify(table.items())).not.toContain('example.com');
  });

  test('no raw mail outlives its time, whatever was interrupted', async () => {
    const { inbound, forwardArrived, rawMails, table, clock } = await world();
    await inbound.take(aMail('hello'));
    await forwardArrived();
    const broken = createInboundMails({
      table,
      clock,
      rawMails: {
        ...rawMails,
        put: async (key, bytes) => {
          await rawMails.put(key, bytes);
          throw new Error('killed');
        },
      },
    });
    await expect(broken.take(aMail('half'))).rejects.toThrow('killed');
    await inbound.sweep(clock.now());
    expect(rawMails.keys()).toHaveLength(2);
    clock.moveBy(rawKeptDays * dayMs);
    await inbound.sweep(clock.now());
    expect(rawMails.keys()).toEqual([]);
    expect(table.items()).toEqual([]);
  });
});
