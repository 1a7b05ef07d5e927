import type { AliasSide } from '../../kernel/alias-name.ts';
import { type Chat, type ChatContent, type ChatMessage, hasReadUpTo, otherSide } from './chat.ts';
import type { ContentView, MarksView, MessageView } from './frames.ts';

/** A message as one of the two sees it. */
export const messageView = ({ seq, id, from, at, content }: ChatMessage, side: AliasSide): MessageView => ({
  seq,
  id,
  mine: from === side,
  at,
  content: from === side ? ownView(content) : contentView(content),
});

/**
 * Who wrote it sees their own words, and of a mail nothing else: what became of the rest on its way to the other one tells what is known
 * of them, and they have it in their own mailbox.
 */
const ownView = (content: ChatContent): ContentView => {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.asWritten ?? content.text, ...(content.hidesOwn ? { hidesYours: true } : {}) };
    case 'voice':
      return contentView(content);
    case 'mail': {
      const { subject, text, isCut, asWritten } = content;
      return { kind: 'mail', subject, text, isCut, hasHtml: false, files: [], ...asWritten };
    }
  }
};

/** Keys of files are nobody's business. */
const contentView = (content: ChatContent): ContentView => {
  switch (content.kind) {
    case 'text':
      return { kind: 'text', text: content.text };
    case 'voice': {
      const { mediaType, bytes } = content.file;
      return { kind: 'voice', mediaType, bytes, durationMs: content.durationMs };
    }
    case 'mail': {
      const { subject, text, isCut, html, files } = content;
      const shown = files.map(({ name, mediaType, bytes }) => ({ name, mediaType, bytes }));
      return { kind: 'mail', subject, text, isCut, hasHtml: html !== undefined, files: shown };
    }
  }
};

/** How far both are, for one of them. */
export const marksView = (chat: Chat | undefined, side: AliasSide): MarksView => {
  if (chat === undefined) return { mine: { read: 0 }, partner: { delivered: 0, read: 0, mailed: 0 } };
  const partner = chat[otherSide(side)];
  return {
    mine: { read: hasReadUpTo(chat[side]) },
    partner: { delivered: partner.deliveredUpTo, read: partner.readUpTo, mailed: partner.mailedUpTo },
  };
};

/** How much a message says, for answers that may not be too long. */
export const charactersIn = ({ content }: MessageView): number => {
  switch (content.kind) {
    case 'text':
      return content.text.length;
    case 'voice':
      return 0;
    case 'mail':
      return content.subject.length + content.text.length;
  }
};
