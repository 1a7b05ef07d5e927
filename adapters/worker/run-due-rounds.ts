import type { StoredRound } from '../../domain/introductions/stored-round.ts';
import type { Due } from '../../domain/introductions/what-is-due.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import { quantile } from '../composition/metrics.ts';
import { T } from '../composition/tokens.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { orStopped } from './or-stopped.ts';
import type { TaskNeeds } from './run-task.ts';

/** Runs every round that is due now. Interrupted anywhere and started again, it goes on; nothing due is a good end, too. */
export const runDueRounds = async (needs: TaskNeeds): Promise<ExitCode> => {
  const { deployed, log, signal } = needs;
  const due = (await deployed.container.get(T.introductions.whatIsDue)()).filter(({ task }) => task === 'run');
  if (due.length === 0) log('info', 'nothing_due');
  let code: ExitCode = exitCode.done;
  for (const { task, week } of due) {
    const told = { task, week: formatWeek(week) };
    log('info', 'round_begun', told);
    const ran = await orStopped(deployed.container.get(T.introductions.runRound)({ week }), signal);
    if (ran === 'stopped') return exitCode.terminated;
    if (!ran.ok) {
      log('warning', 'round_refused', { ...told, code: ran.error.code });
      code = exitCode.refused;
      continue;
    }
    await tell(needs, ran.value, told);
  }
  return code;
};

const tell = async (
  { deployed, log, metrics }: TaskNeeds,
  round: StoredRound,
  told: { readonly task: Due['task']; readonly week: string },
): Promise<void> => {
  log('info', 'round_ready', { ...told, count: round.pairCount, left: round.leftOutCount, of: round.memberCount });
  metrics.count('Pairs', round.pairCount);
  metrics.count('LeftOut', round.leftOutCount);
  const plan = await deployed.container.get(T.introductions.rounds).planOf(round);
  const scores = plan?.matches.filter(({ host }) => host === undefined).map(({ score }) => score) ?? [];
  for (const [name, share] of [['ScoreP10', 0.1] as const, ['ScoreP50', 0.5] as const, ['ScoreP90', 0.9] as const]) {
    const score = quantile(scores, share);
    if (score !== undefined) metrics.count(name, score);
  }
};
