import type { Answer, Answers } from '../../domain/introductions/answers.ts';

/** Answers as the survey's form would send them, by question id: ids of options, a number on a scale, a zone's IANA name, free words. */
export const asTyped = (answers: Answers): Readonly<Record<string, readonly string[]>> =>
  Object.fromEntries([...answers].map(([question, answer]) => [question, textsOf(answer)]));

const textsOf = (answer: Answer): readonly string[] => {
  switch (answer.kind) {
    case 'chosen':
      return answer.ids;
    case 'placed':
      return [String(answer.on)];
    case 'zone':
      return [answer.id];
    case 'text':
      return [answer.text];
  }
};
