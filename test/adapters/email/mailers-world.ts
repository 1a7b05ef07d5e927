import { createSecretValues, type Secret, secretOf } from '../../../adapters/config/secret.ts';
import { createMailer, type MailerSettings } from '../../../adapters/email/mailers.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Mailer, MailOutcome } from '../../../domain/kernel/mailer.ts';
import { aMail } from '../../contracts/mailer.contract.ts';
import { openSecretsWire } from '../../support/wire-secrets.ts';
import { openResendWire, type ResendFault, wireApiKey } from '../../support/wire-resend.ts';

export const start = Date.UTC(2026, 10, 23, 9) as Instant;
/** Long enough for any answer on a busy machine, or short for one that never comes. */
export const deadlineMs = 10_000;
export const shortDeadlineMs = 200;
export const deadlineFor = (fault: unknown): number => (JSON.stringify(fault).includes('silence') ? shortDeadlineMs : deadlineMs);

/** AWS as a client of a test meets it: nowhere but at `endpoint`, and as nobody. */
export const awsAt = (endpoint: string) => ({
  endpoint,
  region: 'eu-central-1',
  credentials: { accessKeyId: 'test', secretAccessKey: 'test' },
});

export const mailerOf = (
  settings: MailerSettings,
  more: { readonly endpoint?: string; readonly deadlineMs?: number | undefined } = {},
): Mailer =>
  createMailer(settings, {
    ...awsAt(more.endpoint ?? 'http://127.0.0.1:9'),
    clock: createStillClock(start),
    version: '1.2.3',
    deadlineMs: more.deadlineMs ?? deadlineMs,
  });

/** What became of one mail; `unknown` where the mailer threw. */
export const outcomeOf = async (mailer: Mailer, key = 'key', mail = aMail()): Promise<MailOutcome | 'unknown'> =>
  mailer.send(mail, key).catch(() => 'unknown' as const);

export const resendWorld = async ({ apiKey = secretOf(wireApiKey) }: { readonly apiKey?: Secret } = {}) => {
  const wire = await openResendWire();
  const settings = { kind: 'resend', apiKey, baseUrl: wire.url } as const;
  /** A mailer that meets this fault. */
  const meeting = (fault: ResendFault): Mailer => {
    wire.suffer([fault]);
    return mailerOf(settings, { deadlineMs: deadlineFor(fault) });
  };
  return { wire, mailer: mailerOf(settings), hasty: mailerOf(settings, { deadlineMs: shortDeadlineMs }), meeting, close: wire.close };
};

/** Resend whose key lies in Secrets Manager, under the name `resend`. */
export const resendWithStoredKey = async () => {
  const [wire, aws] = await Promise.all([openResendWire(), openSecretsWire()]);
  aws.secrets.set('resend', wireApiKey);
  const clock = createStillClock(start);
  const secretValues = createSecretValues({ ...awsAt(aws.url), clock });
  const settings = { kind: 'resend', apiKey: { secretId: 'resend' }, baseUrl: wire.url } as const;
  const mailer = createMailer(settings, { clock, secretValues, deadlineMs });
  const close = async () => {
    await Promise.all([wire.close(), aws.close()]);
  };
  return { wire, aws, clock, mailer, close };
};
