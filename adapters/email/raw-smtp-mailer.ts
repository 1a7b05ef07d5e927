import type { RawMailer } from './relay-drain.ts';
import { createSmtpSending, type SmtpServer } from './smtp-sending.ts';

/** Mails between members over SMTP, byte for byte, for development. Bounces go to the alias of who wrote them, where they are dropped. */
export const createRawSmtpMailer = (server: SmtpServer): RawMailer => {
  const send = createSmtpSending(server);
  return { honoursKeys: false, send: async ({ raw, from, to }) => send({ from, to }, Buffer.from(raw)) };
};
