import { roundAt, sendingAt, weekAt } from '../../domain/introductions/calendar.ts';
import { dayMs, hourMs, later, minuteMs } from '../../domain/kernel/instant.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Deployed } from '../composition/deployed.ts';
import { T } from '../composition/tokens.ts';
import type { ScheduleEnv } from '../config/env.ts';
import type { LambdaHost } from './host.ts';

/** What a chore works with. */
export interface ChoreNeeds extends Pick<LambdaHost<ScheduleEnv>, 'log' | 'metrics' | 'clock'> {
  readonly deployed: Deployed;
  /** This invocation, among all that may do the same. */
  readonly owner: string;
  /** Whether it has to end, so that the next one goes on. */
  readonly isEnough: () => boolean;
}

export interface Chore {
  readonly name: string;
  readonly done: (needs: ChoreNeeds) => Promise<void>;
}

/** A chore that was interrupted is begun again after this; a function of AWS lives for 15 minutes. */
const choreMsMax = 15 * minuteMs;
/** A task that was to begin and is not under way after so long did not begin. */
export const overdueAfterMs = 30 * minuteMs;

/**
 * A chore that is done once in a while, by whichever tick comes first. What it holds on to until it is due again is a lease: one that
 * fails lets go of it, and is done by the next tick. `'again'` where there is more to do.
 */
const every = (ms: number, name: string, work: (needs: ChoreNeeds) => Promise<'done' | 'again'>): Chore => ({
  name,
  done: async (needs) => {
    const { deployed, clock, owner, log } = needs;
    const lease = await deployed.leases.acquire(`chore-${name}`, owner, { now: clock.now(), ms: choreMsMax });
    if (lease === 'held') return;
    let outcome: 'done' | 'again' | 'failed' = 'failed';
    try {
      outcome = await work(needs);
      log('info', 'chore', { task: name, outcome });
    } finally {
      if (outcome === 'done') await deployed.leases.renew(lease, { now: clock.now(), ms });
      else await deployed.leases.release(lease);
    }
  },
});

const finishErasures = every(hourMs, 'finish-erasures', async ({ deployed, log }) => {
  const finished = await deployed.container.get(T.membership.finishErasures)();
  if (finished.ok && finished.value > 0) log('warning', 'erasures_finished', { count: finished.value });
  return 'done';
});

const remindInvited = every(dayMs - hourMs, 'remind-invited', async ({ deployed, log }) => {
  const reminding = await deployed.container.get(T.membership.remindInvited)();
  if (!reminding.ok) return 'done';
  log('info', 'reminded', { count: reminding.value.reminded });
  return reminding.value.isComplete ? 'done' : 'again';
});

const warnOfExpiry = every(dayMs - hourMs, 'warn-of-expiry', async ({ deployed, clock, isEnough, log }) => {
  const { warned, isComplete } = await deployed.container.get(T.relay.warnOfExpiry)({ now: clock.now(), isEnough });
  log('info', 'warned_of_expiry', { count: warned });
  return isComplete ? 'done' : 'again';
});

/** How many members there are, how many of them take part and have answered, and how many introduced people met. */
const countMembers = every(dayMs - hourMs, 'count-members', async ({ deployed, metrics, clock }) => {
  const { container } = deployed;
  let after: MemberId | undefined;
  let [members, answers] = [0, 0];
  for (let pages = 0; pages < pagesMax; pages++) {
    const page = await container.get(T.membership.members).page(after, pageSize);
    members += page.filter(({ stage }) => stage.name === 'active' || stage.name === 'paused').length;
    answers += page.filter((member) => member.answers !== undefined).length;
    if (page.length < pageSize) break;
    after = page.at(-1)?.id;
  }
  metrics.count('Members', members);
  metrics.count('Answers', answers);
  const until = weekAt(container.get(T.introductions.calendar).zone, clock.now());
  const [latest] = await container.get(T.introductions.roundResults)({ until, limit: 1 });
  metrics.count('Met', latest?.met.yes ?? 0);
  return 'done';
});

const pageSize = 200;
const pagesMax = 1_000;

/**
 * Tasks that should be under way and are not: of a round it is told, as planning takes more time and memory than a function has;
 * introductions are claimed here, under the lease of the task, and the drain sends them.
 */
const recoverTasks: Chore = {
  name: 'recover-tasks',
  done: async (needs) => {
    const { deployed, clock, log, metrics, owner } = needs;
    const { container, leases } = deployed;
    const calendar = container.get(T.introductions.calendar);
    for (const { task, week } of await container.get(T.introductions.whatIsDue)()) {
      const dueAt = task === 'run' ? roundAt(calendar, week) : sendingAt(calendar, week);
      if (clock.now() < later(dueAt, overdueAfterMs)) continue;
      const told = { task, week: formatWeek(week) };
      log('warning', 'overdue', told);
      metrics.count('Overdue', 1);
      if (task === 'run') continue;
      const lease = await leases.acquire('intro-sender', owner, { now: clock.now(), ms: choreMsMax });
      if (lease === 'held') continue;
      try {
        const sent = await container.get(T.introductions.sendIntroductions)({ week });
        log(sent.ok ? 'info' : 'warning', 'recovered', { ...told, code: sent.ok ? undefined : sent.error.code });
      } finally {
        await leases.release(lease);
      }
    }
  },
};

/** What a delayed message should have had somebody look at, and did not. */
const mailMissed: Chore = {
  name: 'mail-missed',
  done: async ({ deployed, clock, log, isEnough }) => {
    const { mailed } = await deployed.container.get(T.chat.mailAllMissed)({ now: clock.now(), isEnough });
    if (mailed > 0) log('info', 'missed_mailed', { count: mailed });
  },
};

export const chores: readonly Chore[] = [mailMissed, recoverTasks, finishErasures, remindInvited, warnOfExpiry, countMembers];
