import { err, ok, type Result } from '../kernel/result.ts';
import { footerHtml, footerText } from './footer.ts';
import { textOfHtml } from './html-text.ts';
import type { Correspondent, HtmlNode, InboundMail, InboundPart, RelayMessage, RelayPart } from './message.ts';
import { type ContentIds, withContentIds } from './parts/content-ids.ts';
import type { Footer } from './ports.ts';
import type { RelayRefused } from './refusals.ts';
import { withoutFooters, withoutHtmlFooters } from './scrub/footers.ts';
import { rewriteHtmlQuotes } from './scrub/html-quotes.ts';
import { holdsOwnLink, type OwnLinks, ownLinksOf } from './scrub/own-links.ts';
import { rewriteQuotes } from './scrub/quotes.ts';
import { scrubHtml } from './scrub/scrub-html.ts';
import { scrubText } from './scrub/scrub-text.ts';
import { type ScrubSet, scrubSetOf } from './scrub/spellings.ts';
import { scrubSubject } from './scrub/subject.ts';
import type { Thread } from './threading.ts';

/** What the rebuild cannot do by itself: bytes and markup. */
export interface RebuildNeeds {
  readonly parseHtml: (html: string) => readonly HtmlNode[];
  readonly writeHtml: (nodes: readonly HtmlNode[]) => string;
  /** `isOwnLink`: whether a text holds a link by which somebody acts, as in a mail that was printed; no part with one is safe. */
  readonly safeParts: (parts: readonly InboundPart[], set: ScrubSet, isOwnLink: (text: string) => boolean) => Promise<SafeParts>;
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
  /** In ids that the partner knows. */
  readonly thread: Thread;
  /** What this mail is called from now on, without brackets, at the relay's domain. */
  readonly messageId: string;
  readonly hop: string;
  /** What its `Date` says, in epoch milliseconds. */
  readonly sentAt: number;
  /** Of the partner. Links of such footers are taken out of what the sender wrote or quotes. */
  readonly footer?: Footer | undefined;
}

/**
 * The mail that the partner gets: made anew of what the sender wrote, and of nothing else that stood in their mail (relay rules, 2). A
 * mail of which nothing is left is refused.
 */
export const makeRebuild =
  ({ parseHtml, writeHtml, safeParts }: RebuildNeeds) =>
  async (mail: InboundMail, context: RebuildContext): Promise<Result<RelayMessage, RelayRefused>> => {
    const { sender, partner, thread, messageId, hop, sentAt, footer } = context;
    const set = scrubSetOf({ sender, partner });
    const own = footer && ownLinksOf(footer, [sender.alias, partner.alias]);
    const { parts, notes, contentIds } = await safeParts(
      withoutOwnLinks(mail.parts, own),
      set,
      (given) => own !== undefined && holdsOwnLink(given, own),
    );
    const scrubbed = mail.html === undefined ? undefined : scrubHtml(rewriteHtmlQuotes(parseHtml(mail.html), set), set);
    const nodes = own === undefined || scrubbed === undefined ? scrubbed : withoutHtmlFooters(scrubbed, own);
    const words = scrubText(rewriteQuotes(mail.text ?? textOfHtml(nodes ?? []), set), set);
    const text = own === undefined ? words : withoutFooters(words, own);
    const html = nodes === undefined ? undefined : writeHtml(withContentIds(nodes, contentIds)).trim();
    if (isEmpty(text) && isEmpty(nodes === undefined ? '' : textOfHtml(nodes)) && parts.length === 0) return err(empty);
    const told = notesIn(notes, isEmpty(text) && parts.length > 0);
    const subject = scrubSubject(mail.subject, set);
    return ok({
      from: { name: nameOf(sender, set), address: sender.alias },
      to: partner.email,
      subject: own === undefined ? subject : withoutFooters(subject, own),
      text: [...(isEmpty(text) ? [] : [text]), ...told].join('\n\n'),
      html: html === undefined || html === '' ? undefined : `${html}${told.map((note) => `<p>${note}</p>`).join('')}`,
      parts,
      references: thread.references,
      inReplyTo: thread.inReplyTo,
      messageId,
      sentAt,
      hop,
      listUnsubscribe: footer?.listUnsubscribe,
      footer: footer && { text: footerText(footer), html: writeHtml(footerHtml(footer)) },
    });
  };

/** Files of text are quoted from as well. */
const withoutOwnLinks = (parts: readonly InboundPart[], own: OwnLinks | undefined): readonly InboundPart[] =>
  own === undefined
    ? parts
    : parts.map((part) =>
        part.text !== undefined && holdsOwnLink(part.text, own) ? { ...part, text: withoutFooters(part.text, own) } : part,
      );

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
