import type { Clock } from '../kernel/clock.ts';
import type { Instant } from '../kernel/instant.ts';
import { formatWeek } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { GivenAnswers, Member } from './member.ts';
import { pendingAt } from './other-addresses.ts';
import type { Block, Blocks, Exporter, Members, Report, Reports } from './ports.ts';
import { isPresent, type NoMember } from './present.ts';
import { freshSession, openSessions, type SignInAgain } from './sessions.ts';

/** Everything of a member as one document, ready for `JSON.stringify`. `session` is the id of the session that asks. */
export type ExportMember = (command: {
  readonly member: MemberId;
  readonly session: string;
}) => Promise<Result<ExportDocument, SignInAgain | NoMember>>;

export interface ExportDocument {
  readonly exportedAt: string;
  readonly membership: unknown;
  /** What the other contexts keep, by section. */
  readonly sections: Readonly<Record<string, unknown>>;
}

interface ExportNeeds {
  readonly members: Members;
  readonly blocks: Blocks;
  readonly reports: Reports;
  readonly exporters: readonly Exporter[];
  readonly clock: Clock;
}

export const makeExportMember =
  ({ members, blocks, reports, exporters, clock }: ExportNeeds): ExportMember =>
  async ({ member: id, session }) => {
    const now = clock.now();
    const member = await members.find(id);
    if (!isPresent(member)) return err({ code: 'membership.no_member' });
    const fresh = freshSession(member, session, now);
    if (!fresh.ok) return fresh;
    const [blocked, reported] = [await blocks.by(id), await reports.by(id)];
    const sections: [string, unknown][] = [];
    for (const exporter of exporters) sections.push([exporter.section, await exporter.export(id)]);
    return ok({
      exportedAt: dateOf(now),
      membership: {
        ...ofMember(member, now),
        blocks: blocked.map(ofBlock),
        reports: reported.map(ofReport),
      },
      sections: Object.fromEntries(sections),
    });
  };

const ofMember = (member: Member, now: Instant): Readonly<Record<string, unknown>> => ({
  id: member.id,
  email: member.email,
  otherAddresses: member.otherAddresses ?? [],
  addressesToConfirm: pendingAt(member, now).map(({ address, expiresAt }) => ({ address, expiresAt: dateOf(expiresAt) })),
  name: member.name,
  stage: ofStage(member),
  standing: member.standing,
  signedUpAt: dateOf(member.signedUpAt),
  consentedAt: dateOf(member.consentedAt),
  answers: ofAnswers(member.answers),
  draft: ofAnswers(member.draft),
  skippedWeeks: member.skips.map(formatWeek),
  unsubscribedFrom: member.unsubscribed,
  mailsAskedFor: member.mailed,
  mailTrouble: member.mailTrouble === undefined ? null : { kind: member.mailTrouble.kind, at: dateOf(member.mailTrouble.at) },
  lastBackAt: member.backAt === undefined ? null : dateOf(member.backAt),
  remindersOfTheSurvey: member.reminded === undefined ? 0 : member.reminded.count,
  openLinks: member.links.map(({ purpose, expiresAt }) => ({ purpose, expiresAt: dateOf(expiresAt) })),
  sessions: openSessions(member, now).map(({ signedInAt, expiresAt, secondFactorAt }) => ({
    signedInAt: dateOf(signedInAt),
    expiresAt: dateOf(expiresAt),
    ...(secondFactorAt === undefined ? {} : { secondFactorAt: dateOf(secondFactorAt) }),
  })),
  secondFactor: ofSecondFactor(member),
});

/** That there is one and since when; never what opens a door. */
const ofSecondFactor = ({ secondFactor }: Member): unknown =>
  secondFactor === undefined
    ? null
    : {
        setUpAt: secondFactor.active === undefined ? null : dateOf(secondFactor.active.since),
        recoveryCodesUsedAt: (secondFactor.active?.recovery ?? []).flatMap(({ usedAt }) => (usedAt === undefined ? [] : [dateOf(usedAt)])),
        wrongCodesAt: secondFactor.wrongAt.map(dateOf),
      };

const ofStage = ({ stage }: Member): Readonly<Record<string, unknown>> => {
  switch (stage.name) {
    case 'paused':
      return { name: stage.name, until: stage.until === undefined ? null : dateOf(stage.until) };
    case 'left':
    case 'erasing':
      return { name: stage.name, at: dateOf(stage.at) };
    case 'invited':
    case 'active':
      return { name: stage.name };
  }
};

const ofAnswers = (given: GivenAnswers | undefined): unknown =>
  given === undefined ? null : { surveyVersion: given.version, givenAt: dateOf(given.at), texts: given.texts };

const ofBlock = ({ whom, at }: Block): unknown => ({ whom, at: dateOf(at) });

const ofReport = ({ about, context, text, at }: Report): unknown => ({ about, context, text, at: dateOf(at) });

const dateOf = (instant: Instant): string => new Date(instant).toISOString();
