import { describe, expect, it } from 'vitest';
import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Mailer, RenderedMail } from '../../domain/kernel/mailer.ts';

export interface OpenedMailer {
  readonly mailer: Mailer;
  /** What arrived, in any order. */
  readonly delivered: () => Promise<readonly RenderedMail[]>;
  readonly close: () => Promise<void>;
}

export const aMail = (overrides: Partial<RenderedMail> = {}): RenderedMail => ({
  to: 'reader@example.com' as EmailAddress,
  from: '"A Circle" <circle@example.com>',
  subject: 'Meet Ana Luísa',
  html: '<p>Olá, <b>Ana</b> – 你好</p>\n',
  text: 'Olá, Ana – 你好\n',
  headers: { 'Auto-Submitted': 'auto-generated' },
  ...overrides,
});

/** What every mailer keeps to, told by what arrives. */
export const mailerContract = (name: string, open: () => Promise<OpenedMailer>): void => {
  describe(`Mailer: ${name}`, () => {
    const given = (clause: (opened: OpenedMailer) => Promise<void>) => async (): Promise<void> => {
      const opened = await open();
      await clause(opened).finally(opened.close);
    };
    const subjects = async ({ delivered }: OpenedMailer): Promise<readonly string[]> =>
      (await delivered()).map(({ subject }) => subject).sort();

    it(
      'delivers a mail as it was given',
      given(async (opened) => {
        expect(await opened.mailer.send(aMail(), 'key')).toEqual({ kind: 'accepted' });
        expect(await opened.delivered()).toEqual([aMail()]);
      }),
    );

    it(
      'delivers mails under different keys, however alike they are',
      given(async (opened) => {
        await opened.mailer.send(aMail(), 'one');
        await opened.mailer.send(aMail(), 'other');
        expect(await subjects(opened)).toHaveLength(2);
      }),
    );

    it(
      'accepts a key again, and where it honours keys delivers it once',
      given(async (opened) => {
        for (let time = 0; time < 2; time++) expect(await opened.mailer.send(aMail(), 'key')).toEqual({ kind: 'accepted' });
        expect(await subjects(opened)).toHaveLength(opened.mailer.honoursKeys ? 1 : 2);
      }),
    );

    it(
      'delivers the first of two mails under one key, where it honours keys, and may say that the other is another',
      given(async (opened) => {
        await opened.mailer.send(aMail({ subject: 'first' }), 'key');
        const answer = await opened.mailer.send(aMail({ subject: 'second' }), 'key');
        if (answer.kind !== 'accepted') expect(answer).toEqual({ kind: 'refused', code: 'mail.key_reused' });
        expect(await subjects(opened)).toEqual(opened.mailer.honoursKeys ? ['first'] : ['first', 'second']);
      }),
    );

    it(
      'takes one of twenty who send the same key at once, where it honours keys',
      given(async (opened) => {
        const answers = await Promise.all(Array.from({ length: 20 }, async () => opened.mailer.send(aMail(), 'key')));
        expect(answers).toEqual(answers.map(() => ({ kind: 'accepted' })));
        expect(await subjects(opened)).toHaveLength(opened.mailer.honoursKeys ? 1 : 20);
      }),
    );

    it(
      'tells keys apart that differ in a single character of any script',
      given(async (opened) => {
        const keys = ['a', 'A', 'a ', 'ä', 'a\u0308', 'a#b', 'a/b', '🎈', 'x'.repeat(199) + 'y', 'x'.repeat(199) + 'z'];
        for (const key of keys) await opened.mailer.send(aMail({ subject: `for ${key}` }), key);
        expect(await subjects(opened)).toHaveLength(keys.length);
      }),
    );
  });
};
