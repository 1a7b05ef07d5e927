import { createApp } from '../../adapters/http/app.ts';
import type { WebNeeds } from '../../adapters/http/needs.ts';
import { createChatSocket } from '../../adapters/websocket/chat-socket.ts';
import { createCalendar } from '../../adapters/bridges/round-rules.ts';
import { createSurveyDesk } from '../../adapters/bridges/participants-from-members.ts';
import { community, links, type ProductAround, rules } from './product-around.ts';
import type { Product } from './product-world.ts';

/** How browsers reach one process of the product: its pages and routes, and its end of their WebSockets. */
export const doorsOf = (around: ProductAround, product: Product, onFault: (fault: unknown) => void) => {
  const { clock, secrets, operators } = around;
  const { handIn, block, unblock, report, act, share } = product;
  const needs: WebNeeds = {
    community,
    survey: rules.survey,
    surveyDesk: createSurveyDesk(rules.survey),
    calendar: createCalendar(rules.calendar),
    zone: rules.calendar.zone,
    clock,
    secrets,
    operators,
    baseUrl: links.baseUrl,
    relayDomain: links.relayDomain,
    callerOf: () => 'one caller',
    observe: ({ fault }) => {
      if (fault !== undefined) onFault(fault);
    },
    membership: { ...product, handInSurvey: handIn, blockMember: block, unblockMember: unblock, reportMember: report },
    introductions: product,
    relay: { ...product, actOnConversation: act, shareAddress: share, onLookUp: () => undefined },
    chat: { ...product, socketUrl, fileOrigins: [] },
  };
  return { app: createApp(needs), socket: createChatSocket({ ...product, clock, baseUrl: links.baseUrl, onFault }) };
};
export type Doors = ReturnType<typeof doorsOf>;

export const socketUrl = 'wss://sockets.example.org/live';
