import { chunkChars } from './csv-writing.ts';
import type { Listed, PairView, RoundView } from './round-view.ts';

/**
 * A round as one JSON document, in pieces: what `JSON.stringify(…, null, 2)` would give, a pair at a time. Scores and totals are in
 * units of compatibility, multiples of 0.0001.
 */
export function* roundJson({ week, pairs, leftOut, round }: RoundView, skipped: number): Iterable<string> {
  const { greedy } = round;
  const { pairs: proven, waiting, total, upperBound, gap, ...scope } = round.certificate;
  yield `{\n  "week": ${JSON.stringify(week)},\n  "pairs": `;
  yield* listInJson(pairs, pairInJson);
  yield ',\n  "leftOut": ';
  yield* listInJson(leftOut, ({ member, code, reason }) => ({ member, code, reason }));
  const rest = {
    certificate: { pairs: proven, waiting, total: total / 10_000, upperBound: upperBound / 10_000, gap: gap / 10_000, ...scope },
    skipped,
    seed: round.seed,
    repeatGaps: round.gaps,
    pairsLostToHistory: round.pairsLostToHistory,
    greedy: { ...greedy, total: greedy.total / 10_000 },
  };
  yield `,${JSON.stringify(rest, null, 2).slice(1)}\n`;
}

const pairInJson = ({ a, b, score, reasons, host }: PairView): unknown => ({
  a,
  b,
  score: score / 10_000,
  reasons,
  ...(host === undefined ? {} : { host: true }),
});

/** A list as the value of a property of the outermost object. */
function* listInJson<Item>(items: Listed<Item>, inJson: (item: Item) => unknown): Iterable<string> {
  let piece = '[';
  let before = '\n    ';
  for (const item of items) {
    piece += before + JSON.stringify(inJson(item), null, 2).replaceAll('\n', '\n    ');
    before = ',\n    ';
    if (piece.length < chunkChars) continue;
    yield piece;
    piece = '';
  }
  yield `${piece}${items.length === 0 ? '' : '\n  '}]`;
}
