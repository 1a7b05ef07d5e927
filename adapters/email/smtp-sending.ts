import SMTPConnection from 'nodemailer/lib/smtp-connection';
import { minuteMs } from '../../domain/kernel/instant.ts';
import type { MailOutcome } from '../../domain/kernel/mailer.ts';
import type { Secret } from '../config/secret.ts';

export interface SmtpServer {
  /** `smtp://user:password@host:port` or `smtps://…`; name and password as URLs write them, and only if the server asks for them. */
  readonly url: Secret;
  /** No step of a conversation waits longer. */
  readonly deadlineMs: number;
}

export interface SmtpEnvelope {
  readonly from: string;
  readonly to: string;
}

/**
 * Sends over SMTP (RFC 5321), one connection a mail. 4xx means later, 5xx never (`smtp.550`). Throws where a conversation ends without a
 * word after the mail was begun. Throws a `TypeError` at once where the URL is none.
 */
export const createSmtpSending = ({
  url,
  deadlineMs,
}: SmtpServer): ((envelope: SmtpEnvelope, source: string | Buffer) => Promise<MailOutcome>) => {
  const { options, auth } = serverOf(url);
  const timeouts = { connectionTimeout: deadlineMs, greetingTimeout: deadlineMs, socketTimeout: deadlineMs, dnsTimeout: deadlineMs };
  return async ({ from, to }, source) => {
    const connection = new SMTPConnection({ ...options, ...timeouts });
    // An error after the conversation is over is nobody's.
    connection.on('error', () => undefined);
    try {
      const refusal = await opened(connection, auth);
      return refusal ?? (await sent(connection, { from, to: [to] }, source));
    } finally {
      connection.close();
    }
  };
};

type Connection = InstanceType<typeof SMTPConnection>;
type Auth = { readonly user: string; readonly pass: string } | undefined;

/** Connects and says who we are: why not, or nothing. Until then no mail was mentioned. */
const opened = async (connection: Connection, auth: Auth): Promise<MailOutcome | undefined> =>
  new Promise((resolve) => {
    connection.once('error', () => {
      resolve({ kind: 'try_later' });
    });
    connection.connect((error) => {
      if (error !== undefined && error !== null) resolve({ kind: 'try_later' });
      else if (auth === undefined) resolve(undefined);
      else
        connection.login({ ...auth }, (refused) => {
          resolve(refused === null ? undefined : notLoggedIn(refused));
        });
    });
  });

const notLoggedIn = (error: Faulty): MailOutcome =>
  isPermanent(error) ? { kind: 'try_later', afterMs: minuteMs, closed: 'mail.key_refused' } : { kind: 'try_later' };

const sent = async (connection: Connection, envelope: { from: string; to: string[] }, source: string | Buffer): Promise<MailOutcome> =>
  new Promise((resolve, reject) => {
    // Nobody knows how much of the mail arrived, and whether its end did.
    connection.once('error', () => {
      reject(new Error('the conversation broke off'));
    });
    connection.send(envelope, source, (error) => {
      if (error === null) resolve({ kind: 'accepted' });
      else if (isPermanent(error)) resolve({ kind: 'refused', code: `smtp.${String(error.responseCode)}` });
      else if (error.responseCode !== undefined && error.responseCode >= 400) resolve({ kind: 'try_later' });
      else reject(new Error('the conversation broke off'));
    });
  });

interface Faulty {
  readonly responseCode?: number | undefined;
}

const isPermanent = ({ responseCode }: Faulty): boolean => responseCode !== undefined && responseCode >= 500 && responseCode < 600;

const serverOf = (secret: Secret) => {
  const url = URL.parse(secret.reveal());
  const isSecure = url?.protocol === 'smtps:';
  // The URL itself is not named: it may hold a password.
  if (url === null || (url.protocol !== 'smtp:' && !isSecure) || url.hostname === '')
    throw new TypeError('the address of the mail server is none; write it as smtp://user:password@host:port');
  const [user, pass] = [url.username, url.password].map(decodeURIComponent);
  return {
    options: { host: url.hostname, port: url.port === '' ? (isSecure ? 465 : 587) : Number(url.port), secure: isSecure },
    auth: user === undefined || pass === undefined || user === '' ? undefined : { user, pass },
  };
};
