import { createSurveyDesk } from '../../adapters/bridges/participants-from-members.ts';
import { createCalendar, roundRulesOf } from '../../adapters/bridges/round-rules.ts';
import { communityOf } from '../../adapters/config/community.ts';
import { createTableAllowances } from '../../adapters/dynamodb/allowances-in-table.ts';
import { createTableBans } from '../../adapters/dynamodb/bans-in-table.ts';
import { createTableReports } from '../../adapters/dynamodb/reports-in-table.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import { createIntroductionsExporter } from '../../adapters/bridges/introductions-for-membership.ts';
import type { LoopMail } from '../../adapters/email/render.ts';
import { createApp } from '../../adapters/http/app.ts';
import type { ObservedRequest, WebNeeds } from '../../adapters/http/needs.ts';
import { createStillClock, type MovableClock } from '../../adapters/memory/movable-clock.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { canonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { shippedSurvey } from '../arbitraries/community.ts';
import { createDeterministicSecrets } from './deterministic-secrets.ts';
import { createFakeRelay, type FakeRelay } from './fake-relay.ts';
import { introductionsOver, type IntroductionsWorld, waitingMails } from './introductions-world.ts';
import { membershipOver, type Membership } from './membership-world.ts';

/** Saturday, 21 November 2026, 09:00 in Lisbon; the next round is that of Monday. */
export const saturday = Date.UTC(2026, 10, 21, 9) as Instant;
export const baseUrl = 'https://circle.example.com';

export interface WebWorld {
  readonly needs: WebNeeds;
  readonly app: ReturnType<typeof createApp>;
  readonly clock: MovableClock;
  readonly membership: Membership;
  readonly introductions: IntroductionsWorld;
  readonly relay: FakeRelay;
  /** What was asked and answered, as an operator's log has it. */
  readonly observed: readonly ObservedRequest[];
  /** The mails that wait for somebody, oldest first. */
  readonly mailsTo: (email: string) => Promise<readonly LoopMail[]>;
  readonly idOf: (email: string) => MemberId;
  /** Everything that is stored, outbox included. */
  readonly stored: () => string;
  /** From now on the community asks this. */
  readonly ask: (survey: Survey) => void;
}

/** The pages over the real use cases and one table in memory. */
export const createWebWorld = async (overrides: Partial<WebNeeds> = {}): Promise<WebWorld> => {
  const table = await createTableInMemory();
  const clock = createStillClock(saturday);
  const secrets = createDeterministicSecrets();
  const community = sampleCommunity();
  let survey = overrides.survey ?? shippedSurvey();
  const rules = roundRulesOf(community, survey, secrets);
  const introductions = introductionsOver(table, { rules, secrets, clock });
  const operators = new Set(community.operators.map(canonicalAddress));
  const surveyDesk = {
    version: () => survey.version,
    check: (texts: Parameters<WebNeeds['surveyDesk']['check']>[0]) => createSurveyDesk(survey).check(texts),
  };
  const membership = membershipOver({
    members: introductions.members,
    blocks: introductions.blocks,
    bans: createTableBans(table),
    reports: createTableReports(table),
    allowances: createTableAllowances(table),
    surveyDesk,
    calendar: createCalendar(rules.calendar),
    secrets,
    clock,
    operators,
    exporters: [createIntroductionsExporter(introductions.exportIntroductions)],
    erasers: [introductions.eraser],
  });
  const relay = createFakeRelay(saturday);
  const observed: ObservedRequest[] = [];
  const { handIn, block, unblock, report, ...same } = membership;
  const needs: WebNeeds = {
    community,
    get survey() {
      return survey;
    },
    surveyDesk,
    calendar: createCalendar(rules.calendar),
    zone: rules.calendar.zone,
    clock,
    secrets,
    operators,
    baseUrl,
    relayDomain: 'relay.example.com',
    callerOf: (context) => context.req.header('x-caller') ?? 'one caller',
    observe: (request) => observed.push(request),
    membership: { ...same, handInSurvey: handIn, blockMember: block, unblockMember: unblock, reportMember: report },
    introductions: { ...introductions, answerDidYouMeet: introductions.answer },
    relay,
    ...withoutSurvey(overrides),
  };
  const idOf = (email: string): MemberId => secrets.memberIdOf(canonicalAddress(email as EmailAddress));
  return {
    needs,
    app: createApp(needs),
    clock,
    membership,
    introductions,
    relay,
    observed,
    mailsTo: async (email) => (await waitingMails(introductions)).map(({ message }) => message).filter(({ to }) => to === idOf(email)),
    idOf,
    stored: () => JSON.stringify(table.items()),
    ask: (next) => {
      survey = next;
    },
  };
};

const withoutSurvey = ({ survey: _, ...rest }: Partial<WebNeeds>): Partial<WebNeeds> => rest;

const sampleCommunity = () => {
  const community = communityOf(
    {
      name: "Sample Artists' Circle",
      timeZone: 'Europe/Lisbon',
      round: { day: 'monday', hour: 8 },
      sendingHour: 9,
      locale: 'en-GB',
      from: 'circle@example.com',
      postalAddress: ['1 Example Street'],
      holidayWeeks: [],
      operators: ['operator@example.com'],
    },
    'community.json',
  );
  if (!community.ok) throw new Error(JSON.stringify(community.error));
  return community.value;
};
