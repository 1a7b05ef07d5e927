import type { CoreEnv, SendingEnv } from '../config/env.ts';
import type { MailerSettings } from '../email/mailers.ts';
import type { DeployedSettings } from './deployed.ts';

/** Throttling is over within this time or it is told; a request over HTTP has 30 seconds in all. */
const patienceMs = { waited: 8_000, unattended: 90_000 } as const;

/** What an environment says of where to run; `waited` where somebody waits for the answer. */
export const deployedSettingsOf = (env: CoreEnv | SendingEnv, patience: keyof typeof patienceMs): DeployedSettings => ({
  tables: { users: env.USERS_TABLE, surveys: env.SURVEYS_TABLE, matches: env.MATCHES_TABLE, relays: env.RELAY_TABLE },
  region: env.AWS_REGION,
  endpoint: env.AWS_ENDPOINT_URL,
  baseUrl: env.BASE_URL,
  relayDomain: env.RELAY_DOMAIN,
  relayTtlDays: env.RELAY_TTL_DAYS,
  keySecretId: env.KEY_SECRET_ID,
  patienceMs: patienceMs[patience],
  ...('MAILER' in env ? { from: env.FROM_EMAIL, mailer: mailerSettingsOf(env) } : {}),
});

const mailerSettingsOf = (env: SendingEnv): MailerSettings => {
  const { RESEND_API_KEY: apiKey, RESEND_SECRET_ID: secretId, SMTP_URL: url, RESEND_BASE_URL: baseUrl } = env;
  const pace = {
    ratePerSecond: env.RESEND_RATE_LIMIT_PER_SEC,
    retryMax: env.RESEND_RETRY_MAX,
    retryBaseDelayMs: env.RESEND_RETRY_BASE_DELAY,
  };
  switch (env.MAILER) {
    case 'resend':
      return { kind: 'resend', apiKey: apiKey ?? { secretId: secretId ?? '' }, ...pace, baseUrl };
    case 'ses':
      return { kind: 'ses', configurationSet: env.SES_CONFIGURATION_SET, ...pace };
    case 'smtp':
      return { kind: 'smtp', url: url as NonNullable<typeof url>, ...pace };
  }
};
