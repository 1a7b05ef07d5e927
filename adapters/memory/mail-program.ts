import MailComposer from 'nodemailer/lib/mail-composer';
import type { Instant } from '../../domain/kernel/instant.ts';

/** What somebody writes in their mail program. */
export interface WrittenMail {
  readonly from: string;
  /** As it stands in the header: more than one, apart by commas. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly attachment?: WrittenAttachment | undefined;
  /** The mail that this one answers. */
  readonly answers?: AnsweredMail | undefined;
}

export interface WrittenAttachment {
  readonly fileName: string;
  readonly mediaType: string;
  readonly bytes: Uint8Array;
}

export interface AnsweredMail {
  /** Without angle brackets; `undefined` where it has none. */
  readonly messageId: string | undefined;
  /** Without angle brackets, the oldest first. */
  readonly references: readonly string[];
  readonly from: string;
  readonly at: Instant;
  readonly text: string;
}

/**
 * The mail as a mail program would send it: an answer names what it answers (RFC 5322, 3.6.4) and quotes it below. `id` makes its
 * Message-ID, at the domain of its writer.
 */
export const composedMail = async (mail: WrittenMail, { id, at }: { readonly id: string; readonly at: Instant }): Promise<Uint8Array> => {
  const { from, to, subject, text, attachment, answers } = mail;
  const composer = new MailComposer({
    from: { name: '', address: from },
    to,
    subject,
    text: answers === undefined ? text : `${text}\n\n${quoted(answers)}`,
    date: new Date(at),
    messageId: `<${id}@${from.replace(/^.*@/, '')}>`,
    ...threadOf(answers),
    attachments:
      attachment === undefined
        ? []
        : [{ filename: attachment.fileName, contentType: attachment.mediaType, content: Buffer.from(attachment.bytes) }],
    newline: 'windows',
    disableFileAccess: true,
    disableUrlAccess: true,
  });
  return new Uint8Array(await composer.compile().build());
};

const threadOf = (answers: AnsweredMail | undefined) => {
  if (answers?.messageId === undefined) return {};
  return { inReplyTo: bracketed(answers.messageId), references: [...answers.references, answers.messageId].map(bracketed) };
};

const quoted = ({ from, at, text }: AnsweredMail): string =>
  [`On ${new Date(at).toUTCString().replace(' GMT', '')}, ${from} wrote:`, ...text.slice(0, quotedCharactersMax).split(/\r?\n/)].join(
    '\n> ',
  );

const quotedCharactersMax = 20_000;

const bracketed = (id: string): string => `<${id}>`;
