import type { ReceiveMailInputs, SendRelayedInputs } from '../../env-for.ts';
import { chatFileRights } from '../../platform/chat-files.ts';
import { LambdaFunction } from '../../platform/function.ts';
import { QueueMapping, StreamMapping } from '../../platform/mappings.ts';
import { Queue } from '../../platform/queue.ts';
import { visibilitySecondsFor } from '../../platform/queue-plan.ts';
import { receiveRights } from '../../platform/queue-rights.ts';
import { rawMailRights } from '../../platform/raw-mails.ts';
import { Receiving } from '../../platform/receiving.ts';
import { rawPrefix } from '../../platform/receiving-plan.ts';
import { secretRights } from '../../platform/secret.ts';
import { socketRights } from '../../platform/socket-api.ts';
import type { DnsRecord } from '../../platform/site-records.ts';
import type { Stack } from '../../platform/stack.ts';
import { streamRights, tableRights } from '../../platform/table-rights.ts';
import { coreVariables, type FunctionsNeeds } from '../introductions/functions.ts';

/** Mail between two members who were introduced: what comes in, and what is passed on. */
export interface Relay {
  readonly queue: Queue;
  readonly receiveMail: LambdaFunction<ReceiveMailInputs>;
  readonly sendRelayed: LambdaFunction<SendRelayedInputs>;
  readonly dnsRecords: readonly DnsRecord[];
}

export const relayOf = (stack: Stack, needs: FunctionsNeeds): Relay => {
  const of = { parent: needs.parent };
  const receiving = new Receiving(stack, { name: 'inbound' }, of);
  const senders = [{ service: 'sns.amazonaws.com', sourceArn: receiving.topicArn }];
  const visibilitySeconds = visibilitySecondsFor(timeoutSeconds);
  const queue = new Queue(stack, { name: 'receive-mail', visibilitySeconds, senders }, of);
  receiving.deliverTo(queue, { dependsOn: [queue] });
  return {
    queue,
    receiveMail: receiveMailOf(stack, needs, { receiving, queue }),
    sendRelayed: sendRelayedOf(stack, needs, receiving),
    dnsRecords: receiving.dnsRecords,
  };
};

/**
 * A mail of 25 MB is read, made anew and looked through in seconds, its PDFs in threads with limits of their own; a function has more than
 * half of a processor with this memory, and a mail takes four times its size.
 */
const [timeoutSeconds, memoryMb] = [60, 1_024];

const receiveMailOf = (
  stack: Stack,
  needs: FunctionsNeeds,
  { receiving, queue }: { readonly receiving: Receiving; readonly queue: Queue },
): Relay['receiveMail'] => {
  const { state, chat, bundles, parent } = needs;
  const made = new LambdaFunction<ReceiveMailInputs>(
    stack,
    {
      name: 'receive-mail',
      ...(bundles === undefined ? {} : { bundles }),
      timeoutSeconds,
      memoryMb,
      variables: {
        ...coreVariables(stack, needs),
        RAW_BUCKET: receiving.mails.bucketName,
        RAW_PREFIX: rawPrefix,
        INBOUND_TOPIC_ARN: receiving.topicArn,
        CHAT_BUCKET: chat.files.bucketName,
        CHAT_SOCKET_ENDPOINT: chat.sockets.endpoint,
      },
      rights: [
        // Who may write is asked; what is passed on, and what Loop has to say of it, is written.
        ...tableRights(stack, [state.matches], 'read'),
        ...tableRights(stack, [state.users], 'workThrough'),
        // One of a pair stays as it is while the other is counted; that nothing comes of a mail is noted, once or again; windows of the
        // chat at whose end nobody is any more are taken away.
        ...tableRights(stack, [state.relays], 'write'),
        ...rawMailRights(stack, receiving.mails),
        // The chat keeps what it shows of a mail, in open windows at once.
        ...chatFileRights(stack, chat.files, { kept: ['put'] }),
        ...socketRights(chat.sockets),
        ...secretRights(stack, [state.key.arn]),
        ...receiveRights(stack, queue),
      ],
    },
    { parent },
  );
  // One mail a call: a slow one holds up no other, and is not the reason that others are passed on later.
  new QueueMapping(stack, { name: 'receive-mail', fn: made, queue, batchSize: 1 }, { parent });
  return made;
};

const sendRelayedOf = (stack: Stack, needs: FunctionsNeeds, { mails }: Receiving): Relay['sendRelayed'] => {
  const { state, mail, bundles, parent } = needs;
  const made = new LambdaFunction<SendRelayedInputs>(
    stack,
    {
      name: 'send-relayed',
      ...(bundles === undefined ? {} : { bundles }),
      // The tick of the next minute goes on.
      timeoutSeconds,
      memoryMb,
      variables: {
        ...coreVariables(stack, needs),
        RAW_BUCKET: mails.bucketName,
        SES_CONFIGURATION_SET: mail.relayed.configurationSet,
      },
      rights: [
        ...tableRights(stack, [state.users, state.surveys], 'read'),
        // The pace of what is sent lies beside matches.
        ...tableRights(stack, [state.matches, state.relays], 'workThrough'),
        ...rawMailRights(stack, mails),
        ...secretRights(stack, [state.key.arn]),
        ...mail.relayed.rights,
        ...streamRights(stack, state.relays),
      ],
    },
    { parent },
  );
  new StreamMapping(stack, { name: 'send-relayed', fn: made, table: state.relays, patterns: [newDepartures] }, { parent });
  return made;
};

/** New rows of the relay's outbox; a tick a minute finds all others, as it does those of the other outbox. */
const newDepartures = { eventName: ['INSERT'], dynamodb: { Keys: { pk: { S: [{ prefix: 'relay-outbox#' }] } } } };
