import type { EmailAddress } from './email-address.ts';

/** Hands mails to whoever delivers them. */
export interface Mailer {
  /** Whether a key that was accepted before is not delivered a second time. */
  readonly honoursKeys: boolean;
  /**
   * Gives one mail away under an idempotency key. Throws when nobody knows what became of it (a time-out, garbage for an answer):
   * sending it again with the same key is then right, and harmless where keys are honoured.
   */
  readonly send: (mail: RenderedMail, key: string) => Promise<MailOutcome>;
}

export type MailOutcome =
  | { readonly kind: 'accepted' }
  /** It will never be taken; `code` is the provider's reason, without any address. */
  | { readonly kind: 'refused'; readonly code: string }
  /** Not now: too many at once, or the provider is down. `afterMs` is its `Retry-After`. */
  | { readonly kind: 'try_later'; readonly afterMs?: number };

/** `headers` beside those of every mail, for example `List-Unsubscribe` (RFC 2369) and `List-Unsubscribe-Post` (RFC 8058). */
export interface RenderedMail {
  readonly to: EmailAddress;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
}
