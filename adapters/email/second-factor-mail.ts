import type { MembershipMail, SecondFactorNews } from '../../domain/membership/ports.ts';
import type { Letter } from './letter.ts';
import type { MailContext } from './mail-context.ts';

/** Tells an operator what became of their second factor. It has no link: a mail like it with one would be what somebody forges. */
export const secondFactor = (
  { what, codesLeft }: Extract<MembershipMail, { readonly template: 'second-factor' }>,
  { community }: MailContext,
): Letter => {
  const { subject, words } = news[what];
  return {
    subject: `${subject} – ${community.name}`,
    preview: words,
    title: [subject],
    blocks: [
      { kind: 'paragraph', words: ['Hello,'] },
      { kind: 'paragraph', words: [words] },
      ...(what === 'recovery_code_used' ? [{ kind: 'paragraph', words: [leftInWords(codesLeft)] } as const] : []),
      {
        kind: 'aside',
        words: ['This was not you? Then somebody else may be in your mailbox. Tell another operator at once, and change its password.'],
      },
    ],
    links: [],
    because: `You get this mail because you run ${community.name}. It cannot be ended.`,
  };
};

const news: Readonly<Record<SecondFactorNews, { readonly subject: string; readonly words: string }>> = {
  set_up: {
    subject: 'Your second factor is set up',
    words: 'From now on the pages for operators ask for a code of your authenticator app.',
  },
  set_up_again: {
    subject: 'Your second factor was set up again',
    words: 'Another authenticator app took the place of the one before. Codes of the old one, and its recovery codes, no longer work.',
  },
  recovery_code_used: {
    subject: 'A recovery code was used',
    words: 'Somebody signed in to the pages for operators as you, with one of your recovery codes in place of a code of your app.',
  },
  removed: { subject: 'Your second factor is removed', words: 'The pages for operators no longer ask for a code when you sign in.' },
  reset: {
    subject: 'Your second factor was reset',
    words: 'Another operator took it away, and you are signed out everywhere. Sign in to set up a new one.',
  },
};

const leftInWords = (codes: number): string =>
  codes === 0
    ? 'None is left. Set up your second factor again to get new ones.'
    : `${codes === 1 ? 'One is' : `${String(codes)} are`} left.`;
