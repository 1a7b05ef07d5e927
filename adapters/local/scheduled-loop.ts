import type { Container } from 'inversify';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Log } from '../composition/observed.ts';
import { T } from '../composition/tokens.ts';
import type { MovableClock } from '../memory/movable-clock.ts';
import type { Pauses } from './pauses.ts';
import type { RelayIntake } from './relay-intake.ts';
import { createScheduler, type Scheduler } from './scheduler.ts';

/** What a schedule needs beside what is wired. */
export interface ScheduleParts {
  readonly clock: MovableClock;
  readonly pauses: Pauses;
  readonly since: Instant;
  readonly sweepExpired: (now: Instant) => Promise<unknown>;
  readonly keepAhead: (aheadMs: number) => Promise<void>;
  readonly log: Log;
  /** Where mails between members are passed on. */
  readonly intake?: RelayIntake | undefined;
}

/** The schedule of a wired Loop. */
export const schedulerOf = (container: Container, { intake, ...parts }: ScheduleParts): Scheduler =>
  createScheduler({
    ...parts,
    relaying: intake === undefined ? undefined : { ...intake, outbox: container.get(T.relay.outbox), drain: container.get(T.relay.drain) },
    chat: { chats: container.get(T.chat.chats), mailAllMissed: container.get(T.chat.mailAllMissed) },
    warnOfExpiry: container.get(T.relay.warnOfExpiry),
    calendar: container.get(T.introductions.calendar),
    rounds: container.get(T.introductions.rounds),
    outbox: container.get(T.mails.outbox),
    whatIsDue: container.get(T.introductions.whatIsDue),
    runRound: container.get(T.introductions.runRound),
    sendIntroductions: container.get(T.introductions.sendIntroductions),
    drain: container.get(T.mails.drain),
    finishErasures: container.get(T.membership.finishErasures),
    remindInvited: container.get(T.membership.remindInvited),
  });
