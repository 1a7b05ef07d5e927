import type { Clock } from '../../domain/kernel/clock.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import { composeMail } from './compose.ts';
import { createSmtpSending, type SmtpServer } from './smtp-sending.ts';

export interface SmtpOptions extends SmtpServer {
  readonly clock: Clock;
}

/** Loop's own mails over SMTP, for development (`smtp-sending.ts` says what it answers and throws). */
export const createSmtpMailer = (options: SmtpOptions): Mailer => {
  const send = createSmtpSending(options);
  return {
    honoursKeys: false,
    send: async (mail, key) => {
      const source = await composeMail(mail, { key, at: mail.writtenAt ?? options.clock.now() });
      return send({ from: addressIn(mail.from), to: mail.to }, source);
    },
  };
};

/** The address in a mailbox such as `"A Circle" <circle@example.com>`. */
const addressIn = (mailbox: string): string => /<([^<>]+)>\s*$/.exec(mailbox)?.[1] ?? mailbox;
