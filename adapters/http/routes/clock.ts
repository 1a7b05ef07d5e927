import { nextRound, sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { dayMs, hourMs, type Instant, later } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import type { WebNeeds } from '../needs.ts';
import { embeddedFrame } from '../pages/embedded/frame.ts';
import { type ClockMove, clockPage, isClockMove, type Passage } from '../pages/embedded/clock-page.ts';
import { readForm, refused, seeOther, show } from '../respond.ts';
import type { App } from '../session.ts';
import type { EmbeddedNeeds } from './embedded-needs.ts';

/** The pretended time of the embedded run, and putting it forward. */
export const addClock = (app: App, web: WebNeeds): void => {
  const { embedded, clock, community } = web;
  if (embedded === undefined) return;

  app.get('/clock', async (context) => {
    const now = clock.now();
    const from = instantIn(context.req.query('from'), now);
    const passage = from === undefined ? undefined : await passageSince(embedded, from);
    return show(context, web, {
      ...embeddedFrame(clockPage({ community, now, targets: targetsAt(embedded, now), passage })),
      here: '/clock',
      width: 'wide',
    });
  });

  app.post('/clock', async (context) => {
    const form = await readForm(context);
    if (form === undefined) return refused(context, web, 'http.not_a_form');
    const move = form.get('move');
    if (!isClockMove(move)) return refused(context, web, 'http.malformed');
    const from = clock.now();
    await embedded.moveClock(targetsAt(embedded, from)[move]);
    return seeOther(context, `/clock?from=${String(from)}`);
  });
};

const targetsAt = ({ rules: { calendar } }: EmbeddedNeeds, now: Instant): Readonly<Record<ClockMove, Instant>> => ({
  hour: later(now, hourMs),
  day: later(now, dayMs),
  week: later(now, 7 * dayMs),
  round: nextRound(calendar, now).roundAt,
  sending: nextSending(calendar, now),
});

/** The next hour at which introductions leave: of a round that was due already, or of the next one. */
const nextSending = (calendar: EmbeddedNeeds['rules']['calendar'], now: Instant): Instant => {
  const present = weekAt(calendar.zone, now);
  const weeks = [weeksAfter(present, -1), present, nextRound(calendar, now).week].filter((week) => !calendar.holidays.includes(week));
  return weeks.map((week) => sendingAt(calendar, week)).find((at) => at > now) ?? nextRound(calendar, now).roundAt;
};

/** An instant of the past out of an address. */
const instantIn = (text: string | undefined, now: Instant): Instant | undefined => {
  if (!/^\d{1,15}$/.test(text ?? '')) return undefined;
  const instant = Number(text);
  return instant <= now ? (instant as Instant) : undefined;
};

/** What happened since an instant, as far as it left a trace. */
const passageSince = async ({ mailbox, rounds, rules: { calendar } }: EmbeddedNeeds, from: Instant): Promise<Passage> => {
  const mails = (await mailbox.latest({ limit: mailsReadMax })).filter(({ at }) => at > from);
  const stored = [...(await rounds.latest(weeksAfter(weekAt(calendar.zone, from), roundsAheadMax), roundsReadMax))].reverse();
  return {
    from,
    planned: stored.filter(({ plannedAt }) => plannedAt > from),
    sent: stored.filter(({ state }) => state.name === 'sent' && state.at > from),
    mailCount: mails.length,
    atLeast: mails.length === mailsReadMax,
    latest: mails.slice(0, mailsShown),
  };
};

const mailsReadMax = 1_000;
const mailsShown = 12;
const roundsAheadMax = 6;
const roundsReadMax = 6;
