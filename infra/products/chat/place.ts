import type { Input } from '@pulumi/pulumi';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { ChatFiles } from '../../platform/chat-files.ts';
import { Queue } from '../../platform/queue.ts';
import { visibilitySecondsFor } from '../../platform/queue-plan.ts';
import { SocketApi } from '../../platform/socket-api.ts';
import type { Stack } from '../../platform/stack.ts';

/** What the entry points of the chat share, and has to be there before any of them. */
export interface ChatPlace {
  readonly sockets: SocketApi;
  readonly files: ChatFiles;
  /** Chats to look at once somebody was away for long enough. */
  readonly missed: Queue;
}

/** Ten chats, each two reads and a commit. */
export const missedTimeoutSeconds = 60;

export interface ChatPlaceNeeds {
  readonly baseUrl: Input<string>;
  readonly parent: ComponentResource;
}

export const chatPlaceOf = (stack: Stack, { baseUrl, parent }: ChatPlaceNeeds): ChatPlace => ({
  sockets: new SocketApi(stack, { name: 'chat' }, { parent }),
  files: new ChatFiles(stack, { name: 'chat-files', baseUrl }, { parent }),
  // Each message has a delay of its own, so the queue has none; nobody but our functions sends.
  missed: new Queue(stack, { name: 'chat-missed', visibilitySeconds: visibilitySecondsFor(missedTimeoutSeconds), senders: [] }, { parent }),
});
