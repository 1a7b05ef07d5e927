import type { ScrubSet } from './spellings.ts';
import { spellingsIn, type Found } from './spellings-in.ts';

/**
 * The text with each spelling of a hidden address replaced with its owner's alias; a text without one comes back as it was. For text
 * that was decoded: of a body, a CSV file, an attribute.
 */
export const scrubText = (text: string, set: ScrubSet): string => {
  let scrubbed = text;
  for (let pass = 0; pass < passesMax; pass += 1) {
    const found = spellingsIn(scrubbed, set);
    if (found.length === 0) return scrubbed;
    scrubbed = replaced(scrubbed, found);
  }
  return scrubbed;
};

/** The text tells an address of the set, in whatever spelling. */
export const holdsSpelling = (text: string, set: ScrubSet): boolean => spellingsIn(text, set).length > 0;

/** What is left around an alias may read as an address again; each pass takes at least one `@` of it away. */
export const passesMax = 4;

/** The text with what was found replaced. */
export const replaced = (text: string, found: readonly Found[]): string => {
  const pieces: string[] = [];
  let from = 0;
  for (const { start, end, alias } of found) {
    pieces.push(text.slice(from, start), alias);
    from = end;
  }
  pieces.push(text.slice(from));
  return pieces.join('');
};
