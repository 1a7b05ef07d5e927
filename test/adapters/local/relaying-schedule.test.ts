import { describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import type { RawMailer } from '../../../adapters/email/relay-drain.ts';
import { composedMail } from '../../../adapters/memory/mail-program.ts';
import { takenAtTheirWord } from '../../../adapters/memory/handed-mail.ts';
import { sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { dayMs, hourMs, type Instant, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { expiryWarningDays } from '../../../domain/relay/limits.ts';
import { plainSurvey } from '../../arbitraries/community.ts';
import { saturday, wiredWorld } from '../../support/embedded-parts.ts';
import { addressOf, settle } from '../../support/introductions-world.ts';

/** Ana and Ben were introduced a minute ago. */
const introduced = async (overrides: Parameters<typeof wiredWorld>[0] = {}) => {
  const world = await wiredWorld({ survey: plainSurvey, ...overrides });
  const { container, scheduler, mailbox, intake, clock } = world;
  await settle({ members: container.get(T.membership.members) }, 'Ana', 'Ben');
  const calendar = container.get(T.introductions.calendar);
  const introducedAt = sendingAt(calendar, weeksAfter(weekAt(calendar.zone, saturday), 1));
  await scheduler.moveClock(later(introducedAt, minuteMs));
  const mailsOf = async (kind: string) => (await mailbox.latest({ limit: 1_000 })).filter((mail) => mail.kind === kind);
  const [introduction] = await mailbox.latest({ limit: 1, to: addressOf('Ana') });
  const to = /c_[a-z2-7]{26}[ab]@relay\.example\.com/.exec(introduction?.text ?? '')?.[0] ?? '';
  /** Ana hands a mail to Ben over. */
  const write = async (subject: string): Promise<void> => {
    const mail = { from: addressOf('Ana'), to, subject, text: `${subject}, Ben` };
    const raw = await composedMail(mail, { id: subject, at: clock.now() });
    await intake.inbound.take({ raw, mailFrom: mail.from, recipients: [to], verdicts: takenAtTheirWord });
  };
  return { ...world, introducedAt, mailsOf, write, bensAlias: to };
};

describe('The schedule of mails between members', () => {
  it('passes on what was handed over, in its order', async () => {
    const { scheduler, write, mailsOf } = await introduced();
    for (const subject of ['One', 'Two', 'Three']) await write(subject);
    await scheduler.settle();
    expect((await mailsOf('relayed')).map(({ subject, to }) => [subject, to])).toEqual(
      expect.arrayContaining(['One', 'Two', 'Three'].map((subject) => [subject, addressOf('Ben')])),
    );
  });

  it('stops on the way for one that has to wait: it leaves when it is due, not when the move is over', async () => {
    const left: Instant[] = [];
    let isDown = true;
    const relayMailer: RawMailer = {
      honoursKeys: true,
      send: async () => {
        if (isDown) return Promise.resolve({ kind: 'try_later', afterMs: hourMs });
        left.push(world.clock.now());
        return Promise.resolve({ kind: 'accepted' });
      },
    };
    const world = await introduced({ relayMailer });
    await world.write('Hello');
    await world.scheduler.settle();
    expect(left).toEqual([]);
    isDown = false;
    const before = world.clock.now();
    await world.scheduler.moveClock(later(before, 3 * dayMs));
    expect(left).toHaveLength(1);
    expect(left[0]).toBeLessThan(later(before, 2 * hourMs));
  });

  it('warns both two weeks before their addresses close, once, at the sending hour; a mail puts it off', { timeout: 60_000 }, async () => {
    const { scheduler, introducedAt, mailsOf, write, bensAlias } = await introduced();
    const closes = later(introducedAt, 180 * dayMs);
    await scheduler.moveClock(later(closes, -(expiryWarningDays + 2) * dayMs));
    expect(await mailsOf('relay-expiring')).toEqual([]);
    await scheduler.moveClock(later(closes, -(expiryWarningDays - 3) * dayMs));
    const warned = await mailsOf('relay-expiring');
    expect(warned.map(({ to }) => to).toSorted()).toEqual([addressOf('Ana'), addressOf('Ben')]);
    for (const { at } of warned) expect(new Date(at).toISOString()).toMatch(/T0[89]:0/);
    await write('Still here');
    await scheduler.moveClock(later(closes, 10 * dayMs));
    expect(await mailsOf('relayed')).toHaveLength(1);
    // They have been introduced anew since; of this introduction they hear no more.
    const aboutThis = (await mailsOf('relay-expiring')).filter(({ text }) => text.includes(bensAlias));
    expect(aboutThis.map(({ to }) => to)).toEqual([addressOf('Ana')]);
  });
});
