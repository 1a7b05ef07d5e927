import { beforeAll, describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import { copyInto } from '../../../adapters/local/embedded-data.ts';
import { makeSampleCommunity, type SampleCommunity } from '../../../adapters/local/sample-community.ts';
import { samplePeople } from '../../../adapters/local/sample-life.ts';
import { createSurveyDesk } from '../../../adapters/bridges/participants-from-members.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import { nextRound, roundAt, sendingAt, weekAt } from '../../../domain/introductions/calendar.ts';
import { hourMs, type Instant, later, minuteMs } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { canonicalAddress } from '../../../domain/kernel/email-address.ts';
import { isOperator } from '../../../domain/membership/operators.ts';
import { aCommunity } from '../email/mail-builders.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';
import { saturday, shippedCommunity, shippedSurvey, wiredWorld } from '../../support/embedded-parts.ts';

const wish = {
  community: shippedCommunity,
  survey: shippedSurvey,
  secrets: createDeterministicSecrets(),
  links: { baseUrl: 'http://localhost:3000', relayDomain: 'relay.example.com' },
  now: saturday,
};

const openedWith = async ({ items, since }: SampleCommunity) => {
  const world = await wiredWorld({ secrets: wish.secrets }, { since });
  await copyInto(world.table, items);
  return world;
};

let made: SampleCommunity;
let world: Awaited<ReturnType<typeof openedWith>>;
beforeAll(async () => {
  made = await makeSampleCommunity(wish);
  world = await openedWith(made);
});

const everybody = async () => {
  const members = world.container.get(T.membership.members);
  const first = await members.page(undefined, 200);
  return [...first, ...(await members.page(first.at(-1)?.id, 200))];
};

describe('The sample community', () => {
  it('is 200 artists who answered the survey, most of them active, and an operator who looks on', async () => {
    const members = await everybody();
    const { check } = createSurveyDesk(shippedSurvey);
    const operators = new Set(shippedCommunity.operators.map(canonicalAddress));
    expect(members).toHaveLength(samplePeople + 1);
    for (const { answers, sessions } of members) {
      expect(answers === undefined ? undefined : check(answers.texts)).toEqual([]);
      expect(sessions).toEqual([]);
    }
    const artists = members.filter((member) => !isOperator(member, operators));
    expect(artists).toHaveLength(samplePeople);
    const stages = artists.map(({ stage, standing }) => (standing === 'good' ? stage.name : standing));
    expect(stages.filter((stage) => stage === 'active').length).toBeGreaterThanOrEqual(190);
    expect(new Set(stages)).toEqual(new Set(['active', 'paused', 'left', 'suspended']));
    expect(members.find((member) => isOperator(member, operators))?.stage).toEqual({ name: 'paused', until: undefined });
  });

  it('has lived through three rounds, sent at their times, with no repeat, and partly answered', async () => {
    const { calendar } = world.container.get(T.introductions.rules);
    const present = weekAt(calendar.zone, saturday);
    const results = await world.container.get(T.introductions.roundResults)({ until: present, limit: 10 });
    expect(results.map(({ round }) => round.week)).toEqual([0, -1, -2].map((ago) => weeksAfter(present, ago)));
    for (const { round, introduced, repeats, met } of results) {
      expect(round.plannedAt).toBe(roundAt(calendar, round.week));
      expect(round.state).toMatchObject({ name: 'sent' });
      expect(round.state.name === 'sent' ? round.state.at - sendingAt(calendar, round.week) : -1).toBeLessThan(minuteMs);
      expect(introduced).toBeGreaterThan(180);
      expect(repeats).toBe(0);
      expect(met.yes).toBeGreaterThan(40);
      expect(met.yes + met.planned + met.no).toBeLessThan(introduced);
    }
  });

  it('has a report to see to, a block, and mails of the last round alone', async () => {
    const reports = await world.container.get(T.membership.listReports)({ limit: 10 });
    expect(reports.ok ? reports.value.length : 0).toBe(2);
    expect(await world.container.get(T.membership.blocks).all()).toHaveLength(1);
    const mailbox = createMailbox({ table: world.table, clock: world.clock });
    const mails = await mailbox.latest({ limit: 5_000 });
    const { calendar } = world.container.get(T.introductions.rules);
    const lastRoundAt = roundAt(calendar, weekAt(calendar.zone, saturday));
    expect(mails.length).toBeGreaterThan(300);
    for (const { at, text } of mails) {
      expect(at).toBeGreaterThanOrEqual(lastRoundAt);
      expect(text).not.toContain('undefined');
    }
  });

  it('goes on from there: the next round introduces nobody twice', async () => {
    const { scheduler, container } = await openedWith(made);
    const { calendar } = container.get(T.introductions.rules);
    const next = nextRound(calendar, saturday);
    await scheduler.moveClock(later(sendingAt(calendar, next.week), hourMs));
    const [result] = await container.get(T.introductions.roundResults)({ until: next.week, limit: 1 });
    expect(result).toMatchObject({ round: { week: next.week, state: { name: 'sent' } }, repeats: 0 });
    expect(result?.introduced).toBeGreaterThan(180);
    expect(await container.get(T.mails.outbox).pending()).toMatchObject({ failed: 0 });
  });

  it.each([
    ['before the round of the week', Date.UTC(2026, 10, 23, 7)],
    ['between the round and its sending', Date.UTC(2026, 10, 23, 8, 30)],
    ['in holidays', Date.UTC(2026, 11, 30)],
  ])('can be made at any time: %s', async (_, now) => {
    const { items, since } = await makeSampleCommunity({ ...wish, now: now as Instant });
    expect(items.length).toBeGreaterThan(2_000);
    expect(since).toBeLessThan(now);
  });

  it('can be made for a community with other days, zones and a sending hour before that of the round', async () => {
    const community = aCommunity({ timeZone: 'Pacific/Auckland', round: { day: 'sunday', hour: 23 }, sendingHour: 0, holidayWeeks: [] });
    expect((await makeSampleCommunity({ ...wish, community })).items.length).toBeGreaterThan(2_000);
  });
});
