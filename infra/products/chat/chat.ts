import type { ChatMissedInputs, ChatSocketInputs } from '../../env-for.ts';
import { LambdaFunction } from '../../platform/function.ts';
import { QueueMapping } from '../../platform/mappings.ts';
import { receiveRights, sendRights } from '../../platform/queue-rights.ts';
import { secretRights } from '../../platform/secret.ts';
import { socketRights, SocketRoutes } from '../../platform/socket-api.ts';
import type { Stack } from '../../platform/stack.ts';
import { tableRights } from '../../platform/table-rights.ts';
import { coreVariables, type FunctionsNeeds } from '../introductions/functions.ts';
import { missedTimeoutSeconds } from './place.ts';

/** What two members write to each other live: their windows, and what one of them missed. */
export interface Chat {
  readonly chatSocket: LambdaFunction<ChatSocketInputs>;
  readonly chatMissed: LambdaFunction<ChatMissedInputs>;
}

export const chatOf = (stack: Stack, needs: FunctionsNeeds): Chat => ({
  chatSocket: chatSocketOf(stack, needs),
  chatMissed: chatMissedOf(stack, needs),
});

const chatSocketOf = (stack: Stack, needs: FunctionsNeeds): Chat['chatSocket'] => {
  const { state, chat, bundles, parent } = needs;
  const made = new LambdaFunction<ChatSocketInputs>(
    stack,
    {
      name: 'chat-socket',
      ...(bundles === undefined ? {} : { bundles }),
      // A WebSocket API waits for 29 seconds.
      timeoutSeconds: 29,
      memoryMb: 1_024,
      variables: {
        ...coreVariables(stack, needs),
        CHAT_SOCKET_ENDPOINT: chat.sockets.endpoint,
        CHAT_QUEUE_URL: chat.missed.url,
      },
      rights: [
        // Who writes is signed in, and may write to the other one.
        ...tableRights(stack, [state.users, state.matches], 'read'),
        ...tableRights(stack, [state.relays], 'write'),
        ...socketRights(chat.sockets),
        ...sendRights(stack, chat.missed),
        ...secretRights(stack, [state.key.arn]),
      ],
    },
    { parent },
  );
  new SocketRoutes(stack, { name: 'chat', api: chat.sockets, to: made }, { parent });
  return made;
};

const chatMissedOf = (stack: Stack, needs: FunctionsNeeds): Chat['chatMissed'] => {
  const { state, chat, bundles, parent } = needs;
  const made = new LambdaFunction<ChatMissedInputs>(
    stack,
    {
      name: 'chat-missed',
      ...(bundles === undefined ? {} : { bundles }),
      timeoutSeconds: missedTimeoutSeconds,
      memoryMb: 512,
      variables: { ...coreVariables(stack, needs), CHAT_SOCKET_ENDPOINT: chat.sockets.endpoint },
      rights: [
        ...tableRights(stack, [state.users, state.matches], 'read'),
        ...tableRights(stack, [state.relays], 'change'),
        // Whoever waits at a window sees that it went by mail.
        ...socketRights(chat.sockets),
        ...receiveRights(stack, chat.missed),
        ...secretRights(stack, [state.key.arn]),
      ],
    },
    { parent },
  );
  new QueueMapping(stack, { name: 'chat-missed', fn: made, queue: chat.missed }, { parent });
  return made;
};
