import type { Context } from './events.ts';
import { countMails } from '../composition/mail-figures.ts';
import { T } from '../composition/tokens.ts';
import type { DrainOutboxEnv } from '../config/env.ts';
import { type DrainReport, nothingYet } from '../email/drain-report.ts';
import { createMailer } from '../email/mailers.ts';
import type { LambdaHost } from './host.ts';
import { isWarmer } from './http-event.ts';
import { loopOnDemand } from './loop-on-demand.ts';

/**
 * Sends what waits in the outbox. Its events, records of the table's stream or a tick of a schedule, only say that it is worth a look:
 * what is to be sent, and when again, stands in the table. So a provider that is down fails nothing here, and a record that AWS gives
 * up on loses nothing.
 */
export const createDrainHandler = (host: LambdaHost<DrainOutboxEnv>): ((event: unknown, context: Context) => Promise<object>) => {
  let sofar = nothingYet;
  const onMails = (report: DrainReport): void => {
    sofar = report;
  };
  const loop = loopOnDemand(host, { createMailer, onMails });
  return async (event, context) => {
    if (isWarmer(event)) return {};
    return host.invoked(context, async (signal) => {
      sofar = nothingYet;
      try {
        const { resumeAt: _resumeAt, closed, ...figures } = await (await loop()).container.get(T.mails.drain)(signal);
        host.log(closed === undefined ? 'info' : 'error', 'mails', { ...figures, code: closed });
        return { batchItemFailures: [] };
      } finally {
        // Also what was sent before something failed.
        countMails(host.metrics, sofar);
      }
    });
  };
};
