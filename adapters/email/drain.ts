import * as z from 'zod';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Mailer, RenderedMail } from '../../domain/kernel/mailer.ts';
import { BodyUnreadable } from '../dynamodb/bodies.ts';
import type { Json } from '../dynamodb/table.ts';
import type { OutboxDrainNeeds } from './drain-needs.ts';
import { readMail } from './mail-codec.ts';
import type { Recipient } from './mail-context.ts';
import { type Drain, makeOutboxDrain } from './outbox-drain.ts';
import { type LeavingNeeds, leavingNow } from './recipients.ts';
import type { LoopMail } from './render.ts';

export interface DrainNeeds extends LeavingNeeds, OutboxDrainNeeds {
  readonly mailer: Mailer;
  readonly render: (message: LoopMail, recipient: Recipient) => RenderedMail;
  /** Awaited before the outbox forgets the message. Must be idempotent: after a kill the same message is accepted again. */
  readonly onAccepted: (message: LoopMail, at: Instant) => Promise<void>;
}

/**
 * The drain of Loop's own mails. What leaves, and to whom, is decided by how things stand right before it does (`leavingNow`). A goodbye
 * that cannot be delivered is only counted.
 */
export const makeDrain = (needs: DrainNeeds): Drain =>
  makeOutboxDrain<LoopMail, RenderedMail>(needs, {
    mailer: needs.mailer,
    read: readMail,
    prepare: async (waiting) => {
      const leaving = await leavingNow(waiting, needs).catch(unreadable);
      // While a newer version is rolled out, it may be able to read whom the mail is for.
      if (leaving === 'unreadable') return { kind: 'later', code: 'storage.unreadable' };
      if (leaving === undefined) return { kind: 'dropped' };
      // It leaves under the key of what was waiting, so nobody gets an introduction and the word that it does not take place.
      const { message, recipient } = leaving;
      return {
        kind: 'leaves',
        write: (writtenAt) => ({ ...needs.render(message, recipient), writtenAt }),
        // Whoever observes the record hears of it; its reader would get a copy for each attempt to make it.
        onAccepted: async (at) => {
          await needs.onAccepted(message, at).catch(unreadable);
        },
      };
    },
    // A goodbye carries the address of somebody who may be erased, so nothing is kept of it for an operator to send again.
    isForgotten: isGoodbye,
  });

// A member whose item cannot be read must not hold up the mails to others.
const unreadable = (error: unknown): 'unreadable' => {
  if (error instanceof BodyUnreadable) return 'unreadable';
  throw error;
};

const isGoodbye = (message: Json): boolean => z.object({ template: z.literal('goodbye') }).safeParse(message).success;
