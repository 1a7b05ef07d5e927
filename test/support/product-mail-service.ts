import { createHash } from 'node:crypto';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { Mailer, MailOutcome } from '../../domain/kernel/mailer.ts';
import type { RawMailer } from '../../adapters/email/relay-drain.ts';
import type { ArrivedMail } from '../../domain/relay/conversations/use-cases.ts';

/** A mail in somebody's mailbox. */
export interface Delivered {
  readonly key: string;
  readonly to: string;
  readonly at: number;
  /** Loop's own mails, by their kind; `relayed` for those between members. */
  readonly kind: string;
  /** Everything that its reader could see of it. */
  readonly source: string;
  /** Of a mail between members: by whose alias it came. */
  readonly tag?: string | undefined;
}

/** How the service answers the next mail that it is handed. */
export type Mood = 'busy' | 'answer lost';

/** What delivers, and what takes mails in: outside of every process. */
export const createProductMailService = (clock: Clock, delivering: (mail: Delivered) => void) => {
  const delivered: Delivered[] = [];
  const moods: Mood[] = [];
  const keys = new Set<string>();
  const service = { honoursKeys: true };
  const hand = async (mail: Omit<Delivered, 'at'>): Promise<MailOutcome> => {
    const mood = moods.shift();
    if (mood === 'busy') return Promise.resolve({ kind: 'try_later' });
    const isKnown = service.honoursKeys && keys.has(mail.key);
    keys.add(mail.key);
    if (!isKnown) {
      const arrived = { ...mail, at: clock.now() };
      delivering(arrived);
      delivered.push(arrived);
    }
    if (mood === 'answer lost') throw new Error('timed out');
    return Promise.resolve({ kind: 'accepted', ...(mail.kind === 'relayed' ? { wireId: wireIdOf(mail.key) } : {}) });
  };
  const mailer: Mailer = {
    honoursKeys: true,
    send: async (mail, key) => {
      const { to, kind = '', subject, html, text } = mail;
      return hand({ key, to, kind, source: `${subject}\n${text}\n${html}` });
    },
  };
  const relayMailer: RawMailer = {
    honoursKeys: true,
    send: async ({ raw, to, tag }, key) => {
      const source = Buffer.from(raw).toString('utf8');
      return hand({ key, to, kind: 'relayed', tag, source: source.replace(/^Message-ID: .*$/im, `Message-ID: <${wireIdOf(key)}>`) });
    },
  };
  return { delivered, moods, service, mailer, relayMailer, arriving: createArriving() };
};

/** What the mail service puts in place of a Message-ID. */
const wireIdOf = (key: string): string => `${createHash('sha256').update(key).digest('hex').slice(0, 24)}@service.example.com`;

/** Notices of mails that came in, as a queue keeps them: until each is dealt with; in any order, some of them twice. */
const createArriving = () => {
  const waiting: { readonly mail: ArrivedMail; tries: number; copies: number }[] = [];
  const deadLetters: { readonly mail: ArrivedMail; readonly isOver: boolean }[] = [];
  return { waiting, deadLetters };
};
