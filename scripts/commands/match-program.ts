import type { Command } from 'commander';
import { outputOption } from './options.ts';
import type { MatchOptions } from './match.ts';
import type { ExitCode } from './terminal.ts';

/** `loop match`, whose modules are read when it is asked for. */
export const addMatch = (program: Command, onEnd: (code: ExitCode) => void): void => {
  program
    .command('match')
    .argument('<edges>', 'CSV with the columns a, b and weight (or score), or a .bin file')
    .summary('find the best matching of any graph, with a proof')
    .description('Finds the matching of the greatest weight in a graph, exactly, and checks the proof of it. Prints the pairs as CSV.')
    .option('--max-cardinality', 'as many pairs as can be, and of those matchings the one of the greatest weight')
    .option('--out <file>', 'write the pairs to this CSV file instead of printing them', outputOption)
    .option('--json', 'print figures as one JSON document instead of the pairs')
    .action(async (edges: string, options: MatchOptions) => {
      onEnd(await (await import('./match.ts')).matchEdges(edges, options));
    })
    .addHelpText('after', matchHelp);
};

const matchHelp = `
Edges, as CSV: one row a pair that may be chosen; a and b are any two names, and each pair counts once, whichever of them stands first.
  a,b,weight   a weight is a whole number from 1
  a,b,score    a score is a multiple of 0.0001 from 0.0001; it is added up as 10000 × score, and so are the sums in the JSON
Edges, as .bin: whole numbers of 32 bits, the low byte first: n, m, then m times u, v, weight with u and v from 0 to n − 1.

Pairs: a,b,weight (or score). Of each pair the one that appears first in the file stands first, and so do the pairs; from a .bin file, by number.
Which pairs are chosen does not depend on the order of the rows.
JSON: n, m, pairs, weight, upperBound, gap, certified, solveMs, checkMs, rssMB; docs/matching.md says what each is.

Exit codes: 0 done, 1 internal error (so, too, if the proof does not hold), 2 wrong use,
  3 refused (each problem with its line, or the number of its record, and a dotted code), 130 interrupted (129 by SIGHUP, 143 by SIGTERM).

Examples:
  loop match edges.csv
  loop match edges.csv --max-cardinality --out pairs.csv --json
  loop match graph.bin --json`;
