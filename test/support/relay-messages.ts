import type { RelayMessage } from '../../domain/relay/message.ts';

/** A relayed mail as plain as can be, but for what a test says. */
export const relayMessage = (message: Partial<RelayMessage> = {}): RelayMessage => ({
  from: { name: 'Jane', address: 'c_jane@relay.example.org' },
  to: 'bob@example.com',
  subject: 'Hello',
  text: 'Hi Bob',
  html: undefined,
  parts: [],
  references: [],
  inReplyTo: undefined,
  messageId: '01@relay.example.org',
  sentAt: Date.UTC(2026, 10, 20, 10),
  hop: 'hop-1',
  listUnsubscribe: undefined,
  ...message,
});
