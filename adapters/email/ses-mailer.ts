import { SendEmailCommand, SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import type { Clock } from '../../domain/kernel/clock.ts';
import { hourMs, minuteMs } from '../../domain/kernel/instant.ts';
import type { Mailer, MailOutcome } from '../../domain/kernel/mailer.ts';
import { composeMail } from './compose.ts';
import { wasNotReached } from './unreached.ts';

export interface SesOptions {
  readonly configurationSet?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly credentials?: SESv2ClientConfig['credentials'];
  readonly clock: Clock;
  /** No request waits longer for its answer. */
  readonly deadlineMs: number;
}

/**
 * Mails through Amazon SES v2 (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html), as they travel. It knows no
 * keys, so each request may deliver a copy, and the SDK repeats none by itself. Codes are names of SES errors, without their messages.
 * Where the account or the sender is at fault and no mail is, the mailer is `closed`. Throws where nobody knows whether a mail was taken.
 */
export const createSesMailer = (options: SesOptions): Mailer => {
  const client = new SESv2Client(configOf(options));
  return {
    honoursKeys: false,
    send: async (mail, key) => {
      const source = await composeMail(mail, { key, at: mail.writtenAt ?? options.clock.now() });
      const command = new SendEmailCommand({
        Destination: { ToAddresses: [mail.to] },
        Content: { Raw: { Data: Buffer.from(source) } },
        ...(options.configurationSet === undefined ? {} : { ConfigurationSetName: options.configurationSet }),
        ...(mail.kind === undefined ? {} : { EmailTags: [{ Name: 'kind', Value: mail.kind }] }),
      });
      try {
        const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(options.deadlineMs) });
        if (MessageId === undefined || MessageId === '') throw new Error('an answer of success without the id of a mail');
        return { kind: 'accepted' };
      } catch (error) {
        const refusal = refusalOf(error);
        if (refusal === undefined) throw error;
        return refusal;
      }
    },
  };
};

const configOf = ({ region, endpoint, credentials, deadlineMs }: SesOptions): SESv2ClientConfig => ({
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials }),
  maxAttempts: 1,
  requestHandler: { connectionTimeout: deadlineMs, requestTimeout: deadlineMs, throwOnRequestTimeout: true },
});

/** What an error says for sure; undefined where it leaves open whether the mail was taken. */
const refusalOf = (error: unknown): MailOutcome | undefined => {
  if (!(error instanceof Error)) return undefined;
  const status = '$metadata' in error ? statusOf(error.$metadata) : undefined;
  switch (error.name) {
    // https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html, Errors
    case 'TooManyRequestsException':
    case 'ThrottlingException':
    case 'Throttling':
    case 'ServiceUnavailable':
    case 'ServiceUnavailableException':
      return { kind: 'try_later' };
    case 'LimitExceededException':
      return closed('mail.quota_used_up', hourMs);
    case 'AccountSuspendedException':
    case 'SendingPausedException':
      return closed('mail.account_suspended');
    case 'MailFromDomainNotVerifiedException':
      return closed('mail.sender_refused');
    case 'NotFoundException':
      return closed('mail.provider_not_found');
    case 'AccessDeniedException':
    case 'UnrecognizedClientException':
    case 'InvalidClientTokenId':
    case 'InvalidSignatureException':
    case 'SignatureDoesNotMatch':
    case 'ExpiredTokenException':
    case 'CredentialsProviderError':
      return closed('mail.key_refused');
    case 'MessageRejected':
      // The account is in the sandbox, or the sender's address was never verified; otherwise it is about what the mail contains.
      return /not verified/i.test(error.message) ? closed('mail.sender_refused') : { kind: 'refused', code: 'ses.message_rejected' };
    case 'BadRequestException':
      return { kind: 'refused', code: 'ses.bad_request' };
    default:
      if (status === 429 || status === 503 || wasNotReached(error)) return { kind: 'try_later' };
      return undefined;
  }
};

const statusOf = (metadata: unknown): unknown =>
  typeof metadata === 'object' && metadata !== null && 'httpStatusCode' in metadata ? metadata.httpStatusCode : undefined;

const closed = (code: string, afterMs: number = minuteMs): MailOutcome => ({ kind: 'try_later', afterMs, closed: code });
