import type { Container } from 'inversify';
import type { Log } from '../composition/observed.ts';
import { T } from '../composition/tokens.ts';
import type { RawStore } from '../memory/mailbox.ts';
import { createInboundMails, type InboundMails } from './inbound-mails.ts';
import { createInboundWorker, type InboundWorker } from './inbound-worker.ts';

/** How mails between members come in on one machine. */
export interface RelayIntake {
  readonly inbound: InboundMails;
  readonly worker: InboundWorker;
}

/** Of a Loop that was wired with what relays (`relaying`), over the same raw mails. */
export const relayIntakeOf = (
  container: Container,
  { rawMails, log }: { readonly rawMails: Pick<RawStore, 'put' | 'remove'>; readonly log: Log },
): RelayIntake => {
  const clock = container.get(T.clock);
  const inbound = createInboundMails({ table: container.get(T.table), rawMails, clock });
  const forwardMail = container.get(T.relay.forwardMail);
  return { inbound, worker: createInboundWorker({ inbound, forwardMail, clock, random: container.get(T.random), log }) };
};
