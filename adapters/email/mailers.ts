import type { SESv2ClientConfig } from '@aws-sdk/client-sesv2';
import type { Clock } from '../../domain/kernel/clock.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { Secret, SecretValues } from '../config/secret.ts';
import type { SendingSettings } from './drain-limits.ts';
import { createResendMailer, type KeySource } from './resend-mailer.ts';
import { createSesMailer } from './ses-mailer.ts';
import { createSmtpMailer } from './smtp-mailer.ts';

/** Who takes the mails, and how fast; secrets are values that do not print, or names of them. */
export type MailerSettings = ResendSettings | SesSettings | SmtpSettings;

export interface ResendSettings extends SendingSettings {
  readonly kind: 'resend';
  readonly apiKey: Secret | { readonly secretId: string };
  /** Where Resend answers, if not at its own address; for tests. */
  readonly baseUrl?: string | undefined;
}

/** The region's own quota of mails a second is the account's; `ratePerSecond` is to stay below it. */
export interface SesSettings extends SendingSettings {
  readonly kind: 'ses';
  readonly configurationSet?: string | undefined;
}

/** For development. `url` is `smtp://user:password@host:port`, or `smtps://…` where TLS begins with the connection. */
export interface SmtpSettings extends SendingSettings {
  readonly kind: 'smtp';
  readonly url: Secret;
}

export interface MailerParts {
  readonly clock: Clock;
  /** Needed where a setting names a secret. */
  readonly secretValues?: SecretValues | undefined;
  readonly region?: string | undefined;
  readonly endpoint?: string | undefined;
  readonly credentials?: SESv2ClientConfig['credentials'];
  /** What Loop calls itself to a provider. */
  readonly version?: string | undefined;
  /** No attempt waits longer for an answer. */
  readonly deadlineMs?: number | undefined;
}

export const createMailer = (settings: MailerSettings, parts: MailerParts): Mailer => {
  const { clock, deadlineMs = deadlineMsDefault, region, endpoint, credentials, version = versionDefault } = parts;
  switch (settings.kind) {
    case 'resend':
      return createResendMailer({ key: keyOf(settings, parts), baseUrl: settings.baseUrl, version, deadlineMs });
    case 'ses':
      return createSesMailer({ configurationSet: settings.configurationSet, region, endpoint, credentials, clock, deadlineMs });
    case 'smtp':
      return createSmtpMailer({ url: settings.url, clock, deadlineMs });
  }
};

const deadlineMsDefault = 10_000;
const versionDefault = '0.1.0';

const keyOf = ({ apiKey }: ResendSettings, { secretValues }: MailerParts): KeySource => {
  if ('reveal' in apiKey) return { read: async () => Promise.resolve(apiKey), refresh: async () => Promise.resolve(apiKey) };
  invariant(secretValues !== undefined, 'whoever names a secret can read it');
  const { secretId } = apiKey;
  return { read: async () => secretValues.read(secretId), refresh: async () => secretValues.refresh(secretId) };
};
