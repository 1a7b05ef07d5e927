import { beforeEach, describe, expect, it } from 'vitest';
import { dayMs, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { perMinuteMax, strangersMax } from '../../../domain/relay/limits.ts';
import {
  addressOfAna,
  addressOfBen,
  aliasOfAna,
  aliasOfBen,
  arriving,
  ana,
  ben,
  headerOf,
  relayDomain,
  relayOver,
  type RelayWorld,
  sendAll,
  toAna,
  toBen,
  written,
  type Written,
} from '../../support/relay-world.ts';
import { relayWriting } from '../../support/relay-writing.ts';

const { begin, table, world: worldOf, outcomeOf, anaWrites, benWrites } = relayWriting();
let world: RelayWorld;
beforeEach(() => {
  world = worldOf();
});

describe('a mail to the one whom somebody was introduced to', () => {
  it('arrives from the alias of its writer, at the address of its reader, and tells nothing else', async () => {
    expect(await anaWrites({ text: `Write to ${addressOfAna}` })).toEqual(['relayed']);
    const [mail] = await sendAll(world);
    expect(mail).toMatchObject({ to: addressOfBen, from: toAna });
    expect(headerOf(mail!.raw, 'from')).toBe(`Ana <${toAna}>`);
    expect(mail!.raw).toContain(`Write to ${toAna}`);
    expect(mail!.raw).not.toContain(addressOfAna);
    expect(await world.notices()).toEqual([]);
  });

  it('is told of five times and arrives once', async () => {
    const mail = arriving(world, written());
    const outcomes = await Promise.all(Array.from({ length: 5 }, async () => relayOver(table(), { around: world.around }).forward(mail)));
    expect(outcomes.map((each) => each.ok && each.value[0]).sort()).toEqual([
      'relayed',
      'there_already',
      'there_already',
      'there_already',
      'there_already',
    ]);
    expect(await sendAll(world)).toHaveLength(1);
    expect(await outcomeOf(written())).toEqual(['there_already']);
    expect(await sendAll(world)).toHaveLength(0);
  });

  it('that its mail program sent twice arrives once; another one with the same id is no copy', async () => {
    const headers = { 'Message-ID': '<1@mail.example.com>' };
    expect(await anaWrites({ headers: { ...headers, Received: 'one' } })).toEqual(['relayed']);
    expect(await anaWrites({ headers: { ...headers, Received: 'two' } })).toEqual(['duplicate']);
    expect(await anaWrites({ headers, text: 'Something else' })).toEqual(['relayed']);
    expect([...world.mails.keys()]).toHaveLength(2);
  });

  it('goes to who the envelope says, whatever stands in To', async () => {
    expect(await anaWrites({ to: `Somebody <${toAna}>` })).toEqual(['relayed']);
    expect((await sendAll(world)).map(({ to }) => to)).toEqual([addressOfBen]);
  });

  it('may come from a further address of its writer, in capitals, or with a tag', async () => {
    for (const from of ['ana@work.example.com', 'ANA@mail.example.com', 'ana+loop@mail.example.com'])
      expect(await anaWrites({ from, text: from })).toEqual(['relayed']);
    const mails = await sendAll(world);
    expect(mails.map(({ raw }) => /example\.com/.exec(raw))).toEqual([null, null, null]);
  });

  it('keeps the conversation open, and is asked for in its time', async () => {
    world.clock.moveTo(later(world.clock.now(), 100 * dayMs));
    await anaWrites();
    expect((await world.look({ alias: aliasOfBen }))?.expiresAt).toBe(later(world.clock.now(), 180 * dayMs));
    world.clock.moveTo(later(world.clock.now(), 181 * dayMs));
    expect(await world.look({ alias: aliasOfBen })).toMatchObject({ state: 'expired' });
    expect(await anaWrites({ text: 'Late' })).toEqual(['relay.closed']);
    expect(await world.notices()).toEqual(['Ana relay-notice relay.closed']);
  });
});

describe('a mail that is not passed on', () => {
  it.each([
    ['forged', { verdicts: { dmarc: 'FAIL' } }, 'relay.unauthenticated', ['Ana relay-notice spoofed']],
    [
      'forged from a domain without a policy',
      { verdicts: { dmarc: 'GRAY', spf: 'FAIL' } },
      'relay.unauthenticated',
      ['Ana relay-notice spoofed'],
    ],
    ['not checked at all', { verdicts: { dmarc: 'DISABLED' } }, 'relay.unauthenticated', ['Ana relay-notice spoofed']],
    ['infected', { verdicts: { virus: 'FAIL' } }, 'relay.infected', ['Ana relay-notice relay.infected']],
    ['spam', { verdicts: { spam: 'FAIL' } }, 'relay.spam', ['Ana relay-notice relay.spam']],
    ['by a machine', { headers: { 'Auto-Submitted': 'auto-replied' } }, 'relay.automatic', []],
    ['by a stranger', { from: 'eve@example.com' }, 'relay.sender_not_allowed', ['Ana relay-notice unlisted']],
    ['by a forged stranger', { from: 'eve@example.com', verdicts: { dmarc: 'FAIL' } }, 'relay.unauthenticated', []],
    ['to oneself', { from: addressOfBen }, 'relay.sender_not_allowed', ['Ben relay-notice own_alias']],
    ['empty', { text: ' ' }, 'relay.empty', ['Ana relay-notice relay.empty']],
  ] as const)(
    '%s',
    async (
      ...[, { verdicts = {}, ...mail }, code, notices]: readonly [string, Written & { verdicts?: object }, string, readonly string[]]
    ) => {
      const given = { verdicts: { ...arriving(world, written()).verdicts, ...verdicts } };
      world.mails.clear();
      expect(await anaWrites(mail, given)).toEqual([code]);
      expect(await world.notices()).toEqual(notices);
      expect(await sendAll(world)).toEqual([]);
      expect(world.counts).toEqual(new Map([[code, 1]]));
      expect([...world.mails.keys()]).toEqual([]);
      expect(await world.relayOutbox.pending()).toEqual({ waiting: 0, failed: 0 });
    },
  );

  it('is a stranger’s whoever it says that it is, so that nobody finds out by it who their partner is', async () => {
    const verdicts = { ...arriving(world, written()).verdicts, dmarc: 'FAIL' } as const;
    for (const from of ['guess@example.net', addressOfBen]) {
      await begin();
      world = worldOf();
      for (let n = 0; n < strangersMax; n++) await benWrites({ from, text: String(n) }, { verdicts });
      expect((await world.notices()).filter((notice) => notice.startsWith('Ana'))).toEqual(['Ana relay-notice strangers']);
    }
  });

  it('is told of once a day, however often it comes', async () => {
    for (let n = 0; n < 5; n++) await anaWrites({ text: ` ${'\n'.repeat(n)}` }, { id: String(n) });
    expect(await world.notices()).toEqual(['Ana relay-notice relay.empty']);
  });

  it('to an alias that was never issued says nothing to anybody, and its bytes are not kept', async () => {
    const never = `c_${'t'.repeat(26)}b@${relayDomain}`;
    expect(await anaWrites({}, { recipients: [never, `hello@${relayDomain}`] })).toEqual(['relay.alias_unknown', 'relay.alias_unknown']);
    expect([await world.notices(), [...world.mails.keys()]]).toEqual([[], []]);
    // Nothing of it is read.
    expect(await world.forward({ ...arriving(world, written()), recipients: [never], rawKey: 'not there' })).toMatchObject({
      value: ['relay.alias_unknown'],
    });
  });

  it('whose bytes are not there yet is looked for again, and is not lost', async () => {
    const mail = arriving(world, written());
    const bytes = world.mails.get(mail.rawKey)!;
    world.mails.clear();
    expect(await world.forward(mail)).toMatchObject({ ok: false, error: { code: 'relay.not_yet', because: 'raw_missing' } });
    world.mails.set(mail.rawKey, bytes);
    expect(await world.forward(mail)).toMatchObject({ ok: true, value: ['relayed'] });
  });

  it('is over where one of the two was erased since, however often it is told of', async () => {
    const mail = arriving(world, written());
    expect(await world.forward(mail)).toMatchObject({ value: ['relayed'] });
    world.mails.clear();
    await world.act({ alias: aliasOfAna, act: 'end' });
    await world.conversations.forget('conversation-1');
    expect(await world.forward(mail)).toMatchObject({ ok: false });
    world.members.delete(ana);
    expect(await world.forward(mail)).toMatchObject({ ok: true, value: ['there_already'] });
  });

  it('that the mail service could not check is looked at again, and refused in the end', async () => {
    const verdicts = { ...arriving(world, written()).verdicts, virus: 'PROCESSING_FAILED' } as const;
    for (let attempt = 1; attempt <= 3; attempt++)
      expect(await anaWrites({}, { verdicts, attempt })).toMatchObject({ because: 'unchecked' });
    expect(await anaWrites({}, { verdicts, attempt: 4 })).toEqual(['relay.infected']);
  });

  it('larger than 25 MB is refused without being read, and its writer hears how much may be sent', async () => {
    expect(await outcomeOf(Buffer.alloc(25 * 1024 * 1024 + 1, 'x'))).toEqual(['relay.too_large']);
    expect(await world.notices()).toEqual(['Ana relay-notice relay.too_large']);
  });

  it('in a storm: ten a minute pass, and the storm is told of once', async () => {
    const outcomes = [];
    for (let n = 0; n < perMinuteMax + 3; n++) outcomes.push(...((await anaWrites({ text: `Word ${String(n)}` })) as readonly string[]));
    expect(outcomes.filter((each) => each === 'relayed')).toHaveLength(perMinuteMax);
    expect(await world.notices()).toEqual(['Ana relay-notice relay.rate_limited']);
    world.clock.moveTo(later(world.clock.now(), minuteMs));
    expect(await anaWrites({ text: 'Calm again' })).toEqual(['relayed']);
  });

  it('made anew for nothing counts as one that is passed on, as it costs as much', async () => {
    for (let n = 0; n < perMinuteMax; n++) expect(await anaWrites({ text: ' '.repeat(n + 1) })).toEqual(['relay.empty']);
    expect(await anaWrites({ text: ' '.repeat(99) })).toEqual(['relay.rate_limited']);
    world.clock.moveTo(later(world.clock.now(), minuteMs));
    expect(await anaWrites({ text: 'Calm again' })).toEqual(['relayed']);
  });

  it('that says the same a fourth time within minutes is held, and its writer hears why', async () => {
    const outcomes = [];
    for (let n = 0; n < 4; n++) outcomes.push(...((await anaWrites({}, { id: String(n) })) as readonly string[]));
    expect(outcomes).toEqual(['relayed', 'relayed', 'relayed', 'relay.rate_limited']);
    expect(await world.notices()).toEqual(['Ana relay-notice repeated']);
  });

  it('to more than three introductions at once, once told', async () => {
    const many = Array.from(
      { length: 50 },
      (_, n) => `c_${String.fromCharCode(97 + (n % 26)).repeat(25)}${n < 26 ? 'b' : 'c'}b@${relayDomain}`,
    );
    const outcomes = (await anaWrites({}, { recipients: [toBen, ...many] })) as readonly string[];
    expect(new Set(outcomes)).toEqual(new Set(['relay.rate_limited']));
    expect(await world.notices()).toEqual(['Ana relay-notice too_many_recipients']);
  });

  it('to more than three introductions is told of once also where the first of them was never issued, or is over', async () => {
    const many = (letter: string) => Array.from({ length: 4 }, (_, n) => `c_${letter.repeat(25)}${String(n + 2)}b@${relayDomain}`);
    await anaWrites({}, { recipients: [...many('t'), toBen] });
    expect(await world.notices()).toEqual(['Ana relay-notice too_many_recipients']);
    await anaWrites({ text: 'To myself, too' }, { recipients: [toAna, toBen, ...many('u')] });
    expect(await world.notices()).toEqual(['Ana relay-notice own_alias', 'Ana relay-notice too_many_recipients']);
  });

  it('to hundreds of addresses that were never issued is no hundreds of writes', async () => {
    const two = Array.from({ length: 500 }, (_, n) => String.fromCharCode(97 + (n % 26), 97 + Math.floor(n / 26)));
    const issued = two.map((letters) => `c_${letters}${'x'.repeat(24)}b@${relayDomain}`);
    let writes = 0;
    const counting = relayOver(
      { ...table(), commit: async (given) => ((writes += 1), table().commit(given)) },
      { guard: (port, name) => (name === 'figures' ? { ...port, count: async () => Promise.resolve(void (writes += 1)) } : port) },
    );
    for (const recipients of [issued, two.map((letters) => `${letters}@${relayDomain}`)])
      await counting.forward(arriving(counting, written(), { recipients, mailFrom: 'eve@example.com' }));
    expect(writes).toBeLessThan(20);
  });

  it('between people of whom one blocked the other, left, or is gone: its writer never learns which', async () => {
    world.apart.are = true;
    expect(await anaWrites({ text: 'one' })).toEqual(['relay.closed']);
    world.apart.are = false;
    for (const state of ['closed', 'unreachable'] as const) {
      world.members.set(ben, { email: addressOfBen, otherEmails: [], name: 'Ben', state });
      expect(await anaWrites({ text: state })).toEqual(['relay.closed']);
    }
    world.members.delete(ben);
    expect(await anaWrites({ text: 'gone' })).toEqual(['relay.closed']);
    expect(await world.notices()).toEqual(['Ana relay-notice relay.closed']);
  });

  it('by a mail of ours that comes back', async () => {
    await anaWrites();
    const [mail] = await sendAll(world);
    const token = headerOf(mail!.raw, 'x-loop-relay')!;
    expect(await benWrites({ headers: { 'X-Loop-Relay': token } })).toEqual(['relay.automatic']);
    expect(await benWrites({ headers: { 'X-Loop-Relay': `${token}x` } })).toEqual(['relayed']);
  });
});

describe('who else got the mail', () => {
  it('is told to its writer, and the mail is passed on', async () => {
    expect(await anaWrites({ headers: { Cc: 'Carol <carol@example.com>' } })).toEqual(['relayed']);
    expect(await world.notices()).toEqual(['Ana relay-notice outsiders']);
    const [mail] = await sendAll(world);
    expect(mail!.raw).not.toContain('carol');
  });

  it('both aliases of an introduction in one mail: each recipient on its own', async () => {
    expect(await anaWrites({ to: `${toBen}, ${toAna}` }, { recipients: [toBen, toAna] })).toEqual(['relayed', 'relay.sender_not_allowed']);
    const [mail] = await sendAll(world);
    expect(mail!.to).toBe(addressOfBen);
    expect(await world.notices()).toEqual(['Ana relay-notice own_alias']);
  });
});
