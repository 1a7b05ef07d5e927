import type { Sender } from '../../domain/kernel/mailer.ts';
import type { PrepareDeparture, RecordDeparture, RelayedMail, TellUndelivered } from '../../domain/relay/conversations/use-cases.ts';
import type { Departure, RawMails, RelayFigures } from '../../domain/relay/ports.ts';
import { BodyUnreadable } from '../dynamodb/bodies.ts';
import { readDeparture } from '../dynamodb/relay-outbox.ts';
import type { OutboxDrainNeeds } from './drain-needs.ts';
import { type Drain, makeOutboxDrain, type Prepared } from './outbox-drain.ts';

/** For mails that are passed on: bytes, sent as they are. */
export type RawMailer = Sender<RelayedMail>;

export interface RelayDrainNeeds extends OutboxDrainNeeds {
  readonly prepare: PrepareDeparture;
  readonly record: RecordDeparture;
  readonly tellUndelivered: TellUndelivered;
  readonly rawMails: Pick<RawMails, 'remove'>;
  readonly mailer: RawMailer;
  readonly figures?: Pick<RelayFigures, 'count'> | undefined;
  /** Hears of what kept a mail from being made; it is tried again later. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

/**
 * The drain of what members write to each other. A mail is made right before it leaves, of the raw mail and of how things stand then, and
 * every attempt sends the same bytes. Where somebody ended or muted it since (`relay.over`), nothing leaves; every other refusal is an
 * operator's, and its writer hears that it was not delivered. A mail that cannot be made, because the raw mails or the rules fail, holds up no other: it is tried again later, and given up
 * as `relay.not_prepared` in the end.
 *
 * The raw mail, where it is made of one, is thrown away when nobody needs it any more, and the outbox has forgotten it: before that, an attempt that is repeated
 * after a kill would find it missing. One that a kill leaves behind goes when its keep is over.
 */
export const makeRelayDrain = (needs: RelayDrainNeeds): Drain =>
  makeOutboxDrain<Departure, RelayedMail>(needs, {
    mailer: needs.mailer,
    read: readDeparture,
    prepare: makePrepare(needs),
    onGivenUp: async (message, code) => {
      const departure = readDeparture(message);
      // Where nobody knows whether it was taken, saying that it was not may be wrong.
      if (departure === undefined || code === 'mail.outcome_unknown') return;
      await needs.tellUndelivered(departure).catch((error: unknown) => {
        needs.onFault?.(error);
      });
    },
    onSettled: async (departure, end, at) => {
      await Promise.allSettled([
        ...(end === 'dropped' ? [needs.figures?.count('relay.closed', at)] : []),
        ...(departure.chat === undefined && departure.isOnly ? [needs.rawMails.remove(departure.rawKey)] : []),
      ]);
    },
  });

const makePrepare =
  ({ prepare, record, onFault = () => undefined }: RelayDrainNeeds) =>
  async (departure: Departure): Promise<Prepared<RelayedMail>> => {
    try {
      const prepared = await prepare(departure);
      if (!prepared.ok) return prepared.error.code === 'relay.over' ? { kind: 'dropped' } : { kind: 'never', code: prepared.error.code };
      const mail = prepared.value;
      // Where it cannot be noted, its thread loses an id: its reader would get a copy for each attempt to write it down.
      return { kind: 'leaves', write: () => mail, onAccepted: async (_at, wireId) => record(departure, wireId).catch(onFault) };
    } catch (error) {
      onFault(error);
      return { kind: 'later', code: error instanceof BodyUnreadable ? error.code : 'relay.not_prepared' };
    }
  };
