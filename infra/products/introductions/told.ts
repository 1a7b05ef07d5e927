import { jsonStringify, type Input } from '@pulumi/pulumi';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { Parameters } from '../../platform/parameters.ts';
import type { Stack } from '../../platform/stack.ts';
import type { Chat } from '../chat/chat.ts';
import type { ChatPlace } from '../chat/place.ts';
import type { Relay } from '../relay/relay.ts';
import type { Functions } from './functions.ts';
import type { Mail } from './mail.ts';
import type { State } from './state.ts';
import type { Timed } from './timed.ts';

export interface ToldNeeds {
  readonly state: State;
  readonly mail: Mail;
  readonly functions: Functions;
  readonly relay: Relay;
  readonly chat: ChatPlace;
  readonly chatting: Chat;
  readonly timed: Timed;
  readonly baseUrl: Input<string>;
  readonly parent: ComponentResource;
}

type Lettered = Pick<ToldNeeds, 'mail' | 'functions' | 'relay' | 'chat' | 'chatting' | 'timed'>;

/** Queues that functions read, by what they hold. */
export const readQueues = ({ mail, relay, chat }: Pick<ToldNeeds, 'mail' | 'relay' | 'chat'>) => [
  { name: 'mail-events', queue: mail.events.queue },
  { name: 'receive-mail', queue: relay.queue },
  { name: 'chat-missed', queue: chat.missed },
];

/** Every queue of dead letters of a stack, by what it holds; only those of a queue can be sent back to where they came from. */
export const deadLettersOf = ({ functions, relay, chatting, timed, ...needs }: Lettered) => [
  ...readQueues({ ...needs, relay }).map(({ name, queue }) => ({ name, letters: queue.deadLetters, source: queue.url })),
  ...[
    ['api-calls', functions.api.deadLetters] as const,
    ['drain-outbox-calls', functions.drainOutbox.deadLetters] as const,
    ['schedule-calls', functions.schedule.deadLetters] as const,
    ['mail-events-calls', functions.mailEvents.deadLetters] as const,
    ['receive-mail-calls', relay.receiveMail.deadLetters] as const,
    ['send-relayed-calls', relay.sendRelayed.deadLetters] as const,
    ['chat-socket-calls', chatting.chatSocket.deadLetters] as const,
    ['chat-missed-calls', chatting.chatMissed.deadLetters] as const,
    ['schedules', timed.deadLetters] as const,
  ].map(([name, letters]) => ({ name, letters, source: undefined })),
];

/** What `loop … --stack` reads of a stack: adapters/config/stack.ts. */
export const tell = (stack: Stack, needs: ToldNeeds): void => {
  const { state, mail, baseUrl, parent } = needs;
  const { settings } = stack;
  const { RESEND_SECRET_ID: resend, SES_CONFIGURATION_SET: set } = mail.variables;
  new Parameters(
    stack,
    {
      values: {
        'users-table': state.users.tableName,
        'surveys-table': state.surveys.tableName,
        'matches-table': state.matches.tableName,
        'relays-table': state.relays.tableName,
        'relay-domain': settings.relayDomain,
        'relay-ttl-days': String(settings.relayTtlDays),
        'base-url': baseUrl,
        'from-email': settings.fromEmail,
        'key-secret-id': state.key.arn,
        mailer: settings.mailer,
        ...(resend === undefined ? {} : { 'resend-secret-id': resend }),
        ...(set === undefined ? {} : { 'ses-configuration-set': set }),
        ...Object.fromEntries(
          deadLettersOf(needs).map(({ name, letters, source }) => [
            `dead-letters/${name}`,
            jsonStringify({ queue: letters.url, ...(source === undefined ? {} : { source }) }),
          ]),
        ),
      },
    },
    { parent },
  );
};
