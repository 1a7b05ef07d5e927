import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { later, minuteMs } from '../../../domain/kernel/instant.ts';
import {
  addressOfAna,
  addressOfBen,
  arriving,
  headerOf,
  introduce,
  relayDomain,
  relayOver,
  type RelayWorld,
  sendAll,
  toAna,
  toBen,
  written,
} from '../../support/relay-world.ts';

interface Mailbox {
  readonly address: string;
  readonly writesTo: string;
  readonly alias: string;
  readonly domain: string;
  /** Each mail in it, written or read: its own id and what it refers to. */
  readonly mails: { readonly id: string; readonly references: readonly string[]; readonly isOwn: boolean }[];
}

const mailboxes = (): readonly [Mailbox, Mailbox] => [
  { address: addressOfAna, writesTo: toBen, alias: toAna, domain: 'mail.example.com', mails: [] },
  { address: addressOfBen, writesTo: toAna, alias: toBen, domain: 'post.example.net', mails: [] },
];

const ids = (value: string | undefined): readonly string[] => Array.from(value?.matchAll(/<([^>]+)>/g) ?? [], ([, id = '']) => id);

/** Writes a mail as a mail program does, answering the mail at `answers` in its own mailbox, if any; and delivers it. */
const write = async (
  world: RelayWorld,
  { from, to, n, answers }: { readonly from: Mailbox; readonly to: Mailbox; readonly n: number; readonly answers: number | undefined },
  wireIds: boolean,
): Promise<void> => {
  const answered = answers === undefined ? undefined : from.mails.at(answers % Math.max(from.mails.length, 1));
  const id = `${String(n)}@${from.domain}`;
  const references = answered === undefined ? [] : [...answered.references, answered.id];
  const headers = {
    'Message-ID': `<${id}>`,
    ...(answered === undefined ? {} : { 'In-Reply-To': `<${answered.id}>`, References: references.map((each) => `<${each}>`).join(' ') }),
  };
  const raw = written({ from: from.address, to: from.writesTo, text: `Message ${String(n)}`, headers });
  from.mails.push({ id, references, isOwn: true });
  world.clock.moveTo(later(world.clock.now(), minuteMs));
  await world.forward(arriving(world, raw, { recipients: [from.writesTo], mailFrom: from.address }));
  const [mail] = await sendAll(world, () => (wireIds ? `${String(n)}-000000@eu-central-1.amazonses.com` : undefined));
  to.mails.push({ id: ids(headerOf(mail!.raw, 'message-id'))[0]!, references: ids(headerOf(mail!.raw, 'references')), isOwn: false });
};

/** How mail programs thread (Jamie Zawinski, "message threading"): mails that name one another, or a third one, are one thread. */
const threadsOf = ({ mails }: Mailbox): number => {
  const parent = new Map<string, string>();
  const rootOf = (id: string): string => {
    let at = id;
    while (parent.get(at) !== undefined && parent.get(at) !== at) at = parent.get(at)!;
    return at;
  };
  for (const { id, references } of mails) for (const other of references) parent.set(rootOf(other), rootOf(id));
  return new Set(mails.map(({ id }) => rootOf(id))).size;
};

const lived = async (body: (world: RelayWorld, boxes: readonly [Mailbox, Mailbox]) => Promise<void>): Promise<void> => {
  const table = await createTableInMemory();
  await introduce(table);
  await body(relayOver(table), mailboxes());
};

/** Nothing of the one mailbox is ever seen in the other: neither the ids of its mail service nor a name. */
const expectNothingForeign = ([one, other]: readonly [Mailbox, Mailbox]): void => {
  for (const [box, partner] of [
    [one, other],
    [other, one],
  ] as const)
    for (const { references, isOwn } of box.mails) if (!isOwn) for (const id of references) expect(id).not.toContain(partner.domain);
};

describe('a conversation by mail', () => {
  test.each([
    ['keeps our ids', false],
    ['puts ids of its own in place of ours', true],
  ])('of twenty messages is one thread in both mailboxes where the mail service %s', async (_what, wireIds) => {
    await lived(async (world, [ana, ben]) => {
      for (let n = 0; n < 20; n++) {
        const [from, to] = n % 2 === 0 ? [ana, ben] : [ben, ana];
        await write(world, { from, to, n, answers: n === 0 ? undefined : -1 }, wireIds);
      }
      expect([threadsOf(ana), threadsOf(ben), ana.mails.length, ben.mails.length]).toEqual([1, 1, 20, 20]);
      expectNothingForeign([ana, ben]);
      // The last mail names the one before by the id that its reader's own mail program gave it.
      expect(ana.mails.at(-1)!.references).toContain('18@mail.example.com');
    });
  });

  test.prop(
    [
      fc.array(fc.record({ byAna: fc.boolean(), answers: fc.option(fc.nat(30), { nil: undefined }) }), { minLength: 1, maxLength: 25 }),
      fc.boolean(),
    ],
    { numRuns: 25 },
  )(
    'answers stay with what they answer, whoever writes and in whatever order, and no id of the other mailbox is ever seen',
    async (steps, wireIds) => {
      await lived(async (world, boxes) => {
        const [ana, ben] = boxes;
        let begun = 0;
        for (const [n, { byAna, answers }] of steps.entries()) {
          const [from, to] = byAna ? [ana, ben] : [ben, ana];
          const isNew = answers === undefined || from.mails.length === 0;
          if (isNew) begun++;
          await write(world, { from, to, n, answers: isNew ? undefined : answers }, wireIds);
        }
        expect([threadsOf(ana), threadsOf(ben)]).toEqual([begun, begun]);
        expectNothingForeign(boxes);
      });
    },
    60_000,
  );

  test('takes no id of anybody else, and none that its writer made up', async () => {
    await lived(async (world, [ana, ben]) => {
      await write(world, { from: ana, to: ben, n: 1, answers: undefined }, false);
      const headers = {
        'Message-ID': '<2@post.example.net>',
        'In-Reply-To': '<1@mail.example.com>',
        References: `<1@mail.example.com> <guessed@${relayDomain}> <${'x'.repeat(32)}.t@${relayDomain}> <of-another@mail.example.com>`,
      };
      await world.forward(
        arriving(world, written({ from: addressOfBen, to: toAna, headers }), { recipients: [toAna], mailFrom: addressOfBen }),
      );
      const [mail] = await sendAll(world);
      expect(headerOf(mail!.raw, 'in-reply-to')).toBeUndefined();
      expect(ids(headerOf(mail!.raw, 'references'))).toHaveLength(1);
    });
  });

  test('has short headers however many messages are named', async () => {
    await lived(async (world, [ana, ben]) => {
      for (let n = 0; n < 40; n++) await write(world, { from: ana, to: ben, n, answers: n === 0 ? undefined : -1 }, true);
      const longest = ben.mails.map(({ references }) => references);
      expect(Math.max(...longest.map((each) => each.length))).toBeLessThanOrEqual(20);
      expect(Math.max(...longest.map((each) => each.join(' ').length))).toBeLessThanOrEqual(2048);
      expect([threadsOf(ana), threadsOf(ben)]).toEqual([1, 1]);
    });
  });
});
