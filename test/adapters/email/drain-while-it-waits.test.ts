import { describe, expect, it } from 'vitest';
import { BodyUnreadable } from '../../../adapters/dynamodb/bodies.ts';
import { makeDrain } from '../../../adapters/email/drain.ts';
import { minuteMs } from '../../../domain/kernel/instant.ts';
import { aMember, anIntroduction, drainWorld, keyNumber, limits, partnerOfAll } from './drain-world.ts';

const turnMs = 16_000;

/** An outbox with two introductions, each of which waits for its turn; `meanwhile` happens in the first wait. */
const waiting = async ({ honoursKeys = true }, meanwhile: (world: Awaited<ReturnType<typeof drainWorld>>) => unknown) => {
  const world = await drainWorld({ mails: [0, 1].map(anIntroduction), honoursKeys });
  let waits = 0;
  const drain = makeDrain({
    ...world.needs,
    pacer: { ...world.needs.pacer, turn: async () => Promise.resolve({ kind: 'goes', waitMs: turnMs }) },
    pause: async (ms) => {
      world.clock.moveBy(ms);
      if (++waits === 1) await meanwhile(world);
    },
  });
  return { ...world, report: await drain() };
};
const sent = ({ mailer }: Awaited<ReturnType<typeof waiting>>) => mailer.delivered().map(({ mail, key }) => [mail.subject, key]);

describe('while a mail waits for its turn', () => {
  it('its reader may leave, and gets none', async () => {
    const world = await waiting({}, ({ everyone }) => everyone.set(aMember(0).id, aMember(0, { stage: { name: 'left', at: 0 as never } })));
    expect(sent(world)).toEqual([['introduction', keyNumber(1)]]);
    expect(world.report).toMatchObject({ accepted: 1, dropped: 1 });
  });

  it('whom it names may leave, and is not named', async () => {
    const world = await waiting({}, ({ everyone }) =>
      everyone.set(partnerOfAll.id, { ...partnerOfAll, stage: { name: 'left', at: 0 as never } }),
    );
    expect(sent(world)).toEqual([0, 1].map((number) => ['cancelled', keyNumber(number)]));
  });

  it.each([true, false])('the process may sleep past its claim: another sends it then, once (keys honoured: %s)', async (honoursKeys) => {
    const world = await waiting({ honoursKeys }, async ({ clock, needs }) => {
      clock.moveBy(10 * minuteMs);
      await makeDrain(needs)();
    });
    expect(
      world.mailer
        .attempts()
        .map(({ key }) => key)
        .toSorted(),
    ).toEqual([0, 1].map(keyNumber));
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
  });

  it('the turn may take longer to come than a claim lasts, for every one of them', async () => {
    const world = await drainWorld({ mails: [0, 1].map(anIntroduction) });
    const drain = makeDrain({
      ...world.needs,
      pacer: { ...world.needs.pacer, turn: async () => Promise.resolve({ kind: 'goes', waitMs: 3 * limits.leaseMs }) },
      pause: async (ms) => Promise.resolve(world.clock.moveBy(ms)),
    });
    expect(await drain()).toMatchObject({ accepted: 2 });
    expect(world.mailer.attempts()).toHaveLength(2);
  });

  it('the process may sleep past its claim though nobody else is there, and sends it after all', async () => {
    const world = await waiting({ honoursKeys: false }, ({ clock }) => clock.moveBy(limits.leaseMs));
    expect(sent(world).toSorted()).toEqual([0, 1].map((number) => ['introduction', keyNumber(number)]));
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
  });
});

describe('a mail that was taken, of which the record cannot be read', () => {
  it.each([true, false])('is not sent again, and holds up no other (keys honoured: %s)', async (honoursKeys) => {
    const world = await drainWorld({ mails: [0, 1].map(anIntroduction), honoursKeys });
    const onAccepted: typeof world.needs.onAccepted = async (mail, at) => {
      if (mail.to === aMember(0).id) throw new BodyUnreadable('a stored match cannot be read');
      return world.needs.onAccepted(mail, at);
    };
    const drain = makeDrain({ ...world.needs, onAccepted });
    for (let run = 0; run < 5; run++) {
      await drain().catch(() => undefined);
      world.clock.moveBy(limits.leaseMs);
    }
    expect(world.mailer.attempts().map(({ key }) => key)).toEqual([0, 1].map(keyNumber));
    expect([...world.recorded]).toEqual([`introduction ${aMember(1).id}`]);
  });
});
