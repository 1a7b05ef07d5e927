import type { Context, SQSBatchResponse, SQSEvent } from './events.ts';
import { ok } from '../../domain/kernel/result.ts';
import { T } from '../composition/tokens.ts';
import type { RecordRelayTrouble } from '../../domain/relay/conversations/use-cases.ts';
import type { RecordMailTrouble } from '../../domain/membership/mail-trouble.ts';
import type { MailEventsEnv } from '../config/env.ts';
import { readSesEvent, type SesTrouble } from '../email/ses-events.ts';
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
      const { container } = await loop();
      const record = recording(container.get(T.membership.recordMailTrouble), container.get(T.relay.recordTrouble));
      return consumeBatch(event, {
        ...host,
        parse: readSesEvent,
        // Recording is idempotent, so an event about several people may come again when it failed in the middle.
        handle: async (troubles) => {
          for (const trouble of troubles) await record(trouble);
          return ok(undefined);
        },
      });
    });
};

/** A mail that was passed on says something of its conversation, too; one that comes back for once says nothing of its reader. */
const recording =
  (ofMember: RecordMailTrouble, ofConversation: RecordRelayTrouble) =>
  async ({ alias, kind, ...trouble }: SesTrouble): Promise<void> => {
    if (kind !== 'bounced_softly') await ofMember({ ...trouble, kind });
    if (alias !== undefined) await ofConversation({ alias, kind, address: trouble.address, at: trouble.at });
  };
