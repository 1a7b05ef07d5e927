import type { RawMailer } from './relay-drain.ts';
import { createSesSending, type SesConnection } from './ses-sending.ts';

export interface RawSesOptions extends SesConnection {
  readonly region: string;
}

/**
 * Mails between members through Amazon SES, byte for byte but for `Message-ID` and `Date`, which it overwrites
 * (https://docs.aws.amazon.com/ses/latest/dg/header-fields.html). The tags `kind` and `conversation` come back with what it tells of a
 * mail. Bounces go to its own address, or to that of the domain's `MAIL FROM`; never to a member.
 */
export const createRawSesMailer = (options: RawSesOptions): RawMailer => {
  const send = createSesSending(options);
  return {
    honoursKeys: false,
    send: async ({ raw, to, tag }) => {
      const outcome = await send({ source: raw, to, tags: { kind: 'relayed', conversation: tag } });
      return outcome.kind === 'accepted' ? { kind: 'accepted', wireId: `${outcome.id}@${idDomainOf(options.region)}` } : outcome;
    },
  };
};

/** Where message ids are made, region by region; the first region is older than the rule. As seen in delivered mails. */
const idDomainOf = (region: string): string => (region === 'us-east-1' ? 'email.amazonses.com' : `${region}.amazonses.com`);
