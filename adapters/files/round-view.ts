import { inWords, type Wording } from '../../domain/introductions/explanation.ts';
import type { PlannedRound, WhyLeftOut } from '../../domain/introductions/planned-round.ts';
import type { Round } from '../../domain/introductions/round.ts';
import { formatWeek, type Week } from '../../domain/kernel/iso-week.ts';

/** A round as people and files see it: addresses as they were written, reasons in words, everything else of the round beside it. */
export interface RoundView {
  /** `2026-W47`. */
  readonly week: string;
  readonly round: FactsOfRound;
  readonly pairs: Listed<PairView>;
  readonly leftOut: Listed<LeftOutView>;
  /** How many took part, the standing host included. */
  readonly memberCount: number;
}

/** What is said of a round as a whole. */
export type FactsOfRound = Pick<PlannedRound, 'certificate' | 'gaps' | 'pairsLostToHistory' | 'greedy' | 'seed'>;

/** So many, in an order; each may be made only when its turn comes, and made anew whenever somebody goes through them. */
export interface Listed<Item> extends Iterable<Item> {
  readonly length: number;
}

export const firstOf = <Item>(items: Listed<Item>, most: number): readonly Item[] => Iterator.from(items).take(most).toArray();

/** `score` in units of 1/10,000; a name may be empty; `host` is the standing host's address where the pair has one. */
export interface PairView {
  readonly a: string;
  readonly nameA: string;
  readonly b: string;
  readonly nameB: string;
  readonly score: number;
  readonly reasons: readonly string[];
  readonly host?: string;
}

export interface LeftOutView {
  readonly member: string;
  readonly name: string;
  readonly code: WhyLeftOut['code'];
  readonly reason: string;
}

/** Who a member's id belongs to. */
export interface Person {
  readonly email: string;
  readonly name: string;
}

/** A round whose pairs are all there. */
export interface WholeRoundView extends RoundView {
  readonly pairs: readonly PairView[];
  readonly leftOut: readonly LeftOutView[];
}

export const viewOf = (
  round: FactsOfRound & Pick<Round, 'pairs' | 'leftOut'>,
  { week, people }: { readonly week: Week; readonly people: ReadonlyMap<string, Person> },
): WholeRoundView => {
  const person = (id: string): Person => people.get(id) ?? { email: '', name: '' };
  return {
    week: formatWeek(week),
    round,
    memberCount: people.size,
    pairs: round.pairs.map(({ a, b, score, reasons, host }) => {
      const names = namesOf(person(a).name, person(b).name);
      return {
        a: person(a).email,
        nameA: person(a).name,
        b: person(b).email,
        nameB: person(b).name,
        score,
        reasons: reasons.map((reason) => inWords(reason, { names })),
        ...(host === undefined ? {} : { host: person(host).email }),
      };
    }),
    leftOut: round.leftOut.map(({ member, code, because }) => ({
      member: person(member).email,
      name: person(member).name,
      code,
      reason: leftOutInWords[because],
    })),
  };
};

/** What reasons call the two, who may be without a name. */
export const namesOf = (one: string, other: string): Wording['names'] => ({ one: one || 'one of them', other: other || 'the other' });

export const leftOutInWords: Readonly<Record<WhyLeftOut['because'], string>> = {
  alone: 'Nobody else takes part in this round',
  rules: 'Nobody in this round meets every must of the survey with them, or all who do are kept apart from them',
  met_lately: 'Everyone they could meet, they have met too lately',
  partners_taken: 'Everyone they could meet is introduced to someone else in the best round; they come first next time',
};

/** `0.7312`: a score or a total in units of compatibility, exact to 1/10,000. */
export const inUnits = (score: number): string => (score / 10_000).toFixed(4);
