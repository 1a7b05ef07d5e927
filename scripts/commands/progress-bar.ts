import { fitted } from '../../adapters/files/printable.ts';

/** How far something is that takes its time. Instants in milliseconds. */
export interface Progressed {
  readonly doing: string;
  readonly done: number;
  /** Undefined, or 0, where nobody knows how much there is. */
  readonly of?: number | undefined;
  readonly startedAt: number;
  readonly now: number;
  /** Of the terminal. */
  readonly columns: number;
}

/**
 * One line of fewer than `columns`: what is done, a bar, its share, the time that it has taken and, once that can be told, what is left:
 * `Scoring    ████████████░░░░░░░░  61%  0:12, about 0:08 left`.
 */
export const progressBar = ({ doing, done, of = 0, startedAt, now, columns }: Progressed): string => {
  const elapsed = Math.max(0, now - startedAt);
  const share = of > 0 ? Math.min(1, Math.max(0, done / of)) : undefined;
  const left = share === undefined ? undefined : remainingMs(elapsed, share);
  const time = `${clock(elapsed)}${left === undefined ? '' : `, about ${clock(left)} left`}`;
  const name = fitted(doing, nameColumns);
  if (share === undefined) return kept(`${name}  ${time}`, columns);
  const figures = `${String(Math.floor(100 * share)).padStart(3)}%  ${time}`;
  const room = Math.min(barColumnsMax, columns - 1 - nameColumns - figures.length - 2);
  return kept(room < barColumnsMin ? `${name} ${figures}` : `${name} ${bar(share, room)} ${figures}`, columns);
};

const nameColumns = 10;
const barColumnsMin = 8;
const barColumnsMax = 32;

const bar = (share: number, columns: number): string => {
  const full = Math.floor(share * columns);
  return '█'.repeat(full) + '░'.repeat(columns - full);
};

// Of the first moments nothing can be told.
const remainingMs = (elapsed: number, share: number): number | undefined =>
  elapsed < 2_000 || share < 0.02 || share === 1 ? undefined : (elapsed * (1 - share)) / share;

/** `0:07`, `12:34`, `1:02:03`. */
const clock = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  const [hours, minutes] = [Math.floor(seconds / 3_600), Math.floor(seconds / 60) % 60];
  const two = (part: number): string => String(part).padStart(2, '0');
  return `${hours === 0 ? String(minutes) : `${String(hours)}:${two(minutes)}`}:${two(seconds % 60)}`;
};

const kept = (line: string, columns: number): string => line.slice(0, Math.max(0, columns - 1));
