import * as z from 'zod';
import { hourMs, later, minuteMs } from '../../domain/kernel/instant.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { DeployedParts } from '../composition/deployed.ts';
import { countMails } from '../composition/mail-figures.ts';
import type { Log } from '../composition/observed.ts';
import { T } from '../composition/tokens.ts';
import type { DueMessage } from '../dynamodb/outbox.ts';
import { createMailer } from '../email/mailers.ts';
import { type ExitCode, exitCode } from './exit-codes.ts';
import { orStopped } from './or-stopped.ts';
import type { TaskNeeds } from './run-task.ts';

/** A provider that is down for longer than this is another task's business. */
export const sendingMsMax = 6 * hourMs;
/** Mails are tried again after an hour at the longest, so whatever waits for that is not further away. */
const aheadMs = 2 * hourMs;
const looksMs = minuteMs;
const messagesLookedAt = 200;

/**
 * Claims the introductions that are due and sends their mails at the pace of the provider, until none is left. Interrupted anywhere and
 * started again, it goes on. Mails that were given up wait for an operator; they are counted, and no reason to fail.
 */
export const sendDueIntroductions = async (needs: TaskNeeds): Promise<ExitCode> => {
  const { deployed, clock, log, metrics, signal, pause } = needs;
  const refused = await claimDue(needs);
  if (signal.aborted) return exitCode.terminated;
  const [drain, outbox] = [deployed.container.get(T.mails.drain), deployed.container.get(T.mails.outbox)];
  const endsAt = later(clock.now(), sendingMsMax);
  while (clock.now() < endsAt) {
    const report = await drain(signal);
    countMails(metrics, report);
    metrics.flush();
    if (signal.aborted) return exitCode.terminated;
    const ahead = await outbox.due(later(clock.now(), aheadMs), messagesLookedAt);
    const waiting = ahead.filter(isOfRound);
    // Behind a full page there may be more of them.
    const isOver = waiting.length === 0 && ahead.length < messagesLookedAt;
    const { resumeAt, closed, ...figures } = report;
    log('info', 'mails', { ...figures, left: waiting.length });
    if (closed !== undefined) {
      log('error', 'mailer_closed', { code: closed });
      return exitCode.refused;
    }
    if (isOver) return refused ? exitCode.refused : exitCode.done;
    const nextAt = Math.min(resumeAt ?? Infinity, ...waiting.map(({ dueAt }) => dueAt));
    await pause(Math.min(looksMs, Math.max(1_000, nextAt - clock.now())));
    if (signal.aborted) return exitCode.terminated;
  }
  return exitCode.tryAgain;
};

const claimDue = async ({ deployed, log, signal }: TaskNeeds): Promise<boolean> => {
  let refused = false;
  const due = (await deployed.container.get(T.introductions.whatIsDue)()).filter(({ task }) => task === 'send');
  if (due.length === 0) log('info', 'nothing_due');
  for (const { task, week } of due) {
    if (signal.aborted) return refused;
    const told = { task, week: formatWeek(week) };
    const sent = await orStopped(deployed.container.get(T.introductions.sendIntroductions)({ week }), signal);
    if (sent === 'stopped') return refused;
    if (sent.ok) log('info', 'introductions_claimed', told);
    else log('warning', 'sending_refused', { ...told, code: sent.error.code });
    refused ||= !sent.ok;
  }
  return refused;
};

const ofRound: z.ZodType = z.object({ template: z.enum(['introduction', 'left-over', 'cancelled']) });
const isOfRound = ({ message }: DueMessage): boolean => ofRound.safeParse(message).success;

const everySo = 25;

/** Sends by any of the mailers, and tells now and then how far it has come, counts alone. */
export const sendingParts = (log: Log): Pick<DeployedParts, 'createMailer' | 'onMails' | 'onSending'> => ({
  createMailer,
  onSending: ({ week, done, of }) => {
    if (done % everySo === 0 || done === of) log('info', 'claiming', { week: formatWeek(week), done, of });
  },
  onMails: ({ resumeAt: _resumeAt, ...figures }) => {
    const dealtWith = figures.accepted + figures.dropped + figures.postponed + figures.failed;
    if (dealtWith % everySo === 0) log('info', 'sending', figures);
  },
});
