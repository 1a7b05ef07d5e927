import type { Context, SQSBatchResponse, SQSEvent } from './events.ts';
import { ok } from '../../domain/kernel/result.ts';
import { T } from '../composition/tokens.ts';
import type { MailEventsEnv } from '../config/env.ts';
import { readSesEvent } from '../email/ses-events.ts';
import { consumeBatch } from './consume-batch.ts';
import type { LambdaHost } from './host.ts';
import { loopOnDemand } from './loop-on-demand.ts';

/** What SES says of mails that came back or were called unwanted, out of its queue. */
export const createMailEventsHandler = (
  host: LambdaHost<MailEventsEnv>,
): ((event: SQSEvent, context: Context) => Promise<SQSBatchResponse>) => {
  const loop = loopOnDemand(host);
  return async (event, context) =>
    host.invoked(context, async () => {
      const recordMailTrouble = (await loop()).container.get(T.membership.recordMailTrouble);
      return consumeBatch(event, {
        ...host,
        parse: readSesEvent,
        // Recording is idempotent, so an event about several people may come again when it failed in the middle.
        handle: async (troubles) => {
          for (const trouble of troubles) await recordMailTrouble(trouble);
          return ok(undefined);
        },
      });
    });
};
