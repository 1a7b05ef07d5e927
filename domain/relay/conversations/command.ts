import { stripQuotes } from '../scrub/quotes.ts';
import type { ScrubSet } from '../scrub/spellings.ts';

/** What a member orders in place of a message: the whole text, apart from what it quotes and what signs it, is one of these words. */
export type Command = 'mute' | 'end' | 'report';

/** `STOP`, `END` or `REPORT`, in any case, with a full stop or spaces around; `undefined` for a message. */
export const commandIn = (text: string, set: ScrubSet): Command | undefined => {
  const words = unsigned(stripQuotes(text.slice(0, charactersMax), set));
  return commands.get(words.replace(/[.!]{1,3}$/, '').toUpperCase());
};

const commands: ReadonlyMap<string, Command> = new Map([
  ['STOP', 'mute'],
  ['END', 'end'],
  ['REPORT', 'report'],
]);

/** The first lines up to a signature: behind `-- ` (RFC 3676, 4.3), or what mail programs on telephones put below each mail. */
const unsigned = (text: string): string => {
  const lines = text.split('\n').map((line) => line.trim());
  const end = lines.findIndex(
    (line) => line === '--' || /^(?:sent from|sent via|get outlook|envoyé de|gesendet von|von meinem)\b/i.test(line),
  );
  return (end === -1 ? lines : lines.slice(0, end)).join('\n').trim();
};

/** A word and what is quoted below it; a longer mail says more than a word. */
const charactersMax = 100_000;
