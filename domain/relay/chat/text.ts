import { ok, type Result } from '../../kernel/result.ts';
import { type Tells, withoutTelling } from '../mend/telling-spans.ts';
import type { Correspondent } from '../message.ts';
import type { Footer } from '../ports.ts';
import { withoutFooters } from '../scrub/footers.ts';
import { ownLinksOf } from '../scrub/own-links.ts';
import { holdsSpelling, scrubText } from '../scrub/scrub-text.ts';
import { type ScrubSet, scrubSetOf } from '../scrub/spellings.ts';
import type { ChatContent } from './chat.ts';
import { readingsOf } from './disguised.ts';
import { textBytesMax } from './limits.ts';
import { empty, tooLong } from './refused.ts';
import type { ChatRefused } from './use-cases.ts';

/** What somebody wrote, as it may be stored once addresses are taken out: lines are lines, and no control characters or halves of letters. */
export const textOf = (written: string): Result<string, ChatRefused> => {
  const text = written
    .replace(/\r\n?|[\u0085\u2028\u2029]/g, '\n')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/(?![\n\t])\p{Cc}/gu, '');
  if (bytesIn(text) > textBytesMax) return tooLong;
  return visible.test(text) ? ok(text) : empty;
};

/** Anything but spaces, and letters that nobody sees: joiners, fillers, tags, the blank of Braille. */
const visible = /(?![\s\p{Z}\p{Cc}\p{Cf}\p{Default_Ignorable_Code_Point}\u2800])./su;

/** In UTF-8. */
const bytesIn = (text: string): number => {
  let bytes = 0;
  for (const letter of text) {
    const code = letter.codePointAt(0) ?? 0;
    bytes += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return bytes;
};

export interface Between {
  readonly sender: Correspondent;
  readonly partner: Correspondent;
  /** Of mails between the two: links of such footers are taken out, as in mails. */
  readonly footer: Footer;
}

/** What somebody wrote in the chat, as it is stored. */
export const contentOf = (text: string, { sender, partner, footer }: Between): TextContent => {
  const set = scrubSetOf({ sender, partner });
  const bare = withoutFooters(scrubText(text, set), ownLinksOf(footer, [sender.alias, partner.alias]));
  const mended = withoutTelling(bare, tellsOf(set));
  const shown = tellsOf(set)(mended) || !visible.test(mended) ? hiddenWhole : mended;
  if (shown === text) return { kind: 'text', text };
  const hidesOwn = tellsOf(scrubSetOf({ sender, partner: nobody }))(text);
  return { kind: 'text', text: shown, asWritten: text, ...(hidesOwn ? { hidesOwn } : {}) };
};

/** Whether a text tells an address of the set, as it stands there or in a disguise that can only be taken out whole. */
const tellsOf =
  (set: ScrubSet): Tells =>
  (text) =>
    [text, ...readingsOf(text)].some((reading) => holdsSpelling(reading, set));

type TextContent = Extract<ChatContent, { readonly kind: 'text' }>;

/** Somebody of whom nothing is to be hidden. */
export const nobody: Correspondent = { email: 'nobody@nowhere.invalid', otherEmails: [], name: '', alias: 'nobody@nowhere.invalid' };

/** With each address that is to stay private replaced with its owner's alias; a text that tells one all the same is not passed on. */
export const hidden = (text: string, set: ScrubSet): string => {
  const scrubbed = scrubText(text, set);
  return holdsSpelling(scrubbed, set) ? hiddenWhole : scrubbed;
};

const hiddenWhole = '[…]';
