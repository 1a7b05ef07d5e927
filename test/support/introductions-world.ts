import { createIntroductionsEraser } from '../../adapters/bridges/introductions-for-membership.ts';
import { createParticipants } from '../../adapters/bridges/participants-from-members.ts';
import { recordAccepted } from '../../adapters/bridges/accepted-introductions.ts';
import { createTableBlocks } from '../../adapters/dynamodb/blocks-in-table.ts';
import { createTableLeftOuts } from '../../adapters/dynamodb/left-outs-in-table.ts';
import { createTableMatches } from '../../adapters/dynamodb/matches-in-table.ts';
import { createTableMembers } from '../../adapters/dynamodb/members-in-table.ts';
import { createTableOutbox } from '../../adapters/dynamodb/outbox.ts';
import { createTableRounds } from '../../adapters/dynamodb/rounds-in-table.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Table } from '../../adapters/dynamodb/table.ts';
import { readMail } from '../../adapters/email/mail-codec.ts';
import { makeDrain } from '../../adapters/email/drain.ts';
import { defaultDrainLimits } from '../../adapters/email/drain-limits.ts';
import { createLocalPacer } from '../../adapters/email/pacer.ts';
import type { LoopMail } from '../../adapters/email/render.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import { makeAnswerDidYouMeet } from '../../domain/introductions/answer-did-you-meet.ts';
import type { RoundCalendar } from '../../domain/introductions/calendar.ts';
import { makeDiscardRound } from '../../domain/introductions/discard-round.ts';
import { makeEndContact } from '../../domain/introductions/end-contact.ts';
import { makeForgetMember } from '../../domain/introductions/forget-member.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { makeExportIntroductions, makeMyMatches } from '../../domain/introductions/my-matches.ts';
import type { PlanRound } from '../../domain/introductions/ports.ts';
import type { RoundRules } from '../../domain/introductions/prepare-round.ts';
import { makePreviewRound } from '../../domain/introductions/preview-round.ts';
import { makeRecordIntroduced } from '../../domain/introductions/record-introduced.ts';
import { planRound } from '../../domain/introductions/round.ts';
import { makeRenewAlias } from '../../domain/introductions/renew-alias.ts';
import { makeRoundResults } from '../../domain/introductions/round-results.ts';
import { makeRunRound } from '../../domain/introductions/run-round.ts';
import { makeSendIntroductions } from '../../domain/introductions/send-introductions.ts';
import { makeSendingProgress } from '../../domain/introductions/sending-progress.ts';
import { makeWhatIsDue } from '../../domain/introductions/what-is-due.ts';
import { changed } from '../../domain/kernel/decision.ts';
import { canonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import { hourMs, type Instant, later } from '../../domain/kernel/instant.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { Member } from '../../domain/membership/member.ts';
import { plainSurvey } from '../arbitraries/community.ts';
import { createDeterministicSecrets } from './deterministic-secrets.ts';

/** Rounds on Mondays at 8, introductions at 9, in UTC; everyone may meet everyone. */
export const plainRules: RoundRules = {
  survey: plainSurvey,
  repeatGapWeeks: 26,
  calendar: { zone: { aheadMs: () => 0 }, day: 1, hour: 8, sendingHour: 9, holidays: [] },
};

export const withCalendar = (overrides: Partial<RoundCalendar>): RoundRules => ({
  ...plainRules,
  calendar: { ...plainRules.calendar, ...overrides },
});

/** Monday of week 2026-W47, 7 o'clock. */
export const mondayMorning = Date.UTC(2026, 10, 16, 7) as Instant;

export const planHere: PlanRound = (input, seed) => planRound(input, { solver: exactSolver, seed });

export interface IntroductionsOptions {
  readonly rules?: RoundRules;
  readonly secrets?: Secrets;
  readonly clock?: MovableClock;
  readonly plan?: PlanRound;
}

/** Introductions over one table, as one process has them. */
export const introductionsOver = (
  table: Table,
  {
    rules = plainRules,
    secrets = createDeterministicSecrets(),
    clock = createStillClock(mondayMorning),
    plan = planHere,
  }: IntroductionsOptions = {},
) => {
  const members = createTableMembers(table);
  const blocks = createTableBlocks(table);
  const ports = {
    rounds: createTableRounds(table),
    matches: createTableMatches(table),
    leftOuts: createTableLeftOuts(table),
    participants: createParticipants({ members, blocks, survey: rules.survey, clock }),
    secrets,
    clock,
    rules,
    plan,
  };
  const outbox = createTableOutbox(table);
  const forgetMember = makeForgetMember(ports);
  const recordIntroduced = makeRecordIntroduced(ports);
  return {
    ...ports,
    table,
    members,
    blocks,
    outbox,
    run: makeRunRound(ports),
    preview: makePreviewRound(ports),
    discard: makeDiscardRound(ports),
    send: makeSendIntroductions({ ...ports, forgetMember }),
    progress: makeSendingProgress(ports),
    recordIntroduced,
    answer: makeAnswerDidYouMeet(ports),
    myMatches: makeMyMatches(ports),
    exportIntroductions: makeExportIntroductions(ports),
    results: makeRoundResults(ports),
    whatIsDue: makeWhatIsDue({ ...ports, calendar: rules.calendar }),
    forgetMember,
    endContact: makeEndContact(ports),
    renewAlias: makeRenewAlias(ports),
    eraser: createIntroductionsEraser({ ...ports, forgetMember, outbox }),
    /** Sends what is due through a mailer. */
    drain: (mailer: Mailer) =>
      makeDrain({
        outbox,
        members,
        blocks,
        mailer,
        clock,
        random: seededRandom(1),
        pause: async (ms) => Promise.resolve(clock.moveBy(ms)),
        render: (message, recipient) => ({
          to: recipient.email,
          from: 'loop@example.com',
          subject: message.template,
          html: '',
          text: JSON.stringify(message),
          headers: {},
        }),
        limits: defaultDrainLimits,
        pacer: createLocalPacer(clock, { ratePerSecond: 1_000, burst: 1_000 }),
        onAccepted: recordAccepted(recordIntroduced),
      })(),
  };
};

export type IntroductionsWorld = ReturnType<typeof introductionsOver>;

export const createIntroductionsWorld = async (options: IntroductionsOptions = {}): Promise<IntroductionsWorld> =>
  introductionsOver(await createTableInMemory(), options);

/** The id of a member called so. */
export const idOf = (name: string, secrets: Pick<Secrets, 'memberIdOf'> = createDeterministicSecrets()): MemberId =>
  secrets.memberIdOf(canonicalAddress(addressOf(name)));

export const addressOf = (name: string): EmailAddress => `${name.toLowerCase()}@example.com` as EmailAddress;

export const aParticipant = (name: string, overrides: Partial<Member> = {}): Member => ({
  id: idOf(name),
  email: addressOf(name),
  name,
  stage: { name: 'active' },
  standing: 'good',
  signedUpAt: 0 as Instant,
  consentedAt: 0 as Instant,
  answers: { version: 1, texts: { colour: ['red'] }, at: 0 as Instant },
  draft: undefined,
  skips: [],
  unsubscribed: [],
  links: [],
  sessions: [],
  mailed: { day: '2026-11-16', counts: {} },
  ...overrides,
});

/** Puts members into the community who all answered the same. */
export const settle = async ({ members }: Pick<IntroductionsWorld, 'members'>, ...names: readonly string[]): Promise<void> => {
  for (const name of names) await members.change(idOf(name), () => changed(aParticipant(name), undefined));
};

/** Changes what is kept of a member; `undefined` removes them. */
export const nowIs = async (
  { members }: Pick<IntroductionsWorld, 'members'>,
  name: string,
  overrides: Partial<Member> | undefined,
): Promise<void> => {
  await members.change(idOf(name), (member) =>
    changed(member === undefined || overrides === undefined ? undefined : { ...member, ...overrides }, undefined),
  );
};

/** Every mail that waits, whenever it is due. */
export const waitingMails = async ({
  outbox,
  clock,
}: Pick<IntroductionsWorld, 'outbox' | 'clock'>): Promise<
  readonly { readonly key: string; readonly dueAt: Instant; readonly message: LoopMail }[]
> =>
  (await outbox.due(later(clock.now(), 1_000 * 24 * hourMs), 500)).flatMap(({ key, dueAt, message }) => {
    const mail = readMail(message);
    return mail === undefined ? [] : [{ key, dueAt, message: mail }];
  });

/** What a use case answered where it must not refuse. */
export const valueOf = <T>(result: { readonly ok: true; readonly value: T } | { readonly ok: false; readonly error: unknown }): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export const codeOf = (result: { readonly ok: boolean; readonly error?: { readonly code: string } }): string | undefined =>
  result.error?.code;
