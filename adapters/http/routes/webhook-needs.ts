import type { RecordMailTrouble } from '../../../domain/membership/mail-trouble.ts';

export const resendWebhookPath = '/webhooks/resend';

/** What tells us of bounces and complaints when Resend delivers our mails. */
export interface ResendWebhookNeeds {
  /** The secrets that a delivery may be signed with now, `whsec_…`: two of them while the one is replaced by the other. */
  readonly secrets: () => Promise<readonly string[]>;
  readonly recordMailTrouble: RecordMailTrouble;
}
