import type { Context } from './events.ts';
import { countMails } from '../composition/mail-figures.ts';
import { T } from '../composition/tokens.ts';
import type { SendRelayedEnv } from '../config/env.ts';
import { createTablePacer } from '../dynamodb/pace-in-table.ts';
import { deployedDrainLimits } from '../email/drain-limits.ts';
import { type DrainReport, nothingYet } from '../email/drain-report.ts';
import { createRawSesMailer } from '../email/raw-ses-mailer.ts';
import type { LambdaHost } from './host.ts';
import { isWarmer } from './http-event.ts';
import { relayOnDemand } from './relay-on-demand.ts';

/** Sends what is passed on, as `drain-outbox` sends the other mails: its events only say that it is worth a look. */
export const createSendRelayedHandler = (host: LambdaHost<SendRelayedEnv>): ((event: unknown, context: Context) => Promise<object>) => {
  const { env, clock } = host;
  let sofar = nothingYet;
  const limits = deployedDrainLimits({ ratePerSecond: env.RELAYED_RATE_LIMIT_PER_SEC });
  const loop = relayOnDemand(host, {
    sending: ({ table, endpoint }) => ({
      mailer: createRawSesMailer({ configurationSet: env.SES_CONFIGURATION_SET, region: env.AWS_REGION, endpoint, deadlineMs }),
      limits,
      pacer: createTablePacer(table, { name: relayedPace, clock, ratePerSecond: limits.ratePerSecond, burst: limits.burst }),
      onMails: (report: DrainReport) => {
        sofar = report;
      },
    }),
  });
  return async (event, context) => {
    if (isWarmer(event)) return {};
    return host.invoked(context, async (signal) => {
      sofar = nothingYet;
      try {
        const { resumeAt: _resumeAt, closed, ...figures } = await (await loop()).container.get(T.relay.drain)(signal);
        host.log(closed === undefined ? 'info' : 'error', 'mails', { ...figures, code: closed });
        return { batchItemFailures: [] };
      } finally {
        // Also what was sent before something failed.
        countMails(host.metrics, sofar);
      }
    });
  };
};

/** A mail of 25 MB takes longer than one of Loop's own. */
const deadlineMs = 20_000;

/** Another pace than that of Loop's own mails, so that neither kind waits for the other. */
const relayedPace = 'relayed-mails';
