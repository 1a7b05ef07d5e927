import { describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import { sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { hourMs, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { awayMs } from '../../../domain/relay/chat/limits.ts';
import { plainSurvey } from '../../arbitraries/community.ts';
import { saturday, wiredWorld } from '../../support/embedded-parts.ts';
import { addressOf, idOf, settle } from '../../support/introductions-world.ts';

/** Ana and Ben were introduced an hour ago; nobody has a window open. */
const introduced = async () => {
  const world = await wiredWorld({ survey: plainSurvey });
  const { container, scheduler, mailbox } = world;
  await settle({ members: container.get(T.membership.members) }, 'Ana', 'Ben');
  const calendar = container.get(T.introductions.calendar);
  await scheduler.moveClock(later(sendingAt(calendar, weeksAfter(weekAt(calendar.zone, saturday), 1)), hourMs));
  const [thread] = await container.get(T.chat.threads).ofMember(idOf('Ana'), 1);
  const send = async (name: string, id: string, text: string) =>
    container
      .get(T.chat.sendMessage)({ member: idOf(name), thread: thread?.conversationId ?? '', id, content: { text } })
      .then((sent) => expect(sent).toMatchObject({ ok: true }));
  const mailsTo = async (name: string) =>
    (await mailbox.latest({ limit: 1_000 })).filter((mail) => mail.kind === 'relayed' && mail.to === addressOf(name));
  return { ...world, thread: thread?.conversationId ?? '', send, mailsTo };
};

describe('The schedule of a chat', () => {
  it('has what somebody missed go out as one mail, at its time', async () => {
    const { scheduler, clock, mailbox, send, mailsTo, thread } = await introduced();
    const at = clock.now();
    await send('Ana', 'message-1', 'Are you there?');
    await send('Ana', 'message-2', 'I will be on Tuesday.');
    await scheduler.moveClock(later(at, awayMs - 1));
    expect(await mailsTo('Ben')).toEqual([]);
    await scheduler.moveClock(later(at, awayMs + minuteMs));
    const mails = await mailsTo('Ben');
    expect(mails).toHaveLength(1);
    const text = (await mailbox.find(mails[0]?.id ?? ''))?.text ?? '';
    for (const words of ['Are you there?', 'I will be on Tuesday.', `/chat/${thread}`]) expect(text).toContain(words);
    expect(await mailsTo('Ana')).toEqual([]);
  });

  it('stops for it on the way of a longer move, and not at the end of it', async () => {
    const { scheduler, clock, send, container, thread } = await introduced();
    const at = clock.now();
    await send('Ana', 'message-1', 'Are you there?');
    await scheduler.moveClock(later(at, 5 * hourMs));
    const left = await container.get(T.relay.conversations).messages(thread);
    expect(left).toHaveLength(1);
    expect(left[0]?.at).toBeLessThanOrEqual(later(at, awayMs + minuteMs));
  });

  it('lets nothing go out that was seen in time', async () => {
    const { scheduler, clock, send, mailsTo, container, thread } = await introduced();
    await send('Ana', 'message-1', 'Are you there?');
    await container.get(T.chat.markMessages)({ member: idOf('Ben'), thread, delivered: 1 });
    await scheduler.moveClock(later(clock.now(), hourMs));
    expect(await mailsTo('Ben')).toEqual([]);
  });
});
