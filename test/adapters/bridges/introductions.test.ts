import { describe, expect, it } from 'vitest';
import { createIntroductionsExporter } from '../../../adapters/bridges/introductions-for-membership.ts';
import { createParticipants, createSurveyDesk } from '../../../adapters/bridges/participants-from-members.ts';
import { createCalendar, roundCalendarOf, roundRulesOf } from '../../../adapters/bridges/round-rules.ts';
import { createZone } from '../../../adapters/bridges/zone-from-intl.ts';
import { outboxWrite } from '../../../adapters/dynamodb/outbox-rows.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import type { AliasName } from '../../../domain/kernel/alias-name.ts';
import { communityOf } from '../../../adapters/config/community.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { aQuestion, aSurvey } from '../../arbitraries/community.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';
import { createIntroductionsWorld, idOf, mondayMorning, nowIs, settle, valueOf, waitingMails } from '../../support/introductions-world.ts';

const survey = aSurvey(
  aQuestion({ id: 'tongues', kind: 'languages', required: true, matching: { rule: 'must-overlap', weight: 1 } }),
  aQuestion({ id: 'constructor' }),
);

const community = valueOf(
  communityOf(
    {
      name: 'Artists',
      timeZone: 'Europe/Lisbon',
      round: { day: 'sunday', hour: 18 },
      sendingHour: 7,
      locale: 'en-GB',
      from: 'loop@example.com',
      postalAddress: ['1 Street'],
      holidayWeeks: ['2026-W48'],
      operators: ['olga@example.com'],
      standingHost: 'Hanna+loop@example.com',
    },
    'community.json',
  ),
);

describe('who takes part', () => {
  it('is whoever answered what the survey of today insists on; other answers that it no longer takes count as none', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben', 'Cleo');
    const given = (texts: Readonly<Record<string, readonly string[]>>) => ({ answers: { version: 1, texts, at: 0 as Instant } });
    await nowIs(world, 'Ana', given({ tongues: ['en'], constructor: ['ochre'] }));
    await nowIs(world, 'Ben', given({ tongues: ['klingon'] }));
    await nowIs(world, 'Cleo', given({ tongues: ['pt'], constructor: ['red'] }));
    const members = await createParticipants({ ...world, survey }).ofWeek(thisWeek, 100);
    expect(members.map(({ name, answers }) => [name, [...answers.keys()]]).sort()).toEqual([
      ['Ana', ['tongues']],
      ['Cleo', ['tongues', 'constructor']],
    ]);
  });

  it('is everybody of a community of several pages', async () => {
    const world = await createIntroductionsWorld();
    const names = Array.from({ length: 401 }, (_, at) => `Member${String(at)}`);
    await settle(world, ...names);
    expect((await world.participants.ofWeek(thisWeek, 500)).map(({ id }) => id).sort()).toEqual(names.map((name) => idOf(name)).sort());
    expect(new Set((await world.participants.ofWeek(thisWeek, 250)).map(({ id }) => id)).size).toBe(250);
  });
});

describe('the desk of the survey', () => {
  it('says what keeps answers from being taken', () => {
    const desk = createSurveyDesk(survey);
    expect(desk.version()).toBe(1);
    expect(desk.check({ tongues: ['en'] })).toEqual([]);
    expect(desk.check({ constructor: ['ochre'] }).map(({ question, code }) => [question, code])).toEqual([
      ['tongues', 'answer.required'],
      ['constructor', 'answer.not_an_option'],
    ]);
  });
});

describe('the rules of a community', () => {
  it('are those of its file', () => {
    const rules = roundRulesOf(community, survey, createDeterministicSecrets());
    expect(rules).toMatchObject({ host: idOf('Hanna'), repeatGapWeeks: 26, calendar: { day: 7, hour: 18, sendingHour: 7 } });
    const { week, roundAt } = createCalendar(roundCalendarOf(community)).nextRound(Date.UTC(2026, 10, 22, 18) as Instant);
    expect([week, roundAt]).toEqual([thisWeek + 2, Date.UTC(2026, 11, 6, 18)]);
  });

  it('know the clocks of the world, also before 1970 and with odd minutes', () => {
    expect(createZone('Asia/Kathmandu').aheadMs(0 as Instant)).toBe(5.5 * 3_600_000);
    expect(createZone('Asia/Kathmandu').aheadMs(mondayMorning)).toBe(5.75 * 3_600_000);
    expect(createZone('America/New_York').aheadMs(-1 as Instant)).toBe(-5 * 3_600_000);
    expect(() => createZone('Mars/Olympus')).toThrow(RangeError);
  });
});

describe('a member’s export', () => {
  it('names weeks and times as people write them', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    await world.run({ week: thisWeek });
    await world.send({ week: thisWeek });
    const exported = await createIntroductionsExporter(world.exportIntroductions).export(idOf('Ana'));
    expect(exported).toMatchObject({
      introductions: [{ week: '2026-W47', claimedAt: '2026-11-16T07:00:00.000Z', partnerName: 'Ben' }],
      cancelled: [],
      leftOut: [],
    });
  });
});

describe('an erasure', () => {
  it('leaves no mail that waits or was given up with an id, a name or a token of the member; their partner is told neutrally', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    await world.run({ week: thisWeek });
    await world.send({ week: thisWeek });
    await world.outbox.giveUp(`introduction:2026-W47:${idOf('Ben')}`, 'provider.refused', mondayMorning);
    for (const template of ['survey-link', 'sign-in', 'unheard-of'])
      await world.table.commit([
        outboxWrite({ key: template, dueAt: mondayMorning, message: { template, to: idOf('Ana'), token: `${idOf('Ana')}.secret` } }),
      ]);
    await world.outbox.giveUp('sign-in', 'provider.refused', mondayMorning);
    await world.eraser.erase(idOf('Ana'));
    const left = [...(await world.outbox.failed(50)), ...(await waitingMails(world))];
    expect(left.map(({ key, message }) => [key, message])).toEqual([
      [`introduction:2026-W47:${idOf('Ben')}`, { template: 'cancelled', to: idOf('Ben'), week: thisWeek }],
    ]);
  });
});

describe('an introduction that waited too long', () => {
  it('counts as none where the partner was blocked meanwhile: its aliases are closed, and its reader comes first next time', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    await world.run({ week: thisWeek });
    await world.send({ week: thisWeek });
    const mailbox = createMailbox({ table: world.table, clock: world.clock });
    const slow = `introduction:2026-W47:${idOf('Ben')}`;
    await world.drain({
      ...mailbox,
      send: async (mail, key) => (key === slow ? { kind: 'try_later', afterMs: 1_000 } : mailbox.send(mail, key)),
    });
    await world.blocks.add({ by: idOf('Ana'), whom: idOf('Ben'), at: mondayMorning });
    world.clock.moveBy(3_600_000);
    await world.drain(mailbox);
    const match = await world.matches.find({ week: thisWeek, run: 1, member: idOf('Ben') });
    expect(match?.state).toMatchObject({ name: 'cancelled', leftOver: [idOf('Ben')] });
    expect((await world.matches.alias(match?.a.alias ?? ('' as AliasName)))?.status).toBe('closed');
    expect(valueOf(await world.progress({ week: thisWeek }))).toMatchObject({ claimed: 0, cancelled: 1 });
  });
});
