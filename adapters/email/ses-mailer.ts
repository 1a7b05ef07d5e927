import type { Clock } from '../../domain/kernel/clock.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import { composeMail } from './compose.ts';
import { createSesSending, type SesConnection } from './ses-sending.ts';

export interface SesOptions extends SesConnection {
  readonly clock: Clock;
}

/** Loop's own mails through Amazon SES (`ses-sending.ts` says what it answers and throws). */
export const createSesMailer = (options: SesOptions): Mailer => {
  const send = createSesSending(options);
  return {
    honoursKeys: false,
    send: async (mail, key) => {
      const source = Buffer.from(await composeMail(mail, { key, at: mail.writtenAt ?? options.clock.now() }));
      const outcome = await send({ source, to: mail.to, tags: mail.kind === undefined ? {} : { kind: mail.kind } });
      return outcome.kind === 'accepted' ? { kind: 'accepted' } : outcome;
    },
  };
};
