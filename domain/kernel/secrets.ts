import type { CanonicalAddress } from './email-address.ts';
import type { MemberId } from './member-id.ts';

/** Everything that must not be guessed. In production on the system's secure randomness and the community's own secret key. */
export interface Secrets {
  /** 256 random bits, 43 characters of base64url (RFC 4648, 5). */
  readonly token: () => string;
  /** 128 random bits, 26 characters of lower-case base32 (RFC 4648, 6, without padding). */
  readonly aliasToken: () => string;
  /** What is stored in place of a token: its SHA-256 in base64url. */
  readonly hash: (token: string) => string;
  /** The id that the person of an address has in this community. */
  readonly memberIdOf: (address: CanonicalAddress) => MemberId;
  /** A keyed signature (HMAC-SHA-256, base64url) of a subject for one purpose; the same every time, and no other purpose's. */
  readonly sign: (purpose: SignedPurpose, subject: string) => string;
  /** Whether `signature` is that of `sign`, compared in constant time. */
  readonly isSigned: (purpose: SignedPurpose, subject: string, signature: string) => boolean;
  /** `text` so that nobody reads it who has no key of the community, bound to a subject (AES-256-GCM); another time it looks different. */
  readonly seal: (subject: string, text: string) => string;
  /** What was sealed for this subject; `undefined` for anything else: another subject, another key, a damaged text. */
  readonly unseal: (subject: string, sealed: string) => string | undefined;
}

/**
 * Links that may be followed more than once, as what they do is the same however often it is done; forms; and keys that must tell
 * nothing of what they were made from: `caller` counts who asks, `report` knows a report again, `relay-hop` a mail of ours that comes back.
 * `voice` is a place for a recording, `chat-file` a form or a link for a file where it is our own server that stores it.
 */
export type SignedPurpose =
  'unsubscribe' | 'skip-week' | 'did-you-meet' | 'conversation' | 'form' | 'caller' | 'report' | 'relay-hop' | 'voice' | 'chat-file';
