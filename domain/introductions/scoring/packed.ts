import type { Community } from '../community.ts';
import type { Survey } from '../survey.ts';
import { type Column, columnOf, combined, fitsColumn } from './columns.ts';
import { sharedArray } from './shared-arrays.ts';
import type { Side } from './sides.ts';
import { type GradedQuestion, termsOf } from './survey-terms.ts';
import { tablesInOrder, tablesOf, type Tables } from './tables.ts';
import { narrowCodesMax, rowByAnswer, rowByMember, type TermRow } from './term-rows.ts';
import type { Term } from './terms.ts';
import { type WalledTerms, wallsOf } from './walls.ts';

/**
 * A community made ready to be scored, as plain data: it can be handed to a thread, which then shares all that is large. Members have
 * the numbers that they have in the community. The compatibility of two is the sum of all terms ÷ `wholeWeight`; each term is
 * in the tables, or has a row.
 */
export interface PackedScoring extends WalledTerms {
  readonly size: number;
  readonly graded: readonly GradedQuestion[];
  readonly wholeWeight: number;
  readonly tables: Tables;
  readonly rows: readonly TermRow[];
}

/** How much is worth being calculated beforehand. */
export interface PackingLimits {
  /** Entries of one table, 8 bytes each. */
  readonly entriesMax: number;
  /** A row is made of the different answers where there are at least so many members to each. */
  readonly membersPerAnswer: number;
}

const usualLimits: PackingLimits = { entriesMax: 2 ** 18, membersPerAnswer: 4 };

export const packScoring = (survey: Survey, community: Community, limits = usualLimits): PackedScoring => {
  const size = community.ids.length;
  const { terms, graded, wholeWeight } = termsOf(survey, community);
  const columns: Column[] = [];
  const rows: TermRow[] = [];
  for (const [place, term] of terms.entries()) {
    const { codes } = term.theirs;
    if (fitsColumn(term.mine.codes, codes, limits.entriesMax)) columns.push(columnOf(term));
    else if (codes <= narrowCodesMax && codes * limits.membersPerAnswer <= size) rows.push(rowByAnswer(term, place));
    else rows.push(rowByMember(term, place));
  }
  return { size, terms, graded, wholeWeight, tables: tablesOf(size, combined(columns, limits.entriesMax)), rows, ...wallsOf(size, terms) };
};

/** The same people in another order, or some of them: number `p` is who was `order[p]`. What an option is worth stays as it was. */
export const reordered = (packed: PackedScoring, order: Uint32Array): PackedScoring => {
  const moved = new Map<Uint32Array, Uint32Array>();
  const move = (codes: Uint32Array): Uint32Array => {
    const known = moved.get(codes);
    if (known !== undefined) return known;
    const inOrder = sharedArray.uint32(order.length);
    for (let at = 0; at < order.length; at++) inOrder[at] = codes[order[at]!]!;
    moved.set(codes, inOrder);
    return inOrder;
  };
  const moveSide = <S extends Side>(side: S): S => ({ ...side, code: move(side.code) });
  const terms = packed.terms.map((term): Term => ({ ...term, mine: moveSide(term.mine), theirs: moveSide(term.theirs) }) as Term);
  return {
    ...packed,
    size: order.length,
    terms,
    tables: tablesInOrder(packed.tables, order),
    rows: packed.rows.map((row) => (row.code === undefined ? rowByMember : rowByAnswer)(terms[row.term]!, row.term)),
    wallClass: move(packed.wallClass),
  };
};
