import { createZone } from '../../adapters/bridges/zone-from-intl.ts';
import { createTableBans } from '../../adapters/dynamodb/bans-in-table.ts';
import { createTableReports } from '../../adapters/dynamodb/reports-in-table.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { LoopMail } from '../../adapters/email/render.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import type { RoundInput } from '../../domain/introductions/round-input.ts';
import { metAnswers } from '../../domain/introductions/match.ts';
import type { RoundRules } from '../../domain/introductions/prepare-round.ts';
import type { Round } from '../../domain/introductions/round.ts';
import { nextMoment } from '../../domain/introductions/what-is-due.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { dayMs, hourMs, type Instant, later } from '../../domain/kernel/instant.ts';
import { parseWeek, type Week, weeksAfter } from '../../domain/kernel/iso-week.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { type Random, seededRandom } from '../../domain/kernel/random.ts';
import { makeBlockMember } from '../../domain/membership/block.ts';
import { makeFinishErasures } from '../../domain/membership/erase-member.ts';
import { makeLeave } from '../../domain/membership/leave.ts';
import { makePause, makeResume } from '../../domain/membership/pause.ts';
import { makeSkipWeek } from '../../domain/membership/skip-week.ts';
import { takesPart } from '../../domain/membership/taking-part.ts';
import { aQuestion, aSurvey } from '../arbitraries/community.ts';
import { createCalendar } from '../../adapters/bridges/round-rules.ts';
import { addressOf, aParticipant, idOf, introductionsOver, planHere, valueOf } from './introductions-world.ts';

/** What was seen of one week: what its round was planned from, who took part when it was sent, and every mail that was delivered. */
export interface WeekLived {
  readonly week: Week;
  readonly input: RoundInput;
  readonly round: Round;
  readonly present: ReadonlySet<MemberId>;
  readonly mails: readonly DeliveredMail[];
  /** Erased after this week’s mails, before the next week’s plan. */
  readonly erased: readonly MemberId[];
  readonly erasedBeforeSending: readonly MemberId[];
}

export interface DeliveredMail {
  readonly key: string;
  readonly to: string;
  readonly message: LoopMail;
}

const survey = aSurvey(
  aQuestion({ id: 'colour' }),
  aQuestion({ id: 'tongues', kind: 'languages', required: true, matching: { rule: 'must-overlap', weight: 2 } }),
  aQuestion({ id: 'place', kind: 'scale', matching: { rule: 'within', within: 1, weight: 1 } }),
);

const weekOf = (text: string): Week => {
  const week = parseWeek(text);
  if (!week.ok) throw new Error(text);
  return week.value;
};
export const firstWeek = weekOf('2026-W01');
export const holiday = weekOf('2026-W32');

export const yearRules: RoundRules = {
  survey,
  repeatGapWeeks: 26,
  calendar: { zone: createZone('Europe/Lisbon'), day: 1, hour: 8, sendingHour: 9, holidays: [holiday] },
};

const peopleMax = 60;
export const names: readonly string[] = Array.from({ length: peopleMax }, (_, at) => `Person${String(at).padStart(2, '0')}`);

/** A few speak what nobody or hardly anybody else does; most share English. */
const answersOf = (at: number, random: Random) => ({
  version: 1,
  at: 0 as Instant,
  texts: {
    colour: [['red', 'green', 'blue'][random.int(3)]!],
    tongues: at % 20 === 7 ? ['fi'] : at % 15 === 3 ? ['pt'] : random.int(4) === 0 ? ['en', 'pt'] : ['en'],
    place: [String(1 + random.int(5))],
  },
});

/** Honours keys; answers now and then that it is busy, or says nothing although it has taken the mail. */
const moodyMailer = (random: Random): { readonly mailer: Mailer; readonly delivered: () => readonly DeliveredMail[] } => {
  const delivered = new Map<string, DeliveredMail>();
  return {
    delivered: () => [...delivered.values()],
    mailer: {
      honoursKeys: true,
      send: async (mail, key) => {
        await Promise.resolve();
        const mood = random.int(50);
        if (mood === 0) return { kind: 'try_later', afterMs: 2_000 };
        if (!delivered.has(key)) delivered.set(key, { key, to: mail.to, message: JSON.parse(mail.text) as LoopMail });
        if (mood === 1) throw new Error('timed out');
        return { kind: 'accepted' };
      },
    },
  };
};

/** Lives through weeks of rounds with people who come and go, through the use cases that the product has. */
export const liveThrough = async (weeks: number, seed: number) => {
  const random = seededRandom(seed);
  const table = await createTableInMemory();
  const clock = createStillClock(Date.UTC(2025, 11, 28, 12) as Instant);
  let planned: { readonly input: RoundInput; readonly round: Round } | undefined;
  const world = introductionsOver(table, {
    rules: yearRules,
    clock,
    plan: async (input, planSeed) => {
      const round = await planHere(input, planSeed);
      planned = { input, round };
      return round;
    },
  });
  const { mailer, delivered } = moodyMailer(random.fork('mailer'));
  const people = crowd(world, random.fork('people'));
  for (const name of names.slice(0, 45)) await people.join(name);

  const drainAll = async (): Promise<void> => {
    for (let runs = 0; runs < 50; runs++) {
      await world.drain(mailer);
      // What the mailer put off is due again within the hour; what asks whether they met is not.
      const [putOff] = await world.outbox.due(later(clock.now(), hourMs), 1);
      if (putOff === undefined) return;
      clock.moveTo(putOff.dueAt);
    }
    throw new Error('the outbox does not empty');
  };

  const lived: WeekLived[] = [];
  for (let at = 0; at < weeks; at++) {
    const week = weeksAfter(firstWeek, at);
    if (week === holiday) continue;
    clock.moveTo(nextMoment(yearRules.calendar, clock.now()));
    await drainAll();
    await oneTask(world, 'run', week);
    if (random.int(8) === 0) {
      valueOf(await world.discard({ week, because: 'looked odd' }));
      valueOf(await world.run({ week }));
    }
    const erasedBeforeSending = await people.stir(week, 2);
    clock.moveTo(nextMoment(yearRules.calendar, clock.now()));
    const present = await people.present(week);
    const before = delivered().length;
    await oneTask(world, 'send', week);
    await drainAll();
    const mails = delivered().slice(before);
    clock.moveBy(4 * dayMs + hourMs);
    await drainAll();
    await people.answerSome(week);
    lived.push({ week, ...planned!, present, mails, erasedBeforeSending, erased: await people.stir(weeksAfter(week, 1), 5) });
  }
  return { world, table, lived, delivered };
};

type World = ReturnType<typeof introductionsOver>;

const oneTask = async (world: World, task: 'run' | 'send', week: Week): Promise<void> => {
  const due = await world.whatIsDue();
  if (due.length !== 1 || due[0]?.task !== task || due[0].week !== week) throw new Error(`due is ${JSON.stringify(due)}, not to ${task}`);
  valueOf(await world[task]({ week }));
};

/** What people do, through the use cases of membership. */
const deedsOf = (world: World) => {
  const { table, members, blocks, clock } = world;
  const needs = { members, blocks, clock, calendar: createCalendar(yearRules.calendar) };
  return {
    pause: makePause(needs),
    resume: makeResume(needs),
    leave: makeLeave(needs),
    skip: makeSkipWeek(needs),
    block: makeBlockMember(needs),
    finishErasures: makeFinishErasures({
      members,
      bans: createTableBans(table),
      reports: createTableReports(table),
      erasers: [world.eraser],
      clock,
    }),
  };
};

/** The people: what may happen to them between two weeks, or between a plan and its sending. */
const crowd = (world: World, random: Random) => {
  const { members, clock } = world;
  const { pause, resume, leave, skip, block, finishErasures } = deedsOf(world);
  const anyone = (): string => names[random.int(names.length)]!;

  const join = async (name: string): Promise<void> => {
    await members.change(idOf(name), (member) => {
      if (member !== undefined && member.stage.name !== 'left') return changed(member, undefined);
      return changed(aParticipant(name, { email: addressOf(name), answers: answersOf(names.indexOf(name), random) }), undefined);
    });
  };

  /** Usually the one whom they met last, otherwise anybody. */
  const blockSomeone = async (name: string): Promise<void> => {
    const [last] = await world.myMatches({ member: idOf(name) });
    const isLast = last?.partnerName !== undefined && random.int(2) === 0;
    const whom = isLast ? last.partner : idOf(anyone());
    const blocked = await block({ member: idOf(name), whom });
    if (blocked.ok) await world.endContact({ member: idOf(name), partner: whom });
  };

  const erase = async (member: MemberId): Promise<void> => {
    await members.change(member, (found) =>
      changed(found === undefined ? undefined : { ...found, stage: { name: 'erasing', at: clock.now() } }, undefined),
    );
    await finishErasures();
  };

  /** Something that may happen to somebody; some of it is said more often than done. Answers whether they were erased by it. */
  const happens = async (name: string, week: Week): Promise<boolean> => {
    const member = idOf(name);
    const happening = random.int(9);
    const seldom = random.int(3) === 0;
    const until = random.int(2) === 0 ? undefined : later(clock.now(), (1 + random.int(30)) * dayMs);
    if (happening < 3) await join(name);
    if (happening === 3) await pause({ member, until });
    if (happening === 4) await resume({ member });
    if (happening === 5) await skip({ member, week, skip: true });
    if (happening === 6 && seldom) await leave({ member });
    if (happening === 7) await blockSomeone(name);
    const isErased = happening === 8 && seldom && (await members.find(member)) !== undefined;
    if (isErased) await erase(member);
    return isErased;
  };

  /** So many things happen, to anybody. Answers who was erased. */
  const stir = async (week: Week, happenings: number): Promise<readonly MemberId[]> => {
    const erased: MemberId[] = [];
    for (let happening = 0; happening < happenings; happening++) {
      const name = anyone();
      if (await happens(name, week)) erased.push(idOf(name));
    }
    return erased;
  };

  return {
    join,
    stir,
    present: async (week: Week): Promise<ReadonlySet<MemberId>> =>
      new Set((await members.page(undefined, 200)).filter((member) => takesPart(member, week, clock.now())).map(({ id }) => id)),
    answerSome: async (week: Week): Promise<void> => {
      for (let times = 0; times < 20; times++)
        await world.answer({ week, member: idOf(anyone()), answer: metAnswers[random.int(metAnswers.length)]! });
    },
  };
};
