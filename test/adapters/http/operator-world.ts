import type { Community } from '../../../adapters/config/community.ts';
import { createTableAllowances } from '../../../adapters/dynamodb/allowances-in-table.ts';
import { createTableBans } from '../../../adapters/dynamodb/bans-in-table.ts';
import { createTableMembers } from '../../../adapters/dynamodb/members-in-table.ts';
import { createTableReports } from '../../../adapters/dynamodb/reports-in-table.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { recordAccepted } from '../../../adapters/bridges/accepted-introductions.ts';
import { createCalendar } from '../../../adapters/bridges/round-rules.ts';
import { makeDrain } from '../../../adapters/email/drain.ts';
import { defaultDrainLimits } from '../../../adapters/email/drain-limits.ts';
import { createLocalPacer } from '../../../adapters/email/pacer.ts';
import { renderMail } from '../../../adapters/email/render.ts';
import { createApp } from '../../../adapters/http/app.ts';
import type { WebNeeds } from '../../../adapters/http/needs.ts';
import type { SampleSession } from '../../../adapters/http/routes/embedded-needs.ts';
import type { OperatorNeeds } from '../../../adapters/http/routes/operator-needs.ts';
import { createMailbox } from '../../../adapters/memory/mailbox.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { RoundRules } from '../../../domain/introductions/prepare-round.ts';
import { nextMoment } from '../../../domain/introductions/what-is-due.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import { canonicalAddress, type EmailAddress } from '../../../domain/kernel/email-address.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Mailer } from '../../../domain/kernel/mailer.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { sessionMs, withSession } from '../../../domain/membership/sessions.ts';
import { mintToken } from '../../../domain/membership/tokens.ts';
import type { SurveyDesk } from '../../../domain/membership/ports.ts';
import { aParticipant, addressOf, idOf, introductionsOver, mondayMorning, plainRules } from '../../support/introductions-world.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';
import { createFakeRelay } from '../../support/fake-relay.ts';
import { membershipOver } from '../../support/membership-world.ts';

export const baseUrl = 'http://localhost:4000';

export const aCommunity: Community = {
  name: 'The Test Circle',
  timeZone: 'UTC',
  round: { day: 'monday', hour: 8 },
  sendingHour: 9,
  locale: 'en-GB',
  from: 'circle@example.com' as EmailAddress,
  postalAddress: ['1 Example Street'],
  holidayWeeks: [],
  operators: [addressOf('Olga')],
};

export interface WorldWish {
  readonly rules?: RoundRules;
  readonly community?: Community;
  readonly embedded?: boolean;
  readonly startsAt?: Instant;
  readonly secondFactor?: WebNeeds['secondFactor'];
  readonly chat?: WebNeeds['chat'];
  readonly webFiles?: NonNullable<WebNeeds['embedded']>['webFiles'];
  /** Looks at mails before the mailbox takes them. */
  readonly mailer?: (mailbox: Mailer) => Mailer;
}

/** The pages over real use cases and one table in memory. Olga is there and runs the community. */
export const operatorWorld = async (wish: WorldWish = {}) => {
  const base = await useCasesOf(wish);
  const { table, clock, secrets, introductions, membership, mailbox, members } = base;
  const driver = driverOf(base, wish);
  const signInAs = async (member: MemberId): Promise<SampleSession | undefined> => {
    const { text, hash } = mintToken(secrets, member);
    const known = await members.change(member, (found) =>
      changed(found === undefined ? undefined : withSession(found, { id: hash.slice(0, 16), hash }, clock.now()), found !== undefined),
    );
    return known.ok && known.value ? { session: text, expiresInMs: sessionMs } : undefined;
  };
  const woken: string[] = [];
  const needs = webNeedsOf(base, {
    secondFactor: wish.secondFactor,
    wake: () => woken.push('woken'),
    chat: wish.chat,
    embedded:
      wish.embedded === false
        ? undefined
        : { mailbox, moveClock: driver.moveClock, signInAs, webFiles: wish.webFiles, ...sampleCommunity(base) },
  });
  const settleIn = async (...names: readonly string[]): Promise<void> => {
    for (const name of names) await members.change(idOf(name), () => changed(aParticipant(name), undefined));
  };
  await members.change(idOf('Olga'), () => changed(aParticipant('Olga', { stage: { name: 'paused', until: undefined } }), undefined));
  return {
    table,
    clock,
    secrets,
    introductions,
    membership,
    members,
    mailbox,
    relay: base.relay,
    ...driver,
    signInAs,
    woken,
    needs,
    app: createApp(needs),
    settleIn,
  };
};

const useCasesOf = async ({ rules = plainRules, community = aCommunity, startsAt = mondayMorning }: WorldWish) => {
  const table = await createTableInMemory();
  const clock = createStillClock(startsAt);
  const secrets = createDeterministicSecrets();
  const introductions = introductionsOver(table, { rules, clock, secrets });
  const { members, blocks } = introductions;
  const bans = createTableBans(table);
  const operators = new Set(community.operators.map(canonicalAddress));
  const calendar = createCalendar(rules.calendar);
  const membership = membershipOver({
    members,
    blocks,
    bans,
    reports: createTableReports(table),
    allowances: createTableAllowances(table),
    surveyDesk,
    calendar,
    secrets,
    clock,
    operators,
    exporters: [],
    erasers: [introductions.eraser],
  });
  return {
    table,
    clock,
    secrets,
    rules,
    community,
    introductions,
    members,
    bans,
    blocks,
    operators,
    calendar,
    membership,
    mailbox: createMailbox({ table, clock }),
    relay: createFakeRelay(startsAt),
  };
};
type UseCases = Awaited<ReturnType<typeof useCasesOf>>;

/** Does what is due, and lets time pass. */
const driverOf = (
  { introductions, members, blocks, mailbox, clock, secrets, community, rules }: UseCases,
  { mailer = (box) => box }: WorldWish,
) => {
  const drain = makeDrain({
    outbox: introductions.outbox,
    members,
    blocks,
    mailer: mailer(mailbox),
    clock,
    random: seededRandom(1),
    pause: async (ms) => Promise.resolve(clock.moveBy(ms)),
    render: (message, recipient) => renderMail(message, { recipient, community, links: { baseUrl, relayDomain }, secrets }),
    limits: defaultDrainLimits,
    pacer: createLocalPacer(clock, { ratePerSecond: 1_000, burst: 1_000 }),
    onAccepted: recordAccepted(introductions.recordIntroduced),
  });
  const settle = async (): Promise<void> => {
    for (const { task, week } of await introductions.whatIsDue())
      await (task === 'run' ? introductions.run({ week }) : introductions.send({ week }));
    await drain();
  };
  const moveClock = async (to: Instant): Promise<void> => {
    while (clock.now() < to) {
      clock.moveTo(Math.min(to, nextMoment(rules.calendar, clock.now())) as Instant);
      await settle();
    }
  };
  return { drain, settle, moveClock };
};

const sampleCommunity = ({ membership, rules, introductions }: UseCases) => ({
  recordMailTrouble: membership.recordMailTrouble,
  searchMembers: membership.searchMembers,
  rules,
  rounds: introductions.rounds,
  sampleOperator: addressOf('Olga'),
});

const webNeedsOf = (
  base: UseCases,
  { wake, embedded, secondFactor, chat }: Pick<WebNeeds, 'secondFactor' | 'embedded' | 'chat'> & { readonly wake: () => void },
): WebNeeds => {
  const { community, rules, calendar, clock, secrets, operators, membership, introductions } = base;
  const operator: OperatorNeeds = {
    ...membership,
    ...introductions,
    bans: base.bans,
    membersTelling: (tell) => createTableMembers(base.table, tell),
    previewRound: introductions.preview,
    runRound: introductions.run,
    discardRound: introductions.discard,
    sendIntroductions: introductions.send,
    sendingProgress: introductions.progress,
    roundResults: introductions.results,
    wake,
  };
  return {
    community,
    survey: rules.survey,
    surveyDesk,
    calendar,
    zone: rules.calendar.zone,
    clock,
    secrets,
    operators,
    baseUrl,
    relayDomain,
    callerOf: () => '192.0.2.1',
    membership: {
      ...membership,
      handInSurvey: membership.handIn,
      blockMember: membership.block,
      unblockMember: membership.unblock,
      reportMember: membership.report,
    },
    introductions: {
      myMatches: introductions.myMatches,
      answerDidYouMeet: introductions.answer,
      endContact: introductions.endContact,
      renewAlias: introductions.renewAlias,
    },
    operator,
    relay: base.relay,
    chat,
    secondFactor,
    embedded,
  };
};

const surveyDesk: SurveyDesk = { version: () => 1, check: () => [] };
const relayDomain = 'relay.example.com';

export type OperatorWorld = Awaited<ReturnType<typeof operatorWorld>>;

export interface Answer {
  readonly status: number;
  readonly body: string;
  readonly location: string | undefined;
  readonly headers: Headers;
}

/** Somebody with a browser: it keeps cookies, follows nothing by itself, and posts the forms of the page it looked at last. */
export const visitor = ({ app }: Pick<OperatorWorld, 'app'>, cookie?: string) => {
  let cookies = cookie === undefined ? '' : `loop-session=${cookie}`;
  let page = '';
  const answerOf = async (response: Response): Promise<Answer> => {
    const set = response.headers.get('set-cookie');
    if (set !== null) cookies = set.split(';')[0] ?? '';
    const body = await response.text();
    if ((response.headers.get('content-type') ?? '').startsWith('text/html')) page = body;
    return { status: response.status, body, location: response.headers.get('location') ?? undefined, headers: response.headers };
  };
  const get = async (path: string): Promise<Answer> => answerOf(await app.request(`${baseUrl}${path}`, { headers: { cookie: cookies } }));
  const post = async (path: string, fields: Readonly<Record<string, string>>): Promise<Answer> =>
    answerOf(
      await app.request(`${baseUrl}${path}`, {
        method: 'POST',
        headers: { cookie: cookies, origin: baseUrl, 'sec-fetch-site': 'same-origin', 'content-type': 'application/x-www-form-urlencoded' },
        body: new URLSearchParams(fields).toString(),
      }),
    );
  /** Fills in the form of the present page that goes to `path`, adds `fields`, and posts it. */
  const submit = async (path: string, fields: Readonly<Record<string, string>> = {}): Promise<Answer> => {
    const form = [...page.matchAll(/<form method="post" action="([^"]+)"[^>]*>([\s\S]*?)<\/form>/g)].find(([, action]) => action === path);
    if (form?.[2] === undefined) throw new Error(`the page has no form for ${path}`);
    const hidden = [...form[2].matchAll(/<input type="hidden" name="([^"]+)" value="([^"]*)">/g)].map(
      ([, name = '', value = '']) => [name, plain(value)] as const,
    );
    return post(path, { ...Object.fromEntries(hidden), ...fields });
  };
  return { get, post, submit };
};
export type BrowsingVisitor = ReturnType<typeof visitor>;

const plain = (attribute: string): string =>
  attribute.replaceAll('&quot;', '"').replaceAll('&#39;', "'").replaceAll('&lt;', '<').replaceAll('&gt;', '>').replaceAll('&amp;', '&');

export const signedIn = async (world: OperatorWorld, name: string): Promise<BrowsingVisitor> => {
  const session = await world.signInAs(idOf(name));
  if (session === undefined) throw new Error(`${name} is no member`);
  return visitor(world, session.session);
};

/** What a page says, without its tags. */
export const textOf = (body: string): string =>
  body
    .replaceAll(/<(style|script)[\s\S]*?<\/\1>/g, '')
    .replaceAll(/<[^>]+>/g, ' ')
    .replaceAll(/\s+/g, ' ');
