import { parseWeek } from '../../domain/kernel/iso-week.ts';
import { inUnits, type LeftOutView, type PairView, type RoundView } from './round-view.ts';

/** What a report says of a round in figures. The host's pair stands outside the matching, so it is in none of the sums and means. */
export interface RoundFigures {
  readonly introduced: number;
  /** Of the pairs of the matching, in their order. */
  readonly scores: Int32Array;
  readonly hostPair: PairView | undefined;
  /** There is a standing host, with nobody left over whom the host may meet. */
  readonly hostIdle: boolean;
  /** The lowest score, and the place of the first pair that has it. */
  readonly lowest: { readonly place: number; readonly score: number } | undefined;
  /** One of a hundred pairs scores no more than this; undefined below a hundred pairs. */
  readonly worstHundredth: number | undefined;
  readonly best: Outcome;
  readonly greedy: Outcome;
}

/** What a way of pairing comes to; `mean` and `total` in units of 1/10,000. */
export interface Outcome {
  readonly pairs: number;
  readonly leftOut: number;
  readonly waiting: number;
  readonly total: number;
  /** Undefined without pairs. */
  readonly mean: number | undefined;
}

export const figuresOf = ({ round, pairs, leftOut, memberCount }: RoundView): RoundFigures => {
  const all = new Int32Array(pairs.length);
  let matched = 0;
  let place = 0;
  let hostPair: PairView | undefined;
  let lowest: RoundFigures['lowest'];
  for (const pair of pairs) {
    if (pair.host === undefined) {
      if (lowest === undefined || pair.score < lowest.score) lowest = { place, score: pair.score };
      all[matched++] = pair.score;
    } else hostPair = pair;
    place += 1;
  }
  const scores = all.subarray(0, matched);
  const introduced = 2 * pairs.length;
  // Everybody but the host, who is no candidate of the matching.
  const candidates = 2 * matched + leftOut.length + (hostPair === undefined ? 0 : 1);
  const outcome = ({ pairs, waiting, total }: Omit<Outcome, 'leftOut' | 'mean'>): Outcome => ({
    pairs,
    leftOut: candidates - 2 * pairs,
    waiting,
    total,
    mean: pairs === 0 ? undefined : total / pairs,
  });
  return {
    introduced,
    scores,
    hostPair,
    hostIdle: memberCount > introduced + leftOut.length,
    lowest,
    worstHundredth: matched < 100 ? undefined : scores.toSorted()[Math.floor(matched / 100) - 1],
    best: outcome(round.certificate),
    greedy: outcome(round.greedy),
  };
};

export const leadInWords = ({ pairs, leftOut, memberCount }: RoundView): string => {
  if (memberCount === 0) return 'Nobody takes part in this round.';
  if (memberCount === 1) return 'Only one member takes part, so there is nobody to meet.';
  if (pairs.length === 0) return `No two of the ${grouped(memberCount)} members may meet in this round.`;
  if (memberCount === 2 * pairs.length)
    return `${memberCount === 2 ? 'Both' : `All ${grouped(memberCount)}`} members are introduced, in ${counted(pairs.length, 'pair')}. Nobody is left out.`;
  const introduced = `${grouped(2 * pairs.length)} of ${counted(memberCount, 'member')} are introduced, in ${counted(pairs.length, 'pair')}`;
  return leftOut.length === 0
    ? `${introduced}. Nobody is left out.`
    : `${introduced}. ${grouped(leftOut.length)} ${isOrAre(leftOut.length)} left out.`;
};

/** What the certificate of a round with pairs proves. */
export const proofInWords = (view: RoundView): string => {
  const { total, upperBound, gap, scope } = view.round.certificate;
  const among = scope === 'all' ? '' : 'Among these pairs, ';
  if (gap === 0)
    return `${capitalised(`${among}no round introduces more members`)}. Of those that introduce as many, none does more for members who waited; and of those, none has a total above ${inUnits(upperBound)}, which this round reaches. The proof is checked pair by pair, apart from the search that found the round.`;
  return `It is proven that no round ${scope === 'all' ? '' : 'of these pairs '}with as many pairs and as much waiting has a total above ${inUnits(upperBound)}. This round comes within ${inUnits(gap)} (${percent(gap, total)}) of it.`;
};

const capitalised = (sentence: string): string => sentence.charAt(0).toUpperCase() + sentence.slice(1);

/** Among which pairs the round is the best. */
export const scopeInWords = ({ round: { certificate } }: RoundView): string =>
  certificate.scope === 'all'
    ? 'all pairs'
    : `candidates: each member’s ${String(certificate.perMember)} best, recall ${percent(certificate.recall, 1)}`;

/** How the round compares with a greedy pairing, in sentences that hold whichever of the two has more of what. */
export const comparisonInWords = ({ best, greedy }: RoundFigures): readonly string[] => {
  const more = 2 * (best.pairs - greedy.pairs);
  const waiting = best.waiting - greedy.waiting;
  const total = best.total - greedy.total;
  if (more === 0 && waiting === 0 && total === 0)
    return ['Greedy pairing would have done just as well this time: as many pairs, as much waiting, the same total.'];
  const sentences: string[] = [];
  if (more > 0) sentences.push(`This round introduces ${counted(more, 'member')} more.`);
  if (more === 0 && waiting > 0) sentences.push('Both introduce as many members; this round takes more of those who waited.');
  const share = percent(Math.abs(total), greedy.total);
  if (total > 0) sentences.push(`This round’s total is ${inUnits(total)} higher (${share}).`);
  if (total === 0) sentences.push('Both come to the same total.');
  if (total < 0)
    sentences.push(
      `This round’s total is ${inUnits(-total)} lower (${share}): the price of ${more > 0 ? 'introducing more members' : 'taking those who waited'}.`,
    );
  return sentences;
};

/** How long two who met stay apart, in each circle of members who can reach each other. */
export const gapsInWords = ({ round: { gaps } }: RoundView): readonly string[] => {
  const sizesByWeeks = new Map<number, number[]>();
  for (const { componentSize, weeks } of gaps) {
    if (componentSize > 1) sizesByWeeks.set(weeks, [...(sizesByWeeks.get(weeks) ?? []), componentSize]);
  }
  const [only, ...others] = [...sizesByWeeks].map(([weeks, sizes]) => ({ weeks, sizes }));
  if (only === undefined) return [];
  if (others.length === 0) return [`${apart(only.weeks)}.`];
  const longest = [only, ...others].slice(0, gapsMax).map(({ weeks, sizes }) => `${apart(weeks)} in a circle of ${sizesInWords(sizes)}.`);
  return [
    'Not everybody can meet everybody: the members fall into separate circles.',
    ...longest,
    ...(others.length >= gapsMax ? ['In smaller circles the wait is shorter.'] : []),
  ];
};

const gapsMax = 4;

// Sizes come largest first.
const sizesInWords = (sizes: readonly number[]): string => {
  const [largest = 0, smallest = 0] = [sizes[0], sizes.at(-1)];
  return largest === smallest ? counted(largest, 'member') : `${grouped(smallest)} to ${counted(largest, 'member')}`;
};

// A circle too small for a longer wait has a gap of 0 weeks.
const apart = (weeks: number): string =>
  weeks === 0 ? 'Who met may meet again the week after' : `Nobody meets again within ${counted(weeks, 'week')}`;

export const lostToHistoryInWords = ({ round: { pairsLostToHistory: lost } }: RoundView): string | undefined =>
  lost === 0
    ? undefined
    : `${counted(lost, 'pair')} fewer than if nobody had met before: the musts of the survey leave some members too few others to meet anew.`;

export const hostInWords = ({ hostPair, hostIdle }: RoundFigures): string | undefined => {
  if (hostPair !== undefined)
    return 'The standing host meets someone who would have been left out. That pair is not part of the total, the means and the proof.';
  return hostIdle ? 'The standing host meets nobody this time.' : undefined;
};

/** Who is left out for one reason: how many, and the first of them. */
export interface LeftOutGroup {
  readonly reason: string;
  readonly count: number;
  readonly members: readonly LeftOutView[];
}

/** Who is left out, by reason, the most common reason first; of all of them at most `most` are named. */
export const leftOutByReason = ({ leftOut }: RoundView, most: number): readonly LeftOutGroup[] => {
  const byReason = new Map<string, { count: number; readonly members: LeftOutView[] }>();
  for (const member of leftOut) {
    const same = byReason.get(member.reason) ?? { count: 0, members: [] };
    byReason.set(member.reason, same);
    same.count += 1;
    if (same.members.length < most) same.members.push(member);
  }
  let room = most;
  return [...byReason]
    .sort(([, one], [, other]) => other.count - one.count)
    .map(([reason, { count, members }]) => {
      const named = members.slice(0, room);
      room -= named.length;
      return { reason, count, members: named };
    });
};

/** "16–22 November 2026", the Monday and the Sunday of a week. */
export const datesOf = (weekText: string): string | undefined => {
  const week = parseWeek(weekText);
  if (!week.ok) return undefined;
  const [monday, sunday] = [calendarDate(7 * week.value - 3), calendarDate(7 * week.value + 3)];
  if (monday.year !== sunday.year) return `${monday.day} ${monday.month} ${monday.year} – ${sunday.day} ${sunday.month} ${sunday.year}`;
  if (monday.month !== sunday.month) return `${monday.day} ${monday.month} – ${sunday.day} ${sunday.month} ${sunday.year}`;
  return `${monday.day}–${sunday.day} ${sunday.month} ${sunday.year}`;
};

const calendarDate = (daySinceEpoch: number): { readonly day: string; readonly month: string; readonly year: string } => {
  const date = new Date(daySinceEpoch * 86_400_000);
  return { day: String(date.getUTCDate()), month: months[date.getUTCMonth()] ?? '', year: String(date.getUTCFullYear()) };
};
const months = 'January February March April May June July August September October November December'.split(' ');

/** `12,345`. */
export const grouped = (count: number): string => String(count).replaceAll(/\B(?=(?:\d{3})+$)/g, ',');

/** "1 pair", "2,000 pairs". */
export const counted = (count: number, noun: string): string => `${grouped(count)} ${noun}${count === 1 ? '' : 's'}`;

/** "8.3%"; what is too small to see is not called nothing. */
export const percent = (part: number, whole: number): string => {
  if (whole === 0) return 'from nothing';
  const share = (100 * part) / whole;
  return share > 0 && share < 0.1 ? 'under 0.1%' : `${share.toFixed(1)}%`;
};

const isOrAre = (count: number): string => (count === 1 ? 'is' : 'are');
