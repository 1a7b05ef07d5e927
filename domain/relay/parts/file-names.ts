import { fileNameBytesMax } from '../limits.ts';
import { extensionOf, extensionsOf, type KeptKind } from './kinds.ts';

export interface NameNeeds {
  readonly kind: KeptKind;
  /** From 1, in the order of the mail. */
  readonly number: number;
  /** Whether a text holds an address that must not pass. */
  readonly isSpelled: (text: string) => boolean;
}

/**
 * The name under which a part is relayed (relay rules, 2.2.7): its own in NFC, or `attachment-1.ext` where that could carry an address,
 * hide what it is, or mean something to a file system. Its extension is always one of its kind.
 */
export const safeFileName = (name: string | undefined, { kind, number, isSpelled }: NameNeeds): string => {
  const neutral = `attachment-${String(number)}.${extensionsOf[kind][0]}`;
  // CR and LF are signs of folding gone wrong more often than of malice.
  const own = (name ?? '')
    .replace(/[\r\n]/g, '')
    .normalize('NFC')
    .trim();
  const isUnsafe =
    !extensionsOf[kind].includes(extensionOf(own)) ||
    own.startsWith('.') ||
    utf8Length(own) > fileNameBytesMax ||
    hidden.test(own) ||
    separators.test(own) ||
    // Once more decoded by whoever reads it (RFC 2047, RFC 3986), it would be another name.
    own.includes('=?') ||
    /%[0-9a-f]{2}/i.test(own) ||
    stretches(own).some(isSpelled);
  return isUnsafe ? neutral : own;
};

/** A name goes on around an address, `letter_to-ana@example.org.txt`, so each stretch between two of its signs is looked at. */
const stretches = (name: string): readonly string[] => {
  const borders = Array.from(name.matchAll(/[ ._()[\]+,;-]+/g), ({ index, 0: signs }) => ({ end: index, start: index + signs.length }));
  const starts = [0, ...borders.map(({ start }) => start)];
  const ends = [...borders.map(({ end }) => end), name.length];
  const at = name.search(/[@\uff20\ufe6b]|(?<![a-z])at(?![a-z])/i);
  if (at < 0) return [name];
  return starts.filter((start) => start <= at).flatMap((start) => ends.filter((end) => end > at).map((end) => name.slice(start, end)));
};

/** Control characters, half characters, line separators, and characters without a width but for what joins emoji and letters (U+200C, U+200D, U+FE0F). */
const hidden = /[\p{Cc}\p{Cs}\p{Zl}\p{Zp}]|(?![\u200c\u200d])\p{Cf}/u;
const separators = /[/\\:*?"<>|]/;

const utf8Length = (text: string): number => {
  let length = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    length += code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4;
  }
  return length;
};
