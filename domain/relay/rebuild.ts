import { err, ok, type Result } from '../kernel/result.ts';
import { textOfHtml } from './html-text.ts';
import type { Correspondent, HtmlNode, InboundMail, InboundPart, RelayMessage, RelayPart } from './message.ts';
import { type ContentIds, withContentIds } from './parts/content-ids.ts';
import type { RelayRefused } from './refusals.ts';
import { rewriteHtmlQuotes } from './scrub/html-quotes.ts';
import { rewriteQuotes } from './scrub/quotes.ts';
import { scrubHtml } from './scrub/scrub-html.ts';
import { scrubText } from './scrub/scrub-text.ts';
import { type ScrubSet, scrubSetOf } from './scrub/spellings.ts';
import { scrubSubject } from './scrub/subject.ts';
import { type KnownMessage, threadOf } from './threading.ts';

/** What the rebuild cannot do by itself: bytes and markup. */
export interface RebuildNeeds {
  readonly parseHtml: (html: string) => readonly HtmlNode[];
  readonly writeHtml: (nodes: readonly HtmlNode[]) => string;
  readonly safeParts: (parts: readonly InboundPart[], set: ScrubSet) => Promise<SafeParts>;
}

export interface SafeParts {
  readonly parts: readonly RelayPart[];
  /** Sentences for the reader on what was left out. */
  readonly notes: readonly string[];
  /** How parts are called that the HTML may show. */
  readonly contentIds: ContentIds;
}

export interface RebuildContext {
  readonly sender: Correspondent;
  readonly partner: Correspondent;
  /** Messages of this thread that either has seen. */
  readonly known: readonly KnownMessage[];
  /** What this mail is called from now on, without brackets, at the relay's domain. */
  readonly messageId: string;
  readonly hop: string;
  readonly sentAt: number;
  readonly listUnsubscribe?: string | undefined;
}

/**
 * The mail that the partner gets: made anew of what the sender wrote, and of nothing else that stood in their mail (relay rules, 2). A
 * mail of which nothing is left is refused.
 */
export const makeRebuild =
  ({ parseHtml, writeHtml, safeParts }: RebuildNeeds) =>
  async (mail: InboundMail, context: RebuildContext): Promise<Result<RelayMessage, RelayRefused>> => {
    const { sender, partner, known, messageId, hop, sentAt, listUnsubscribe } = context;
    const set = scrubSetOf({ sender, partner });
    const { parts, notes, contentIds } = await safeParts(mail.parts, set);
    const nodes = mail.html === undefined ? undefined : scrubHtml(rewriteHtmlQuotes(parseHtml(mail.html), set), set);
    const text = scrubText(rewriteQuotes(mail.text ?? textOfHtml(nodes ?? []), set), set);
    const html = nodes === undefined ? undefined : writeHtml(withContentIds(nodes, contentIds)).trim();
    if (isEmpty(text) && isEmpty(nodes === undefined ? '' : textOfHtml(nodes)) && parts.length === 0) return err(empty);
    const told = notesIn(notes, isEmpty(text) && parts.length > 0);
    return ok({
      from: { name: nameOf(sender, set), address: sender.alias },
      to: partner.email,
      subject: scrubSubject(mail.subject, set),
      text: [...(isEmpty(text) ? [] : [text]), ...told].join('\n\n'),
      html: html === undefined || html === '' ? undefined : `${html}${told.map((note) => `<p>${note}</p>`).join('')}`,
      parts,
      ...threadOf(mail.headers, known),
      messageId,
      sentAt,
      hop,
      listUnsubscribe,
    });
  };

/** Square brackets say that this is not the sender's voice. */
const notesIn = (notes: readonly string[], isBare: boolean): readonly string[] =>
  [...(isBare ? ['This message has attachments and no text.'] : []), ...notes].map((note) => `[${note}]`);

const nameOf = ({ name }: Correspondent, set: ScrubSet): string => scrubSubject(name, set);

/** Nothing that anybody could read. */
const isEmpty = (text: string): boolean => /^[\s\p{Cf}\p{Cc}\u00a0\u115f\u3164\uffa0]*$/u.test(text);

const empty: RelayRefused = {
  code: 'relay.empty',
  message: 'Nothing of your message could be passed on. Write it again as plain text, or attach a picture or a PDF.',
};
