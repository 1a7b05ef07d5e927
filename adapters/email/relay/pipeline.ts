import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import { readHeaderBlock } from '../../../domain/relay/header-block.ts';
import { textOfHtml } from '../../../domain/relay/html-text.ts';
import { makeMend } from '../../../domain/relay/mend/mend.ts';
import type { Correspondent, HtmlNode, InboundMail, RelayMessage } from '../../../domain/relay/message.ts';
import type { MailPipeline, Rebuilt } from '../../../domain/relay/ports.ts';
import { makeRebuild } from '../../../domain/relay/rebuild.ts';
import type { RelayRefused } from '../../../domain/relay/refusals.ts';
import { scrubCalendar } from '../../../domain/relay/scrub/calendar.ts';
import { cleanHtml } from '../../../domain/relay/scrub/html-clean.ts';
import { rewritten, textNode } from '../../../domain/relay/scrub/html-nodes.ts';
import { holdsSpelling, scrubText } from '../../../domain/relay/scrub/scrub-text.ts';
import { withBothDomainSpellings } from './domain-spellings.ts';
import { parseHtml, writeHtml } from './html-tree.ts';
import { leaksIn, makePieceLook } from './leak-scan/leak-scan.ts';
import { roomFor } from './leak-scan/worklist.ts';
import { readMail } from './mime-in.ts';
import { writeMail } from './mime-out.ts';
import { type CleanPdf, forOneMail, makePdfCleaner } from './pdf.ts';
import { safeParts } from './safe-parts.ts';
import { shownOf } from './shown-mail.ts';

/**
 * The relay's way from bytes to bytes. A mail whose header is refused is not read any further. What is rebuilt was looked at once more, by
 * the leak scan, and is mended or refused where that finds something. The same mail makes the same bytes.
 */
export const createMailPipeline = (): MailPipeline => {
  const rebuild = rebuildWith(makePdfCleaner());
  return {
    open: async (raw) => {
      const headers = readHeaderBlock(raw);
      const mail = headers.ok ? await readMail(raw) : err(headers.error);
      const rawDigest = digestOf([raw]);
      return { rawBytes: raw.length, rawDigest, bodyDigest: mail.ok ? bodyDigest(mail.value) : rawDigest, headers, mail };
    },
    wordsOf: ({ text = '', html }) => (text.trim() !== '' || html === undefined ? text : wordsOfHtml(cleanHtml(parseHtml(html)))),
    rebuild: async (mail, order) => {
      const [sender, partner] = [withBothDomainSpellings(order.sender), withBothDomainSpellings(order.partner)];
      const words = mail.text === undefined ? (html: string) => wordsOfHtml(parseHtml(html)) : undefined;
      const passed = { hidden: hiddenOf([sender, partner]), allowedTo: partner.email, words };
      const message = await rebuild(mail, { ...order, sender, partner });
      const made = message.ok ? await safeBytes(message.value, passed) : message;
      if (made.ok) return made;
      const blind = { ...partner, ...nobodyAtAll };
      const other = await rebuild(mail, { ...order, sender, partner: blind });
      const wouldPass = other.ok
        ? await safeBytes(other.value, { hidden: hiddenOf([sender, blind]), allowedTo: blind.email, words })
        : other;
      return other.ok && wouldPass.ok ? safeBytes({ ...other.value, ...nothingShown, to: partner.email }, passed) : wouldPass;
    },
  };
};

/**
 * Whether a mail is passed on does not hang on what its reader is called elsewhere: a refusal would tell its writer that they guessed an
 * address. One that would pass to anybody else arrives without its words.
 */
const nobodyAtAll = { email: 'nobody@nowhere.invalid', otherEmails: [], otherAliases: [] };
const nothingShown = { subject: '…', text: '[What was written here could not be passed on.]', html: undefined, parts: [] };

const wordsOfHtml = (nodes: readonly HtmlNode[]): string => textOfHtml(withQuotesMarked(nodes));

/** What HTML quotes, as text quotes it. */
const withQuotesMarked = (nodes: readonly HtmlNode[]): readonly HtmlNode[] =>
  rewritten(nodes, {
    element: ({ name, attributes, children }) =>
      name === 'blockquote' ? { kind: 'replace', nodes: [quoteOf(children)] } : { kind: 'keep', name, attributes },
    text: (node) => node,
  });

const quoteOf = (children: readonly HtmlNode[]): HtmlNode => {
  const lines = textOfHtml(children).split('\n');
  return { kind: 'element', name: 'pre', attributes: [], children: [textNode(lines.map((line) => `> ${line}`).join('\n'))] };
};

const bodyDigest = ({ text, html, parts }: InboundMail): string =>
  digestOf([text, html, ...parts.map(({ bytes }) => bytes)].flatMap((piece) => [`${String(piece?.length ?? 'none')}:`, piece ?? '']));

const digestOf = (pieces: readonly (string | Uint8Array)[]): string => {
  const hash = createHash('sha256');
  for (const piece of pieces) hash.update(piece);
  return hash.digest('base64url');
};

const rebuildWith = (cleanPdf: CleanPdf) =>
  makeRebuild({
    parseHtml,
    writeHtml,
    safeParts: async (parts, set, isOwnLink) =>
      safeParts(parts, {
        isSpelled: (text) => holdsSpelling(text, set) || isOwnLink(text),
        scrubText: (text) => scrubText(text, set),
        scrubCalendar: (text) => scrubCalendar(text, set),
        cleanPdf: forOneMail(cleanPdf),
      }),
  });

/**
 * Written and looked at; where the last look finds something, mended and looked at again, at last without its HTML. What still tells
 * something is not relayed, nor is what takes more looking than a mail may (`roomFor`).
 */
const safeBytes = async (message: RelayMessage, { hidden, allowedTo, words }: Passed): Promise<Result<Rebuilt, RelayRefused>> => {
  const written = await writeMail(message);
  const room = roomFor(written.length);
  const knownIds = new Set([...message.references, ...(message.inReplyTo === undefined ? [] : [message.inReplyTo])]);
  const isSafe = async (bytes: Uint8Array): Promise<boolean> =>
    (await leaksIn(bytes, { spellings: hidden, allowedTo, knownIds, room })).length === 0;
  if (await isSafe(written)) return ok({ raw: written, shown: () => shownOf(message, words) });
  // Whatever is looked at after that tells something.
  if (room.bytes < 0) return err(leak);
  const mended = mend(message, makePieceLook({ spellings: hidden, room }));
  for (const attempt of [mended, { ...mended, html: undefined }]) {
    if (room.bytes < 0) break;
    const bytes = await writeMail(attempt);
    if (isSpeaking(attempt) && (await isSafe(bytes))) return ok({ raw: bytes, shown: () => shownOf(attempt, words) });
  }
  return err(leak);
};

interface Passed {
  readonly hidden: readonly string[];
  readonly allowedTo: string;
  /** Of HTML, where there was no text beside it. */
  readonly words: ((html: string) => string) | undefined;
}

/** Something is left but ellipses. */
const isSpeaking = ({ text, parts }: RelayMessage): boolean => parts.length > 0 || /[^\s…]/.test(text);

const mend = makeMend({
  parseHtml,
  writeHtml,
  fromUtf8: (bytes) => new TextDecoder().decode(bytes),
  toUtf8: (text) => new TextEncoder().encode(text),
});

const hiddenOf = (both: readonly Correspondent[]): readonly string[] =>
  both.flatMap(({ email, isShared, otherEmails, otherAliases = [] }) => [...(isShared ? [] : [email]), ...otherEmails, ...otherAliases]);

const leak: RelayRefused = {
  code: 'relay.leak',
  message: 'Your message may give an address away in a way that could not be mended. Write it again as plain text, without addresses.',
};
