import type { ChatContent, ChatFile } from '../chat/chat.ts';
import { mailTextMax } from '../chat/limits.ts';
import type { ChatFiles } from '../chat/ports.ts';
import { hidden, nobody } from '../chat/text.ts';
import type { Correspondent } from '../message.ts';
import type { ShownMail } from '../ports.ts';
import { stripQuotes } from '../scrub/quotes.ts';
import { scrubSetOf } from '../scrub/spellings.ts';
import { ownWords } from './own-words.ts';

export interface ChatMailNeeds {
  /** Without them the chat shows the words of a mail alone. */
  readonly chatFiles?: Pick<ChatFiles, 'keep'> | undefined;
}

export interface PassedMail {
  readonly conversationId: string;
  /** Of its message. */
  readonly id: string;
  readonly shown: ShownMail;
  /** What its writer wrote: the subject, and the words with what they quote. */
  readonly wrote: { readonly subject: string; readonly text: string };
  readonly writer: Correspondent;
  readonly reader: Correspondent;
}

/**
 * Keeps a mail that is passed on as the chat shows it: what its reader gets, without what it quotes. Files are stored before the message
 * that names them, under names that are made from it, so that whoever does it again stores the same.
 */
export const makeKeepForChat =
  ({ chatFiles }: ChatMailNeeds) =>
  async ({ conversationId, id, shown, wrote, writer, reader }: PassedMail): Promise<ChatContent> => {
    const set = scrubSetOf({ sender: writer, partner: reader });
    const { text, isCut } = cut(ownWords(shown.text.slice(0, readMax), set), shown.text.length > readMax);
    const keep = async (name: string, file: { readonly name: string; readonly mediaType: string; readonly bytes: Uint8Array }) => {
      const key = `${keptFor(conversationId)}${id}/${name}`;
      await chatFiles?.keep(key, file.bytes, file.mediaType);
      return { key, mediaType: file.mediaType, bytes: file.bytes.length, name: file.name };
    };
    const files: ChatFile[] = [];
    if (chatFiles !== undefined) for (const [at, file] of shown.files.entries()) files.push(await keep(String(at), file));
    const html =
      chatFiles === undefined || shown.html === undefined
        ? undefined
        : await keep('mail.html', { name: 'mail.html', mediaType: 'text/html; charset=utf-8', bytes: shown.html });
    const mail = { subject: shown.subject, text: hidden(text, set) };
    // Nothing that its writer sees of it hangs on an address of the other one: what is taken for a quote, and how long it is, would.
    const ofWriter = scrubSetOf({ sender: writer, partner: nobody });
    const own = cut(stripQuotes(wrote.text.slice(0, readMax), ofWriter), wrote.text.length > readMax);
    const asWritten = { subject: wrote.subject, ...own };
    const isSame = mail.subject === asWritten.subject && mail.text === asWritten.text && isCut === asWritten.isCut;
    return {
      kind: 'mail',
      ...mail,
      isCut,
      ...(html === undefined ? {} : { html }),
      files,
      ...(isSame ? {} : { asWritten }),
    };
  };

/** Everything that is kept for a conversation has a key that begins so. */
export const keptFor = (conversationId: string): string => `kept/${conversationId}/`;

/** No character is cut in two. */
const cut = (text: string, goesOn: boolean): { readonly text: string; readonly isCut: boolean } =>
  text.length <= mailTextMax ? { text, isCut: goesOn } : { text: text.slice(0, mailTextMax).replace(/[\ud800-\udbff]$/, ''), isCut: true };

/** Quotes are looked for in so much of a mail, in characters. */
const readMax = 4 * mailTextMax;
