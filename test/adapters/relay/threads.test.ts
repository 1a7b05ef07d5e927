import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { chat, expectNothingForeign, ids, lived, threadsOf, write } from '../../support/mailboxes.ts';
import { addressOfBen, arriving, chatOf, headerOf, relayDomain, sendAll, toAna, written } from '../../support/relay-world.ts';

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

describe('a conversation by mail and in the chat', () => {
  test.each([
    ['keeps our ids', false],
    ['puts ids of its own in place of ours', true],
  ])('that begins in the chat is one thread for both, where the mail service %s', async (_what, wireIds) => {
    await lived(async (world, [ana, ben]) => {
      await chat(world, { from: ana, to: ben, n: 0 }, wireIds);
      await write(world, { from: ben, to: ana, n: 1, answers: -1 }, wireIds);
      await chat(world, { from: ana, to: ben, n: 2 }, wireIds);
      await chat(world, { from: ben, to: ana, n: 3 }, wireIds);
      await write(world, { from: ana, to: ben, n: 4, answers: -1 }, wireIds);
      await chat(world, { from: ana, to: ben, n: 5 }, wireIds);
      expect([threadsOf(ana), threadsOf(ben), ana.mails.length, ben.mails.length]).toEqual([1, 1, 3, 5]);
      expectNothingForeign([ana, ben]);
      expect((await chatOf(world)).map(({ seq, from, content }) => [seq, from, content.kind === 'voice' ? '' : content.text])).toEqual(
        ['a', 'b', 'a', 'b', 'a', 'a'].map((from, n) => [n + 1, from, `Message ${String(n)}`]),
      );
    });
  });

  test.prop(
    [
      fc.array(fc.record({ byAna: fc.boolean(), isMail: fc.boolean(), answers: fc.nat(30) }), { minLength: 1, maxLength: 25 }),
      fc.boolean(),
    ],
    { numRuns: 25 },
  )(
    'is one thread in each mailbox and in the chat, whichever way each message goes',
    async (steps, wireIds) => {
      await lived(async (world, boxes) => {
        const [ana, ben] = boxes;
        for (const [n, { byAna, isMail, answers }] of steps.entries()) {
          const [from, to] = byAna ? [ana, ben] : [ben, ana];
          // Who has no mail yet to answer goes on in the chat.
          if (isMail && (n === 0 || from.mails.length > 0))
            await write(world, { from, to, n, answers: n === 0 ? undefined : answers }, wireIds);
          else await chat(world, { from, to, n }, wireIds);
        }
        expect([threadsOf(ana), threadsOf(ben)].every((threads) => threads <= 1)).toBe(true);
        expect((await chatOf(world)).map(({ content }) => (content.kind === 'voice' ? '' : content.text))).toEqual(
          steps.map((_, n) => `Message ${String(n)}`),
        );
        expectNothingForeign(boxes);
      });
    },
    60_000,
  );
});
