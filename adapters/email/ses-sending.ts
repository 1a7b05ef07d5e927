import { SendEmailCommand, type SendEmailCommandInput, SESv2Client, type SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import { hourMs, minuteMs } from '../../domain/kernel/instant.ts';
import type { MailOutcome } from '../../domain/kernel/mailer.ts';
import { wasNotReached } from './unreached.ts';

export interface SesConnection {
  readonly configurationSet?: string | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly credentials?: SESv2ClientConfig['credentials'];
  /** No request waits longer for its answer. */
  readonly deadlineMs: number;
}

/** One mail for SES, as it travels, and what it is counted under. */
export interface SesMail {
  readonly source: Uint8Array;
  readonly to: string;
  /** Values of letters, digits, `-` and `_`. */
  readonly tags: Readonly<Record<string, string>>;
}

/**
 * Sends through Amazon SES v2 (https://docs.aws.amazon.com/ses/latest/APIReference-V2/API_SendEmail.html) and answers with the id that it
 * gave the mail. It knows no keys, so each request may deliver a copy, and the SDK repeats none by itself. Codes are names of SES errors,
 * without their messages. Where the account or the sender is at fault and no mail is, the mailer is `closed`. Throws where nobody knows
 * whether a mail was taken.
 */
export const createSesSending = (connection: SesConnection): ((mail: SesMail) => Promise<SesOutcome>) => {
  const client = new SESv2Client(configOf(connection));
  return async (mail) => {
    const command = new SendEmailCommand(inputOf(mail, connection));
    try {
      const { MessageId } = await client.send(command, { abortSignal: AbortSignal.timeout(connection.deadlineMs) });
      if (MessageId === undefined || MessageId === '') throw new Error('an answer of success without the id of a mail');
      return { kind: 'accepted', id: MessageId };
    } catch (error) {
      const refusal = refusalOf(error);
      if (refusal === undefined) throw error;
      return refusal;
    }
  };
};

export type SesOutcome = NotAccepted | { readonly kind: 'accepted'; readonly id: string };
type NotAccepted = Exclude<MailOutcome, { readonly kind: 'accepted' }>;

const inputOf = ({ source, to, tags }: SesMail, { configurationSet }: SesConnection): SendEmailCommandInput => {
  const named = Object.entries(tags).map(([Name, Value]) => ({ Name, Value }));
  return {
    Destination: { ToAddresses: [to] },
    Content: { Raw: { Data: source } },
    ...(configurationSet === undefined ? {} : { ConfigurationSetName: configurationSet }),
    ...(named.length === 0 ? {} : { EmailTags: named }),
  };
};

const configOf = ({ region, endpoint, credentials, deadlineMs }: SesConnection): SESv2ClientConfig => ({
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials }),
  maxAttempts: 1,
  requestHandler: { connectionTimeout: deadlineMs, requestTimeout: deadlineMs, throwOnRequestTimeout: true },
});

/** What an error says for sure; undefined where it leaves open whether the mail was taken. */
const refusalOf = (error: unknown): NotAccepted | undefined => {
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

const closed = (code: string, afterMs: number = minuteMs): NotAccepted => ({ kind: 'try_later', afterMs, closed: code });
