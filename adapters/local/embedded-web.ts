import { getConnInfo } from '@hono/node-server/conninfo';
import type { Container } from 'inversify';
import { kindOf } from '../composition/observed.ts';
import { T } from '../composition/tokens.ts';
import type { Community } from '../config/community.ts';
import type { MailLinks } from '../email/mail-context.ts';
import { callerKey } from '../http/caller.ts';
import type { ObservedRequest, WebNeeds } from '../http/needs.ts';
import type { EmbeddedNeeds } from '../http/routes/embedded-needs.ts';
import { createChatSocket } from '../websocket/chat-socket.ts';
import { type ChatServer, chatSocketPath } from './chat-server.ts';
import type { EmbeddedOptions } from './embedded-options.ts';
import { makeSignInAs } from './sign-in-as.ts';

/** Where somebody reaches the run, and what it was begun with. */
export interface Serving {
  readonly links: MailLinks;
  readonly options: Pick<EmbeddedOptions, 'community' | 'survey' | 'log' | 'onFault'>;
}

/** Lets windows of the chat in. */
export const serveWindows = (container: Container, { windows, links, options }: Serving & { readonly windows: ChatServer }): void => {
  windows.serve(
    createChatSocket({
      ...container.get(T.web.socket),
      sockets: container.get(T.chat.sockets),
      clock: container.get(T.clock),
      baseUrl: links.baseUrl,
      onFault: (fault) => {
        tellFault('chat.failed', fault, options);
      },
    }),
  );
};

/** What only this run has. */
export const embeddedNeedsOf = (
  container: Container,
  {
    community,
    ...given
  }: Pick<EmbeddedNeeds, 'mailbox' | 'moveClock' | 'relay' | 'chatFiles' | 'webFiles'> & { readonly community: Community },
): EmbeddedNeeds => ({
  ...given,
  signInAs: makeSignInAs({
    members: container.get(T.membership.members),
    secrets: container.get(T.secrets),
    clock: container.get(T.clock),
  }),
  recordMailTrouble: container.get(T.membership.recordMailTrouble),
  searchMembers: container.get(T.membership.searchMembers),
  rules: container.get(T.introductions.rules),
  rounds: container.get(T.introductions.rounds),
  sampleOperator: community.operators[0] ?? community.from,
});

/** What its pages need. */
export const needsOf = (container: Container, { links, options }: Serving): WebNeeds => ({
  community: options.community,
  survey: options.survey,
  surveyDesk: container.get(T.membership.surveyDesk),
  calendar: container.get(T.membership.calendar),
  zone: container.get(T.introductions.calendar).zone,
  clock: container.get(T.clock),
  secrets: container.get(T.secrets),
  operators: container.get(T.operators),
  baseUrl: links.baseUrl,
  relayDomain: links.relayDomain,
  callerOf: (context) => callerKey(getConnInfo(context).remote.address),
  observe: (request) => {
    observe(request, options);
  },
  membership: container.get(T.web.membership),
  introductions: container.get(T.web.introductions),
  operator: container.get(T.web.operator),
  relay: container.get(T.web.relay),
  chat: { ...container.get(T.web.chat), socketUrl: `${links.baseUrl.replace(/^http/, 'ws')}${chatSocketPath}`, fileOrigins: [] },
  secondFactor: 'offered',
});

const observe = (
  { method, route, status, ms, fault }: ObservedRequest,
  { log, onFault }: Pick<EmbeddedOptions, 'log' | 'onFault'>,
): void => {
  const told = { method, route, status, ms: Math.round(ms) };
  if (fault === undefined) {
    log('info', 'request', told);
    return;
  }
  log('error', 'request.failed', { ...told, error: kindOf(fault) });
  onFault?.(fault);
};

/** Of what was thrown, its kind is logged, and all of it is for whoever looks for the reason. */
export const tellFault = (event: string, fault: unknown, { log, onFault }: Pick<EmbeddedOptions, 'log' | 'onFault'>): void => {
  log('error', event, { error: kindOf(fault) });
  onFault?.(fault);
};
