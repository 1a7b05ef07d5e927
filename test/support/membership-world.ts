import { createOneTimeCodes } from '../../adapters/crypto/one-time-codes.ts';
import { createTableAllowances } from '../../adapters/dynamodb/allowances-in-table.ts';
import { createTableBans } from '../../adapters/dynamodb/bans-in-table.ts';
import { createTableBlocks } from '../../adapters/dynamodb/blocks-in-table.ts';
import { memberKey } from '../../adapters/dynamodb/keys.ts';
import { createTableMembers } from '../../adapters/dynamodb/members-in-table.ts';
import { createTableReports } from '../../adapters/dynamodb/reports-in-table.ts';
import { createTableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { Entry } from '../../adapters/dynamodb/table-state.ts';
import type { Item, Table } from '../../adapters/dynamodb/table.ts';
import { createStillClock } from '../../adapters/memory/movable-clock.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { Outgoing } from '../../domain/kernel/decision.ts';
import { canonicalAddress, parseEmailAddress, type CanonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import { dayMs, hourMs, later, type Instant } from '../../domain/kernel/instant.ts';
import { weekOfDate, weeksAfter, type Week } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Result } from '../../domain/kernel/result.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { makeBlockMember, makeListBlocks, makeUnblockMember } from '../../domain/membership/block.ts';
import { makeConfirmAddress, makeLookAtAddress } from '../../domain/membership/confirm-address.ts';
import { makeListSessions, makeRevokeAll, makeRevokeSession, makeSignOut } from '../../domain/membership/end-sessions.ts';
import { makeEraseMember, makeFinishErasures } from '../../domain/membership/erase-member.ts';
import { makeExportMember } from '../../domain/membership/export-member.ts';
import { makeHandInSurvey } from '../../domain/membership/hand-in-survey.ts';
import { makeLeave } from '../../domain/membership/leave.ts';
import { makeRecordMailTrouble } from '../../domain/membership/mail-trouble.ts';
import { makeResubscribe, makeUnsubscribe } from '../../domain/membership/mail-wishes.ts';
import type { Member } from '../../domain/membership/member.ts';
import { makeAddAddress, makeRemoveAddress } from '../../domain/membership/other-addresses.ts';
import { makePause, makeResume } from '../../domain/membership/pause.ts';
import type {
  Allowances,
  Bans,
  Blocks,
  Calendar,
  Eraser,
  Exporter,
  Members,
  MembershipMail,
  Reports,
  SurveyDesk,
} from '../../domain/membership/ports.ts';
import { makeRemindInvited } from '../../domain/membership/remind-invited.ts';
import { makeRename } from '../../domain/membership/rename.ts';
import { makeHandleReport, makeListReports, makeReportMember } from '../../domain/membership/report.ts';
import { makeRequestSignIn } from '../../domain/membership/request-sign-in.ts';
import { makeResumeSession } from '../../domain/membership/resume-session.ts';
import { makeSaveDraft } from '../../domain/membership/save-draft.ts';
import { makeSearchMembers } from '../../domain/membership/search-members.ts';
import { makeSeatOperators } from '../../domain/membership/seat-operators.ts';
import { makeBeginSecondFactor, makeConfirmSecondFactor, makeLookAtSecondFactor } from '../../domain/membership/set-up-second-factor.ts';
import { makeSignUp } from '../../domain/membership/sign-up.ts';
import { makeSkipWeek } from '../../domain/membership/skip-week.ts';
import { makeLookAtLink, makeSpendLink } from '../../domain/membership/spend-link.ts';
import { makeBan, makeReinstate, makeSuspend } from '../../domain/membership/standing.ts';
import { makeRemoveSecondFactor, makeResetSecondFactor, makeVerifySecondFactor } from '../../domain/membership/verify-second-factor.ts';
import { createDeterministicSecrets } from './deterministic-secrets.ts';

/** Saturday, 21 November 2026, 09:00 UTC, in week 47; the next round is that of week 48. */
export const start = Date.UTC(2026, 10, 21, 9) as Instant;
export const nextWeek = weekOfDate({ year: 2026, month: 11, day: 24 });

/** Everything that the use cases of membership need. A test replaces what it wants to watch, delay or break. */
export interface MembershipPorts {
  readonly members: Members;
  readonly blocks: Blocks;
  readonly bans: Bans;
  readonly reports: Reports;
  readonly allowances: Allowances;
  readonly surveyDesk: SurveyDesk;
  readonly calendar: Calendar;
  readonly secrets: Secrets;
  readonly clock: Clock;
  readonly operators: ReadonlySet<CanonicalAddress>;
  readonly exporters: readonly Exporter[];
  readonly erasers: readonly Eraser[];
}

const oneTimeCodes = createOneTimeCodes();

/** The use cases over any ports. */
export const membershipOver = (ports: MembershipPorts) => ({
  seatOperators: makeSeatOperators(ports),
  signUp: makeSignUp(ports),
  requestSignIn: makeRequestSignIn(ports),
  lookAtLink: makeLookAtLink(ports),
  spendLink: makeSpendLink(ports),
  resumeSession: makeResumeSession(ports),
  signOut: makeSignOut(ports),
  listSessions: makeListSessions(ports),
  revokeSession: makeRevokeSession(ports),
  revokeAll: makeRevokeAll(ports),
  saveDraft: makeSaveDraft(ports),
  handIn: makeHandInSurvey(ports),
  pause: makePause(ports),
  resume: makeResume(ports),
  skipWeek: makeSkipWeek(ports),
  unsubscribe: makeUnsubscribe(ports),
  recordMailTrouble: makeRecordMailTrouble(ports),
  remindInvited: makeRemindInvited(ports),
  resubscribe: makeResubscribe(ports),
  leave: makeLeave(ports),
  rename: makeRename(ports),
  addAddress: makeAddAddress(ports),
  lookAtAddress: makeLookAtAddress(ports),
  confirmAddress: makeConfirmAddress(ports),
  removeAddress: makeRemoveAddress(ports),
  block: makeBlockMember(ports),
  unblock: makeUnblockMember(ports),
  listBlocks: makeListBlocks(ports),
  report: makeReportMember(ports),
  listReports: makeListReports(ports),
  handleReport: makeHandleReport(ports),
  suspend: makeSuspend(ports),
  ban: makeBan(ports),
  reinstate: makeReinstate(ports),
  searchMembers: makeSearchMembers(ports),
  lookAtSecondFactor: makeLookAtSecondFactor({ ...ports, oneTimeCodes }),
  beginSecondFactor: makeBeginSecondFactor({ ...ports, oneTimeCodes }),
  confirmSecondFactor: makeConfirmSecondFactor({ ...ports, oneTimeCodes }),
  verifySecondFactor: makeVerifySecondFactor({ ...ports, oneTimeCodes }),
  removeSecondFactor: makeRemoveSecondFactor({ ...ports, oneTimeCodes }),
  resetSecondFactor: makeResetSecondFactor(ports),
  exportMember: makeExportMember(ports),
  eraseMember: makeEraseMember(ports),
  finishErasures: makeFinishErasures(ports),
});
export type Membership = ReturnType<typeof membershipOver>;

export interface MembershipWorld extends Membership {
  readonly ports: MembershipPorts;
  /** As it is, unwrapped. */
  readonly table: Table;
  /** What left or will leave, in the order in which it was stored; mails to nobody are dropped on the way. */
  readonly outbox: () => readonly Outgoing<MembershipMail>[];
  readonly mails: () => readonly MembershipMail[];
  readonly everyone: () => Promise<readonly Member[]>;
  /** Everything that is stored but the outbox, in order of its key. */
  readonly stored: () => readonly Item[];
  readonly moveTo: (now: Instant) => void;
  readonly pass: (ms: number) => void;
  /** The survey's version from now on. */
  readonly askVersion: (version: number) => void;
  /** Members whose other contexts' data is erased so far. */
  readonly erasedElsewhere: ReadonlySet<MemberId>;
}
/** A community of its own. `wrap` sees the ports before the use cases do, `wrapTable` the table before the ports do. */
export const membershipWorld = async (
  wrap: (ports: MembershipPorts) => MembershipPorts = (ports) => ports,
  wrapTable: (table: Table) => Table = (table) => table,
): Promise<MembershipWorld> => {
  const outbox: Outgoing<MembershipMail>[] = [];
  const present = new Set<string>();
  const leaves = ({ message: { template, to } }: Outgoing<MembershipMail>): boolean =>
    template === 'goodbye' || present.has(memberKey(to).pk);
  const committed = (entries: readonly Entry[]): void => {
    for (const entry of entries) {
      if (entry.op === 'put') present.add(entry.stored.key.pk);
      else present.delete(entry.key.pk);
    }
    outbox.push(...entries.flatMap(outgoingOf).filter(leaves));
  };
  const memory = await createTableInMemory({ committed });
  const table = wrapTable(memory);
  const clock = createStillClock(start);
  const erasedElsewhere = new Set<MemberId>();
  let version = 1;
  const eraser: Eraser = {
    erase: async (member) => {
      await Promise.resolve();
      erasedElsewhere.add(member);
    },
  };
  const ports = wrap({
    members: createTableMembers(table),
    blocks: createTableBlocks(table),
    bans: createTableBans(table),
    reports: createTableReports(table),
    allowances: createTableAllowances(table),
    secrets: createDeterministicSecrets(),
    clock,
    surveyDesk: { version: () => version, check: checkTexts },
    calendar: { nextRound, sendingTime },
    operators: new Set([canonicalAddress(address('olga@example.com'))]),
    exporters: [{ section: 'introductions', export: async (member) => Promise.resolve({ of: member }) }],
    erasers: [eraser, eraser],
  });
  return {
    ...membershipOver(ports),
    ports,
    outbox: () => outbox,
    mails: () => outbox.map(({ message }) => message),
    everyone: async () => ports.members.page(undefined, 200),
    table: memory,
    stored: () => memory.items().filter(({ pk }) => !pk.startsWith('outbox#')),
    moveTo: clock.moveTo,
    pass: clock.moveBy,
    askVersion: (to) => {
      version = to;
    },
    erasedElsewhere,
  };
};

const checkTexts: SurveyDesk['check'] = (texts) =>
  (texts['languages'] ?? []).length > 0 ? [] : [{ question: 'languages', code: 'answer.required', help: 'this question must be answered' }];

/** A message that a commit put into the outbox. */
const outgoingOf = (entry: Entry): readonly Outgoing<MembershipMail>[] =>
  entry.op === 'put' && entry.stored.key.pk.startsWith('outbox#') ? [JSON.parse(entry.stored.body) as Outgoing<MembershipMail>] : [];

/** Rounds are on Tuesdays at 08:00 UTC. */
const nextRound = (now: Instant): { readonly week: Week; readonly roundAt: Instant } => {
  const first = Date.UTC(2026, 10, 24, 8);
  const weeks = Math.max(0, Math.floor((now - first) / (7 * dayMs)) + 1);
  return { week: weeksAfter(nextWeek, weeks), roundAt: later(first as Instant, weeks * 7 * dayMs) };
};

/** The sending hour is that after 09:00 UTC. */
const sendingTime = (now: Instant): Instant => {
  const today = Math.floor(now / dayMs) * dayMs + 9 * hourMs;
  if (now >= today && now < today + hourMs) return now;
  return (now < today ? today : today + dayMs) as Instant;
};

export const address = (text: string): EmailAddress => {
  const parsed = parseEmailAddress(text);
  if (!parsed.ok) throw new Error(parsed.error.code);
  return parsed.value;
};

export const idOf = ({ ports }: MembershipWorld, email: string): MemberId => ports.secrets.memberIdOf(canonicalAddress(address(email)));

/** What a use case answered where it must not refuse. */
export const valueOf = <T>(result: Result<T, unknown>): T => {
  if (!result.ok) throw new Error(JSON.stringify(result.error));
  return result.value;
};

export const codeOf = <T>(result: Result<T, { readonly code: string }>): string | undefined => (result.ok ? undefined : result.error.code);

export const aForm = (email = 'ana@example.com', name = 'Ana') => ({ email, name, consent: true, ip: '192.0.2.1' });
export const fullAnswers = { version: 1, texts: { languages: ['en'], work: ['a mural'] } } as const;

/** The token of the last link that was mailed to a member. */
export const lastToken = (world: MembershipWorld, member: MemberId): string => {
  const tokens = world.mails().flatMap((mail) => (mail.to === member && 'token' in mail ? [mail.token] : []));
  const last = tokens.at(-1);
  if (last === undefined) throw new Error('no link was mailed');
  return last;
};

/** Someone who signed up and followed the link, but has not answered yet. */
export const invitedMember = async (world: MembershipWorld, email = 'ana@example.com'): Promise<SignedInMember> => {
  valueOf(await world.signUp({ ...aForm(email), ip: email }));
  const member = idOf(world, email);
  const { session: cookie } = valueOf(await world.spendLink({ purpose: 'survey', token: lastToken(world, member) }));
  const { session } = valueOf(await world.resumeSession({ cookie }));
  return { member, cookie, session };
};
export interface SignedInMember {
  readonly member: MemberId;
  readonly cookie: string;
  readonly session: string;
}

/** Someone who is in the rounds and signed in a moment ago. */
export const activeMember = async (world: MembershipWorld, email = 'ana@example.com'): Promise<SignedInMember> => {
  const signedIn = await invitedMember(world, email);
  valueOf(await world.handIn({ member: signedIn.member, ...fullAnswers }));
  return signedIn;
};
