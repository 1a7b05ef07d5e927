import type { Clock } from '../../domain/kernel/clock.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { DueMessage, Outbox } from '../dynamodb/outbox.ts';
import type { DrainLimits } from './drain-limits.ts';
import type { DrainReport, Fate } from './drain-report.ts';
import type { Pacer } from './pacer.ts';

/** What every drain needs, whatever it sends. */
export interface OutboxDrainNeeds {
  readonly outbox: Pick<Outbox, 'due' | 'claim' | 'settle' | 'postpone' | 'giveUp'>;
  readonly pacer: Pacer;
  readonly clock: Clock;
  readonly random: Random;
  /** Lets so many milliseconds go by. */
  readonly pause: (ms: number) => Promise<void>;
  readonly limits: DrainLimits;
  readonly onProgress?: ((sofar: DrainReport) => void) | undefined;
}

/** Ends the attempts at a message, for an operator. */
export type GiveUp = (row: DueMessage, code: string) => Promise<Fate>;
