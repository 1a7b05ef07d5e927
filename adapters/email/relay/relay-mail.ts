import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { admit } from '../../../domain/relay/gate.ts';
import { readHeaderBlock } from '../../../domain/relay/header-block.ts';
import { domainOf } from '../../../domain/relay/mailbox.ts';
import { makeMend } from '../../../domain/relay/mend/mend.ts';
import type { Correspondent, RelayMessage } from '../../../domain/relay/message.ts';
import { makeRebuild } from '../../../domain/relay/rebuild.ts';
import type { RelayRefused } from '../../../domain/relay/refusals.ts';
import { scrubCalendar } from '../../../domain/relay/scrub/calendar.ts';
import { holdsSpelling, scrubText } from '../../../domain/relay/scrub/scrub-text.ts';
import type { KnownMessage } from '../../../domain/relay/threading.ts';
import type { Verdicts } from '../../../domain/relay/verdicts.ts';
import { withBothDomainSpellings } from './domain-spellings.ts';
import { parseHtml, writeHtml } from './html-tree.ts';
import { leaksIn, makePieceLook } from './leak-scan/leak-scan.ts';
import { readMail } from './mime-in.ts';
import { writeMail } from './mime-out.ts';
import { makePdfCleaner } from './pdf.ts';
import { safeParts } from './safe-parts.ts';

/** What is known of a mail beside its bytes. */
export interface Envelope {
  readonly sender: Correspondent;
  /** Whose alias is the envelope recipient. */
  readonly partner: Correspondent;
  readonly verdicts: Verdicts;
  /** The envelope sender, without brackets; empty for `<>`. */
  readonly mailFrom: string;
  readonly known: readonly KnownMessage[];
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly isOurHop: (token: string) => boolean;
  readonly listUnsubscribe?: string | undefined;
}

/**
 * From the bytes of a mail to the bytes that its partner gets, or why it is not relayed: the gate, the rebuild, and the leak scan, which
 * refuses whatever the rebuild may have missed. The same mail makes the same bytes.
 */
export const relayMail = async (raw: Uint8Array, given: Envelope): Promise<Result<Uint8Array, RelayRefused>> => {
  const envelope = { ...given, sender: withBothDomainSpellings(given.sender), partner: withBothDomainSpellings(given.partner) };
  const headers = readHeaderBlock(raw);
  if (!headers.ok) return headers;
  const mail = await readMail(raw);
  const admission = admit({ rawBytes: raw.length, headers: headers.value, ...envelope, alsoRefused: mail.ok ? [] : [mail.error] });
  if (admission.kind === 'retry') return err({ code: admission.code, message: admission.message });
  if (admission.kind === 'refused') return err(admission.refused);
  if (!mail.ok) return mail;
  const digest = createHash('sha256').update(envelope.partner.alias).update('\0').update(raw).digest('hex');
  const message = await rebuild(mail.value, {
    ...envelope,
    messageId: `${digest.slice(0, idCharacters)}@${domainOf(envelope.partner.alias) ?? 'localhost'}`,
    hop: digest.slice(-idCharacters),
  });
  if (!message.ok) return message;
  return safeBytes(message.value, { hidden: hiddenOf(envelope), allowedTo: envelope.partner.email });
};

/**
 * Written and looked at; where the last look finds something, mended and looked at again, at last without its HTML. What still tells
 * something is not relayed.
 */
const safeBytes = async (
  message: RelayMessage,
  { hidden, allowedTo }: { readonly hidden: readonly string[]; readonly allowedTo: string },
): Promise<Result<Uint8Array, RelayRefused>> => {
  const written = await writeMail(message);
  const isSafe = async (bytes: Uint8Array): Promise<boolean> => (await leaksIn(bytes, { spellings: hidden, allowedTo })).length === 0;
  if (await isSafe(written)) return ok(written);
  const mended = mend(message, makePieceLook({ spellings: hidden, roomBytes: mendBytesMin + written.length * mendPerByteMax }));
  for (const attempt of [mended, { ...mended, html: undefined }]) {
    const bytes = await writeMail(attempt);
    if (isSpeaking(attempt) && (await isSafe(bytes))) return ok(bytes);
  }
  return err(leak);
};

/** Something is left but ellipses. */
const isSpeaking = ({ text, parts }: RelayMessage): boolean => parts.length > 0 || /[^\s…]/.test(text);

/** Bytes that are looked at, over all layers, to find what tells something. */
const mendBytesMin = 4 * 1024 * 1024;
const mendPerByteMax = 12;

const idCharacters = 32;

const cleanPdf = makePdfCleaner();

const mend = makeMend({
  parseHtml,
  writeHtml,
  fromUtf8: (bytes) => new TextDecoder().decode(bytes),
  toUtf8: (text) => new TextEncoder().encode(text),
});

const rebuild = makeRebuild({
  parseHtml,
  writeHtml,
  safeParts: async (parts, set) =>
    safeParts(parts, {
      isSpelled: (text) => holdsSpelling(text, set),
      scrubText: (text) => scrubText(text, set),
      scrubCalendar: (text) => scrubCalendar(text, set),
      cleanPdf,
    }),
});

const hiddenOf = ({ sender, partner }: Envelope): readonly string[] =>
  [sender, partner].flatMap(({ email, otherEmails, otherAliases = [] }) => [email, ...otherEmails, ...otherAliases]);

const leak: RelayRefused = {
  code: 'relay.leak',
  message: 'Your message may give an address away in a way that could not be mended. Write it again as plain text, without addresses.',
};
