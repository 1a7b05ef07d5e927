/** What a row measured, beside what is wanted of it. */
export interface Outcome {
  readonly targets: readonly Target[];
  /** Absolute times and whatever explains the figures above. */
  readonly details: readonly string[];
  /** LEMON was missing. */
  readonly isPartial?: boolean;
}

/** One figure. Without a bound it is only told; a bound that could not be held against anything has no `met`. */
export interface Target {
  readonly what: string;
  readonly measured: string;
  /** What we want, and what we must. */
  readonly goal?: Bound | undefined;
  readonly floor?: Bound | undefined;
}

export interface Bound {
  readonly text: string;
  readonly met?: boolean | undefined;
}

export type Verdict = 'goal met' | 'floor met' | 'missed' | 'not judged' | '';

/** `measured` may be missing, as LEMON may. */
export const atMost = (measured: number | undefined, limit: number, show: (value: number) => string): Bound => ({
  text: `≤ ${show(limit)}`,
  met: measured === undefined ? undefined : measured <= limit,
});

export const atLeast = (measured: number | undefined, limit: number, show: (value: number) => string): Bound => ({
  text: `≥ ${show(limit)}`,
  met: measured === undefined ? undefined : measured >= limit,
});

/** For what holds or does not. */
export const must = (text: string, met: boolean): Bound => ({ text, met });

export const verdictOf = ({ goal, floor }: Target): Verdict => {
  if (goal?.met === true) return 'goal met';
  if (floor?.met === true) return 'floor met';
  if (goal?.met === false || floor?.met === false) return 'missed';
  return goal === undefined && floor === undefined ? '' : 'not judged';
};

export const heading = (): string =>
  lineOf('row', { what: 'what', measured: 'measured', goal: 'goal', floor: 'floor', verdict: 'verdict' });

export const linesOf = (row: string, { targets, details }: Outcome): readonly string[] => [
  ...targets.map((target, at) => {
    const { what, measured, goal, floor } = target;
    const verdict = verdictOf(target);
    return lineOf(at === 0 ? row : '', { what, measured, goal: goal?.text ?? '', floor: floor?.text ?? '', verdict });
  }),
  ...details.map((line) => `  ${line}`),
];

interface Cells {
  readonly what: string;
  readonly measured: string;
  readonly goal: string;
  readonly floor: string;
  readonly verdict: string;
}

const lineOf = (row: string, { what, measured, goal, floor, verdict }: Cells): string =>
  `${row.padEnd(15)}${what.padEnd(36)}${[measured, goal, floor].map((cell) => cell.padStart(13)).join('')}   ${verdict}`.trimEnd();

export const times = (ratio: number): string => `${ratio.toFixed(ratio >= 10 ? 0 : ratio >= 1 ? 2 : 3)} ×`;
export const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
export const count = (value: number): string => value.toLocaleString('en-US');
export const memory = (mb: number): string => (mb < 1_000 ? `${mb.toFixed(mb < 10 ? 1 : 0)} MB` : `${(mb / 1_000).toFixed(1)} GB`);
export const time = (ms: number): string => {
  if (ms < 1_000) return `${ms.toFixed(0)} ms`;
  return ms < 120_000 ? `${(ms / 1_000).toFixed(ms < 10_000 ? 2 : 1)} s` : `${(ms / 60_000).toFixed(1)} min`;
};

/** Of an odd number of values. */
export const middle = (values: readonly number[]): number =>
  values.toSorted((one, other) => one - other)[Math.floor(values.length / 2)] ?? Number.NaN;
