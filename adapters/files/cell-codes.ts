import type { Answer, AnswerRefused, ReadAnswer } from '../../domain/introductions/answers.ts';
import { err } from '../../domain/kernel/result.ts';
import { isChoice, type Question } from '../../domain/introductions/survey.ts';

/** What a cell says. Two cells under one question have the same code where they say the same, in whatever words. */
export interface CellRead {
  /** 0 where nothing is answered; up to `valuesMax` the place in `values`, plus 1; above for what is refused, or only compared. */
  readonly code: number;
  readonly answer?: Answer | undefined;
  readonly refused?: AnswerRefused | undefined;
}

/** Reads the cells under one question. */
export interface CellCodes {
  readonly read: (cell: string) => CellRead;
  /** Every answer that was read, once. */
  readonly values: readonly Answer[];
}

/** Above this, a code is the hash of a text. */
export const valuesMax = 2 ** 31;

/**
 * A cell of choices, of which many are alike, is taken apart the first time only. Free words are kept where `texts` are wanted; else
 * they and refused cells are told apart by a hash of 31 bits, so that a million of them take no room: two that differ pass for the same
 * once in two thousand million times.
 */
export const cellCodes = (
  question: Question,
  { readAnswer, texts }: { readonly readAnswer: ReadAnswer; readonly texts: boolean },
): CellCodes => {
  const values: Answer[] = [];
  const codes = new Map<string, number>();
  const known = new Map<string, CellRead>();
  const codeOf = (answer: Answer): number => {
    if (answer.kind === 'text' && !texts) return hashed(answer.text);
    const key = JSON.stringify(answer);
    const code = codes.get(key) ?? values.push(answer);
    codes.set(key, code);
    return code;
  };
  const readAnew = (cell: string): CellRead => {
    const answer = cell.length > cellCharsMax ? err(cellTooLong) : readAnswer(isChoice(question.kind) ? cell.split(';') : [cell]);
    if (!answer.ok) return { code: hashed(cell), refused: answer.error };
    return answer.value === undefined ? { code: 0 } : { code: codeOf(answer.value), answer: answer.value };
  };
  return {
    values,
    read: (cell) => {
      const before = known.get(cell);
      if (before !== undefined) return before;
      const read = readAnew(cell);
      if (question.kind === 'text' || cell.length > knownCharsMax) return read;
      if (known.size === knownMax) known.clear();
      known.set(cell, read);
      return read;
    },
  };
};

/** More than any answer needs, few enough to be taken apart at `;`. */
const cellCharsMax = 50_000;
const cellTooLong: AnswerRefused = { code: 'answer.too_long', help: `a cell has at most ${String(cellCharsMax)} characters` };

/** So many cells of up to so many characters are known at once: a few megabytes for each question. */
const knownMax = 50_000;
const knownCharsMax = 200;

/** FNV-1a over UTF-16, 31 bits of it, above every place in `values`. */
const hashed = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) hash = Math.imul(hash ^ text.charCodeAt(at), 0x01000193);
  return valuesMax + (hash >>> 1);
};
