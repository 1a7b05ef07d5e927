import type { HtmlNode } from './message.ts';
import type { Footer } from './ports.ts';
import { textNode } from './scrub/html-nodes.ts';

/** The words by which a footer that comes back in a quote is known (`scrub/footers.ts`). */
export const footerWords = {
  sentThrough: 'Sent through',
  act: 'Mute, end or report this conversation',
  /** Closes every footer; before it stands a number. */
  last: 'days after the last message.',
} as const;

const byReply = 'Or reply with nothing but STOP (to mute), END or REPORT.';
const inTheChat = 'This was written in the chat while you were away. Answer by replying to this mail, or go on there:';

/** Ends a mail in plain text. The first line is that of signatures, which many mail programs do not quote (RFC 3676, 4.3). */
export const footerText = (footer: Footer): string =>
  [
    '-- ',
    sentThrough(footer),
    `${footerWords.act}:`,
    footer.page,
    byReply,
    // Within what is known again in a quote (`scrub/footers.ts`).
    ...(footer.chatPage === undefined ? [] : [inTheChat, footer.chatPage]),
    closing(footer),
  ].join('\n');

/** The same at the end of HTML. */
export const footerHtml = (footer: Footer): readonly HtmlNode[] => [
  element('p', [
    element('small', [
      textNode('-- '),
      element('br'),
      textNode(sentThrough(footer)),
      element('br'),
      element('a', [textNode(footerWords.act)], [['href', footer.page]]),
      textNode('.'),
      element('br'),
      textNode(`${byReply} `),
      ...(footer.chatPage === undefined
        ? []
        : [textNode(`${inTheChat} `), element('a', [textNode(footer.chatPage)], [['href', footer.chatPage]]), textNode(' ')]),
      textNode(closing(footer)),
    ]),
  ]),
];

const sentThrough = ({ community }: Footer): string => `${footerWords.sentThrough} ${community}.`;

const closing = ({ closesAfterDays }: Footer): string => `This address closes ${String(closesAfterDays)} ${footerWords.last}`;

const element = (name: string, children: readonly HtmlNode[] = [], attributes: readonly (readonly [string, string])[] = []): HtmlNode => ({
  kind: 'element',
  name,
  attributes,
  children,
});
