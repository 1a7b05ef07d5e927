import type { EmailAddress } from './email-address.ts';
import type { Instant } from './instant.ts';

/** Hands mails to whoever delivers them: `M` is one as they take it. */
export interface Sender<M> {
  /** Whether a key that was accepted before is not delivered a second time. */
  readonly honoursKeys: boolean;
  /**
   * Gives one mail away under an idempotency key. Throws when nobody knows what became of it (a time-out, garbage for an answer):
   * sending it again with the same key is then right, and harmless where keys are honoured. A key that comes back with another mail is
   * accepted without being delivered, or refused as `mail.key_reused`: the earlier mail has left.
   */
  readonly send: (mail: M, key: string) => Promise<MailOutcome>;
}

/** For mails that Loop writes itself. */
export type Mailer = Sender<RenderedMail>;

export type MailOutcome =
  /** `wireId` is the Message-ID (without brackets) that it travels under, where that is known and not the one it was given away with. */
  | { readonly kind: 'accepted'; readonly wireId?: string | undefined }
  /** It will never be taken; `code` is the provider's reason, without any address. */
  | { readonly kind: 'refused'; readonly code: string }
  /**
   * Not now, and surely not taken: too many at once, or the provider is down. `afterMs` is its `Retry-After`. With `closed` it takes
   * nothing of anybody until an operator does something (a wrong key, a quota that is used up), which the code says; no mail is at fault.
   */
  | { readonly kind: 'try_later'; readonly afterMs?: number | undefined; readonly closed?: string };

/** `headers` beside those of every mail, for example `List-Unsubscribe` (RFC 2369) and `List-Unsubscribe-Post` (RFC 8058). */
export interface RenderedMail {
  readonly to: EmailAddress;
  readonly from: string;
  readonly subject: string;
  readonly html: string;
  readonly text: string;
  readonly headers: Readonly<Record<string, string>>;
  /** What sort of mail it is, for the provider's statistics: lower-case letters and `-`, nothing personal. */
  readonly kind?: string | undefined;
  /** When it was first tried: what its `Date` says, so that a later attempt sends the same bytes. */
  readonly writtenAt?: Instant | undefined;
}
