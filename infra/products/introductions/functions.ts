import type { Input } from '@pulumi/pulumi';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import type { ApiInputs, DrainOutboxInputs, MailEventsInputs, ScheduleInputs } from '../../env-for.ts';
import { chatFileRights } from '../../platform/chat-files.ts';
import { LambdaFunction } from '../../platform/function.ts';
import { QueueMapping, StreamMapping } from '../../platform/mappings.ts';
import { receiveRights, sendRights } from '../../platform/queue-rights.ts';
import { secretRights } from '../../platform/secret.ts';
import { socketRights } from '../../platform/socket-api.ts';
import type { Stack } from '../../platform/stack.ts';
import { streamRights, tableRights } from '../../platform/table-rights.ts';
import type { ChatPlace } from '../chat/place.ts';
import { type Mail, mailEventsTimeoutSeconds } from './mail.ts';
import { type State, tablesOf, tableVariables } from './state.ts';

export interface Functions {
  readonly api: LambdaFunction<ApiInputs>;
  readonly drainOutbox: LambdaFunction<DrainOutboxInputs>;
  readonly schedule: LambdaFunction<ScheduleInputs>;
  readonly mailEvents: LambdaFunction<MailEventsInputs>;
}

export interface FunctionsNeeds {
  readonly state: State;
  readonly mail: Mail;
  readonly chat: ChatPlace;
  readonly baseUrl: Input<string>;
  readonly bundles: string | undefined;
  readonly parent: ComponentResource;
}

/** What every entry point is told. */
export const coreVariables = ({ settings }: Stack, { state, baseUrl }: Pick<FunctionsNeeds, 'state' | 'baseUrl'>) => ({
  STAGE: settings.stage,
  ...tableVariables(state),
  RELAY_DOMAIN: settings.relayDomain,
  RELAY_TTL_DAYS: String(settings.relayTtlDays),
  BASE_URL: baseUrl,
  KEY_SECRET_ID: state.key.arn,
});

/** Sizes are those of `npm run bench hosts`; a function has a share of a processor by its memory, a whole one from 1,769 MB on. */
export const functionsOf = (stack: Stack, needs: FunctionsNeeds): Functions => {
  const { state, mail, chat, parent } = needs;
  const core = coreVariables(stack, needs);
  const of = { parent };
  const bundles = needs.bundles === undefined ? {} : { bundles: needs.bundles };
  const drainOutbox = new LambdaFunction<DrainOutboxInputs>(
    stack,
    {
      name: 'drain-outbox',
      ...bundles,
      // The tick of the next minute goes on.
      timeoutSeconds: 60,
      memoryMb: 512,
      variables: { ...core, ...mail.variables },
      rights: [
        // Messages and introductions are settled one by one, and none is taken away: they expire.
        ...tableRights(stack, tablesOf(state), 'workThrough'),
        ...secretRights(stack, [state.key.arn]),
        ...mail.rights,
        ...streamRights(stack, state.users),
      ],
    },
    of,
  );
  new StreamMapping(stack, { name: 'drain-outbox', fn: drainOutbox, table: state.users, patterns: [newMessages] }, of);
  const schedule = new LambdaFunction<ScheduleInputs>(
    stack,
    {
      ...bundles,
      name: 'schedule',
      timeoutSeconds: 240,
      memoryMb: 512,
      variables: { ...core, CHAT_BUCKET: chat.files.bucketName },
      rights: [
        ...tableRights(stack, tablesOf(state), 'change'),
        // An erasure that was interrupted is finished here, with the files of their chats.
        ...chatFileRights(stack, chat.files, { kept: ['remove'] }),
        ...secretRights(stack, [state.key.arn]),
      ],
    },
    of,
  );
  return { api: apiOf(stack, needs), drainOutbox, schedule, mailEvents: mailEventsOf(stack, needs) };
};

const apiOf = (stack: Stack, needs: FunctionsNeeds): LambdaFunction<ApiInputs> => {
  const { state, chat, bundles, parent } = needs;
  const webhook = state.resend?.webhook.arn;
  return new LambdaFunction<ApiInputs>(
    stack,
    {
      name: 'api',
      ...(bundles === undefined ? {} : { bundles }),
      // An HTTP API waits for 30 seconds.
      timeoutSeconds: 29,
      memoryMb: 1_024,
      variables: {
        ...coreVariables(stack, needs),
        ORIGIN_SECRET_ID: state.origin.secretArn,
        CHAT_SOCKET_URL: chat.sockets.url,
        CHAT_SOCKET_ENDPOINT: chat.sockets.endpoint,
        CHAT_BUCKET: chat.files.bucketName,
        CHAT_QUEUE_URL: chat.missed.url,
        ...(webhook === undefined ? {} : { RESEND_WEBHOOK_SECRET_ID: webhook }),
      },
      rights: [
        ...tableRights(stack, tablesOf(state), 'write'),
        ...secretRights(stack, [state.key.arn, state.origin.secretArn, ...(webhook === undefined ? [] : [webhook])]),
        // Forms and links do what who signed them may do.
        ...chatFileRights(stack, chat.files, { incoming: ['put', 'get', 'remove'], kept: ['put', 'get', 'remove'] }),
        ...socketRights(chat.sockets),
        ...sendRights(stack, chat.missed),
      ],
    },
    { parent },
  );
};

/**
 * New rows of the outbox; those that the drain itself changed would call it again and again. A tick a minute finds all others: what became
 * due since, and what somebody let be tried again.
 */
const newMessages = { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'outbox#' }] } } } };

const mailEventsOf = (stack: Stack, needs: FunctionsNeeds): LambdaFunction<MailEventsInputs> => {
  const { state, mail, parent } = needs;
  const { queue } = mail.events;
  const made = new LambdaFunction<MailEventsInputs>(
    stack,
    {
      name: 'mail-events',
      ...(needs.bundles === undefined ? {} : { bundles: needs.bundles }),
      timeoutSeconds: mailEventsTimeoutSeconds,
      memoryMb: 512,
      variables: coreVariables(stack, needs),
      rights: [
        // A member, whose two items lie in these.
        ...tableRights(stack, [state.users, state.surveys], 'amend'),
        // What mails to them did not arrive means for their conversations.
        ...tableRights(stack, [state.relays], 'amend'),
        ...tableRights(stack, [state.relays], 'hold'),
        ...secretRights(stack, [state.key.arn]),
        ...receiveRights(stack, queue),
      ],
    },
    { parent },
  );
  new QueueMapping(stack, { name: 'mail-events', fn: made, queue }, { parent });
  return made;
};
