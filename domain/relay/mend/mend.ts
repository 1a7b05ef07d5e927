import type { HtmlElement, HtmlNode, RelayMessage, RelayPart } from '../message.ts';
import { extensionOf } from '../parts/kinds.ts';
import { readContentLines, writeContentLines } from '../scrub/content-lines.ts';
import { rewritten, withTexts } from '../scrub/html-nodes.ts';
import { changes, textOf } from '../scrub/scrub-html.ts';
import { ellipsis, tellingSpans, withoutTelling, type Tells } from './telling-spans.ts';

/** The last look, piece by piece. */
export interface LastLook {
  readonly tells: Tells;
  readonly tellsBytes: (bytes: Uint8Array) => boolean;
}

export interface MendNeeds {
  readonly parseHtml: (html: string) => readonly HtmlNode[];
  readonly writeHtml: (nodes: readonly HtmlNode[]) => string;
  readonly fromUtf8: (bytes: Uint8Array) => string;
  readonly toUtf8: (text: string) => Uint8Array;
}

/**
 * A message in which the last look found something, without what it was: an address in base64 behind a link, written backwards, or in a
 * file that looked clean. Links lose their targets, words give way to an ellipsis, files that cannot be mended are left out with a note.
 * Whoever calls this looks again.
 */
export const makeMend =
  (needs: MendNeeds) =>
  (message: RelayMessage, look: LastLook): RelayMessage => {
    const parts = message.parts.flatMap((part, index) => mendPart(part, { index, look, needs }) ?? []);
    const left = message.parts.length - parts.length;
    const note = left === 0 ? undefined : left === 1 ? '[An attachment was left out.]' : `[${String(left)} attachments were left out.]`;
    const html = message.html === undefined ? undefined : mendHtml(message.html, look.tells, { ...needs, rounds: mendRounds });
    const text = withoutTelling(message.text, look.tells);
    return {
      ...message,
      subject: withoutTelling(message.subject, look.tells),
      text: note === undefined ? text : `${text}\n\n${note}`,
      html: html === undefined || note === undefined ? html : `${html}<p>${note}</p>`,
      parts,
    };
  };

/** What was taken out may have been the beginning of something that tells more. */
const mendRounds = 2;

interface HtmlNeeds extends MendNeeds {
  readonly rounds: number;
}

const mendHtml = (html: string, tells: Tells, needs: HtmlNeeds): string => {
  const { parseHtml, writeHtml, rounds } = needs;
  if (!tells(html)) return html;
  const bare = rewritten(parseHtml(html), {
    element: ({ name, attributes }) =>
      documentElements.has(name) ? { kind: 'unwrap' } : { kind: 'keep', name, attributes: attributes.filter(isSilent(tells)) },
    text: (node) => node,
  });
  const { text, pieces } = textOf(bare);
  const together = tellingSpans(text, tells);
  // An encoding may go on in the next line, whatever element makes that one.
  const spans = together.length > 0 ? together : tellingSpans(text.replace(borders, '\n'), tells);
  if (spans.length === 0) return writeHtml(bare);
  const changed = changes(
    pieces,
    spans.map((span) => ({ ...span, alias: ellipsis })),
  );
  const mended = writeHtml(withTexts(bare, changed));
  return rounds > 1 ? mendHtml(mended, tells, { ...needs, rounds: rounds - 1 }) : mended;
};

/** As `textOf` writes them. */
const borders = /[\u2060\u00a0]/g;

/** What a parser puts around every piece of HTML. */
const documentElements: ReadonlySet<string> = new Set(['html', 'head', 'body']);

/** Shorter values hold no address in any encoding. */
const silentMax = 5;

const isSilent =
  (tells: Tells) =>
  ([, value]: HtmlElement['attributes'][number]): boolean =>
    value.length <= silentMax || !tells(value);

interface PartContext {
  readonly index: number;
  readonly look: LastLook;
  readonly needs: MendNeeds;
}

const mendPart = (part: RelayPart, { index, look, needs }: PartContext): RelayPart | undefined => {
  const fileName = look.tells(part.fileName) ? `attachment-${String(index + 1)}.${extensionOf(part.fileName)}` : part.fileName;
  if (part.charset === undefined) return look.tellsBytes(part.bytes) ? undefined : { ...part, fileName };
  const text = needs.fromUtf8(part.bytes);
  // What calls itself text and is none is looked at as what it is.
  if (!look.tells(text)) return look.tellsBytes(part.bytes) ? undefined : { ...part, fileName };
  const mended = part.mediaType === 'text/calendar' ? mendCalendar(text, look.tells) : withoutTelling(text, look.tells);
  return mended === undefined || look.tells(mended) ? undefined : { ...part, fileName, bytes: needs.toUtf8(mended) };
};

/** Line by line, so that what is left is a calendar. */
const mendCalendar = (text: string, tells: Tells): string | undefined => {
  const lines = readContentLines(text);
  return (
    lines &&
    writeContentLines(
      lines.map(({ name, parameters, value }) => ({
        name,
        parameters: parameters.filter(([, told]) => !tells(told)),
        value: withoutTelling(value, tells),
      })),
    )
  );
};
