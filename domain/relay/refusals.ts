/** Why a mail is not relayed; also the order in which reasons are looked for, and so which of several is told (relay rules, 1.1). */
export const refusalCodes = [
  'relay.too_large',
  'relay.malformed',
  'relay.automatic',
  'relay.unauthenticated',
  'relay.alias_unknown',
  'relay.sender_not_allowed',
  'relay.closed',
  'relay.rate_limited',
  'relay.infected',
  'relay.spam',
  'relay.encrypted',
  'relay.empty',
  'relay.leak',
] as const;
export type RefusalCode = (typeof refusalCodes)[number];

/** A mail that is not relayed. `message` is for its sender: what was wrong and what to do; nothing in it is about the other side. */
export interface RelayRefused {
  readonly code: RefusalCode;
  readonly message: string;
}
