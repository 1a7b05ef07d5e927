/** What is wrong with a weight, as a code and what to do. */
export type WeightFault = readonly [code: string, message: string];

/** The heaviest that an edge can be in any graph; how heavy in this one, the solver knows. */
const exactMax = Math.floor(Number.MAX_SAFE_INTEGER / 4);

/** A weight as it is written: digits alone. */
export const weightIn = (text: string): number | WeightFault => {
  if (/^-\d+(\.\d*)?$/.test(text)) return ['edges.weight_not_positive', 'a weight is a whole number from 1'];
  if (!/^\d+$/.test(text)) return ['edges.weight_malformed', 'a weight is a whole number from 1, written in digits alone, like 7300'];
  const weight = Number(text);
  if (weight === 0) return ['edges.weight_not_positive', 'a weight is a whole number from 1'];
  return weight <= exactMax ? weight : tooGreat(exactMax);
};

/** A score in units of 1/10,000, taken from its digits, so that nothing is rounded. */
export const scoreIn = (text: string): number | WeightFault => {
  if (/^-\d+(\.\d*)?$/.test(text)) return ['edges.score_not_positive', 'a score is 0.0001 or more'];
  const [isScore, whole = '', decimals = ''] = /^(\d+)(?:\.(\d+))?$/.exec(text) ?? [];
  if (isScore === undefined) return ['edges.score_malformed', 'a score is a decimal number, written in digits and a point, like 0.7300'];
  if (/[^0]/.test(decimals.slice(4))) return ['edges.score_too_fine', 'a score is a multiple of 0.0001; round it to four decimals'];
  const score = Number(whole + decimals.slice(0, 4).padEnd(4, '0'));
  if (score === 0) return ['edges.score_not_positive', 'a score is 0.0001 or more'];
  return score <= exactMax ? score : tooGreat(exactMax);
};

/** `most` in the unit that the solver adds up. */
export const tooGreat = (most: number): WeightFault => [
  'edges.weight_too_great',
  `sums would not be exact; here a weight is at most ${String(most)}, or a score that many times 0.0001`,
];
