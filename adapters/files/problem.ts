/** Something wrong with a file, said so that its owner can mend it: never with an address or an answer in it. */
export interface FileProblem {
  /** The file as it was named. */
  readonly file: string;
  /** The physical line where the row starts, the header being 1; `null` where no line is to blame. */
  readonly line: number | null;
  readonly column: string | null;
  /** Stable and dotted. */
  readonly code: string;
  readonly message: string;
}

/** Problems are kept up to this many; beyond, they are counted. */
export const problemsKeptMax = 1_000;

export interface Problems {
  readonly kept: readonly FileProblem[];
  readonly count: number;
}

/** Takes problems in any order: counts them all and keeps those of the lowest lines, in as little memory as they need. */
export const problemList = (): { readonly note: (problem: FileProblem) => void; readonly all: () => Problems } => {
  let kept: FileProblem[] = [];
  let count = 0;
  let lastLine = Infinity;
  const settle = (): void => {
    kept = kept.sort((one, other) => (one.line ?? 0) - (other.line ?? 0)).slice(0, problemsKeptMax);
    if (kept.length === problemsKeptMax) lastLine = kept.at(-1)?.line ?? 0;
  };
  return {
    note: (problem) => {
      count += 1;
      if ((problem.line ?? 0) > lastLine) return;
      kept.push(problem);
      if (kept.length >= 4 * problemsKeptMax) settle();
    },
    all: () => {
      settle();
      return { kept, count };
    },
  };
};

export const problemsOf = (...problems: readonly FileProblem[]): Problems => ({
  kept: problems.slice(0, problemsKeptMax),
  count: problems.length,
});

export const together = (lists: readonly Problems[]): Problems => ({
  kept: lists.flatMap(({ kept }) => kept).slice(0, problemsKeptMax),
  count: lists.reduce((sum, { count }) => sum + count, 0),
});
