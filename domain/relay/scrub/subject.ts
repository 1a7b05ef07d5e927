import { scrubText } from './scrub-text.ts';
import type { ScrubSet } from './spellings.ts';

/** More than any client shows. Characters. */
export const subjectCharsMax = 255;

/**
 * A subject as it goes out: one line, no address of the two, no control or bidirectional character, and however often both answered
 * and in whatever language, one `Re:` – mail programs keep a thread by it (relay rules, 3). Doing it again changes nothing.
 */
export const scrubSubject = (subject: string, set: ScrubSet): string => {
  const line = scrubText(oneLine(subject.slice(0, subjectReadMax)), set);
  const characters = Array.from(withOneReply(oneLine(line)));
  return characters.slice(0, subjectCharsMax).join('').trim();
};

/** Of what is longer, no mail program would show the rest. */
const subjectReadMax = 4_000;

const oneLine = (text: string): string =>
  text
    .normalize('NFC')
    .replace(/\p{Surrogate}/gu, '\ufffd')
    .replace(/[\p{Zl}\p{Zp}\t\n\v\f\r]/gu, ' ')
    .replace(/[\p{Cc}\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069]/gu, '')
    .replace(/ {2,}/g, ' ')
    .trim();

const withOneReply = (line: string): string => {
  let rest = line;
  for (let found = reply.exec(rest); found !== null; found = reply.exec(rest)) rest = rest.slice(found[0].length);
  if (rest.length === line.length) return line;
  return rest === '' ? 'Re:' : `Re: ${rest}`;
};

// What mail programs write before a subject that is answered, with the counter of old ones: `Re[2]:`, `AW(3):`.
const reply =
  /^(?:re|aw|antw|antwort|sv|vs|vá|odp|ynt|rif|rép|απ|ответ|відп|رد|回复|回覆|答复|答覆|返信|回信|답장)(?:\[\d{1,3}\]|\(\d{1,3}\)|\^\d{1,3})? ?[:：] ?/iu;
