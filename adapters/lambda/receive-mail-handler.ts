import type { Context, SQSBatchResponse, SQSEvent, SQSRecord } from './events.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import type { ArrivedMail, ForwardOutcome } from '../../domain/relay/conversations/use-cases.ts';
import { T } from '../composition/tokens.ts';
import type { ReceiveMailEnv } from '../config/env.ts';
import { readSesInbound } from '../email/ses-inbound.ts';
import { readSnsNotification } from '../email/sns-notification.ts';
import { createSnsSignatures, type IsGenuine, unsignedByEmulators } from '../email/sns-signature.ts';
import { chatFilesOnAws, windowsOnAws } from './chat-on-aws.ts';
import { consumeBatch } from './consume-batch.ts';
import type { LambdaHost } from './host.ts';
import { relayOnDemand } from './relay-on-demand.ts';

/** Mails to private addresses, as SES tells of them by a topic of ours; the mails themselves lie in a bucket. */
export const createReceiveMailHandler = (
  host: LambdaHost<ReceiveMailEnv>,
): ((event: SQSEvent, context: Context) => Promise<SQSBatchResponse>) => {
  const loop = relayOnDemand(host, {
    chat: (place) => ({ sockets: windowsOnAws(host, place), files: chatFilesOnAws(host, place) }),
  });
  const parse = parsing(host.env, signaturesFor(host.env));
  return async (event, context) =>
    host.invoked(context, async () => {
      const forwardMail = (await loop()).container.get(T.relay.forwardMail);
      return consumeBatch(event, {
        ...host,
        parse,
        passing: ['relay.not_yet'],
        handle: async (mail) => {
          if (mail === undefined) return ok(undefined);
          const forwarded = await forwardMail(mail);
          if (forwarded.ok) tell(host, forwarded.value);
          return forwarded;
        },
      });
    });
};

interface Unreadable {
  readonly code: string;
}

/**
 * Who may write into the queue is said by its policy, and that is our topic alone, and operators who send dead letters back. So that these
 * cannot say what a mail service says, the notification has to be signed, too.
 */
const parsing =
  (env: ReceiveMailEnv, isGenuine: IsGenuine) =>
  async (body: string, attributes: SQSRecord['attributes']): Promise<Result<ArrivedMail | undefined, Unreadable>> => {
    const notification = readSnsNotification(body, env.INBOUND_TOPIC_ARN);
    if (!notification.ok) return notification;
    if (!(await isGenuine(notification.value))) return err({ code: 'sns.forged' });
    const place = { bucket: env.RAW_BUCKET, prefix: env.RAW_PREFIX, relayDomain: env.RELAY_DOMAIN };
    const mail = readSesInbound(notification.value.message, place);
    if (!mail.ok) return mail;
    return ok(mail.value === undefined ? undefined : { ...mail.value, attempt: Number(attributes.ApproximateReceiveCount ?? 1) });
  };

const signaturesFor = ({ AWS_ENDPOINT_URL: emulator, AWS_REGION: region }: ReceiveMailEnv): IsGenuine =>
  emulator === undefined ? createSnsSignatures({ region, fetch: globalThis.fetch }) : unsignedByEmulators;

/** What became of a mail for each recipient. */
const tell = ({ log, metrics }: Pick<LambdaHost<ReceiveMailEnv>, 'log' | 'metrics'>, outcomes: readonly ForwardOutcome[]): void => {
  for (const outcome of outcomes) {
    log('info', 'relay.arrived', { outcome });
    metrics.count('MailsTaken', 1);
    if (outcome.startsWith('relay.')) metrics.count('MailsTurnedAway', 1);
    if (outcome === 'relay.leak') metrics.count('MailsLeaking', 1);
  }
};
