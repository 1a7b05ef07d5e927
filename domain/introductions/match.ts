import type { AliasName } from '../kernel/alias-name.ts';
import { changed, type Decision, type Outgoing } from '../kernel/decision.ts';
import { dayMs, type Instant, later } from '../kernel/instant.ts';
import { formatWeek, type Week } from '../kernel/iso-week.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err } from '../kernel/result.ts';
import type { IntroductionMail } from './mails.ts';

/** Two people whom a round introduces to each other, from its plan to what became of it. Stored as two rows, one per member. */
export interface Match {
  readonly week: Week;
  /** Which planning of the week; a discarded round's matches stay behind under an earlier number. */
  readonly run: number;
  readonly conversationId: string;
  readonly a: MatchSide;
  readonly b: MatchSide;
  /** In units of 1/10,000. */
  readonly score: number;
  /** So many weeks these two had to be apart at the least. */
  readonly gapWeeks: number;
  /** The member of the two who is the standing host, if either is. */
  readonly host?: MemberId | undefined;
  /** Aliases of either that came before, the oldest first, as long as anything may be known of them; at most `replacedAliasesMax`. */
  readonly replacedAliases?: readonly AliasName[] | undefined;
  readonly state: MatchState;
}

export interface MatchSide {
  readonly member: MemberId;
  /** The relay address that routes to this member. The partner writes to it. */
  readonly alias: AliasName;
  /** Why these two, worded for this member. */
  readonly reasons: readonly string[];
  /** When the introduction to this member was taken by the mailer. */
  readonly introducedAt?: Instant | undefined;
  readonly met?: MetAnswer | undefined;
}

/**
 * `claimed`: its two introductions are on their way or delivered. `cancelled`: somebody's was not and will not be sent; `leftOver` are
 * those of the two who took part all the same, and come first next time.
 */
export type MatchState =
  | { readonly name: 'planned' }
  | { readonly name: 'claimed'; readonly at: Instant }
  | { readonly name: 'cancelled'; readonly at: Instant; readonly because: CancelledBecause; readonly leftOver: readonly MemberId[] };

export type CancelledBecause = 'no_longer_takes_part' | 'blocked' | 'round_discarded';

export const metAnswers = ['yes', 'planned', 'no'] as const;
export type MetAnswer = (typeof metAnswers)[number];

/** The match's two sides by what they are to one of its members. */
export const sidesFor = (match: Match, member: MemberId): { readonly own: MatchSide; readonly partner: MatchSide } | undefined => {
  if (match.a.member === member) return { own: match.a, partner: match.b };
  if (match.b.member === member) return { own: match.b, partner: match.a };
  return undefined;
};

/** So long after an introduction its two members are asked whether they met. */
export const didYouMeetAfterMs = 4 * dayMs;

/** What was found about the two right before their introduction. */
export interface ClaimFacts {
  readonly at: Instant;
  /** What to call each of the two who is not gone for good. */
  readonly names: ReadonlyMap<MemberId, string>;
  /** Who of them takes no part any more. */
  readonly away: readonly MemberId[];
  /** They never meet: one blocked the other. */
  readonly apart: boolean;
}

/** Introduces the two, or cancels where they may no longer meet; a match that was settled before stays as it is. */
export const claim = (
  match: Match | undefined,
  facts: ClaimFacts,
): Decision<Match, 'introduced' | 'cancelled', MatchUnknown, IntroductionMail> => {
  if (match === undefined) return err({ code: 'match.unknown' });
  if (match.state.name !== 'planned') return changed(match, match.state.name === 'claimed' ? 'introduced' : 'cancelled');
  const [one, other] = [match.a.member, match.b.member];
  const names = [facts.names.get(one), facts.names.get(other)] as const;
  const leftOver = [one, other].filter((member) => facts.names.has(member) && !facts.away.includes(member));
  if (facts.apart || leftOver.length < 2 || names[0] === undefined || names[1] === undefined) {
    const because = leftOver.length < 2 ? 'no_longer_takes_part' : 'blocked';
    return changed(
      { ...match, state: { name: 'cancelled', at: facts.at, because, leftOver } },
      'cancelled',
      leftOver.map((member) => cancelledMail(match, member, facts.at)),
    );
  }
  return changed({ ...match, state: { name: 'claimed', at: facts.at } }, 'introduced', [
    ...introductionMails(match, { own: match.a, partner: match.b, partnerName: names[1], at: facts.at }),
    ...introductionMails(match, { own: match.b, partner: match.a, partnerName: names[0], at: facts.at }),
  ]);
};

export interface MatchUnknown {
  readonly code: 'match.unknown';
}

interface Telling {
  readonly own: MatchSide;
  readonly partner: MatchSide;
  readonly partnerName: string;
  readonly at: Instant;
}

const introductionMails = (
  { week, conversationId }: Match,
  { own, partner, partnerName, at }: Telling,
): readonly Outgoing<IntroductionMail>[] => [
  {
    key: mailKey('introduction', week, own.member),
    dueAt: at,
    message: {
      template: 'introduction',
      to: own.member,
      week,
      match: conversationId,
      partner: partner.member,
      partnerName,
      reasons: own.reasons,
      alias: partner.alias,
    },
  },
  {
    key: mailKey('did-you-meet', week, own.member),
    dueAt: later(at, didYouMeetAfterMs),
    message: { template: 'did-you-meet', to: own.member, week, partner: partner.member, partnerName },
  },
];

const cancelledMail = ({ week }: Match, member: MemberId, at: Instant): Outgoing<IntroductionMail> => ({
  key: mailKey('cancelled', week, member),
  dueAt: at,
  message: { template: 'cancelled', to: member, week },
});

/** One mail of a kind, to a member, in a week: a member is in one match of a week at most, and after the first claim the round stays. */
export const mailKey = (template: IntroductionMail['template'], week: Week, member: MemberId): string =>
  `${template}:${formatWeek(week)}:${member}`;

/** Takes a match back with its whole round. Nobody was told of it, so nobody is told now. */
export const takeBack = (match: Match | undefined, at: Instant): Decision<Match, 'cancelled', MatchUnknown> => {
  if (match === undefined) return err({ code: 'match.unknown' });
  if (match.state.name !== 'planned') return changed(match, 'cancelled');
  return changed({ ...match, state: { name: 'cancelled', at, because: 'round_discarded', leftOver: [] } }, 'cancelled');
};

/** Notes that the mailer took a member's introduction; the first time stays. */
export const introduced = (match: Match | undefined, member: MemberId, at: Instant): Decision<Match, 'recorded', MatchUnknown> =>
  onOwnSide(match, member, { next: (own) => (own.introducedAt === undefined ? { ...own, introducedAt: at } : own), outcome: 'recorded' });

/**
 * Somebody's introduction was taken back when it was about to leave, as their partner is no longer there for them: they were told
 * neutrally, and come first next time. A match that was cancelled before stays as it is.
 */
export const withdrawn = (match: Match | undefined, member: MemberId, at: Instant): Decision<Match, 'recorded', MatchUnknown> => {
  if (match === undefined) return err({ code: 'match.unknown' });
  const { state } = match;
  if (state.name !== 'claimed' || sidesFor(match, member)?.own.introducedAt !== undefined) return changed(match, 'recorded');
  return changed({ ...match, state: { name: 'cancelled', at, because: 'no_longer_takes_part', leftOver: [member] } }, 'recorded');
};

/** Keeps what a member said of an introduction that took place; the last answer counts. */
export const answerMet = (match: Match | undefined, member: MemberId, met: MetAnswer): Decision<Match, MetAnswer, MatchUnknown> =>
  onOwnSide(match, member, { next: (own) => (own.met === met ? own : { ...own, met }), outcome: met });

const onOwnSide = <O>(
  match: Match | undefined,
  member: MemberId,
  { next, outcome }: { readonly next: (own: MatchSide) => MatchSide; readonly outcome: O },
): Decision<Match, O, MatchUnknown> => {
  const sides = match === undefined ? undefined : sidesFor(match, member);
  if (match === undefined || sides === undefined || match.state.name !== 'claimed') return err({ code: 'match.unknown' });
  const own = next(sides.own);
  if (own === sides.own) return changed(match, outcome);
  return changed(match.a.member === member ? { ...match, a: own } : { ...match, b: own }, outcome);
};

/** A match without one of its members: an anonymous id in their place, and no word about them or of theirs. */
export const withoutMember = (match: Match, member: MemberId, anonymous: MemberId): Match => {
  const anonymised = (side: MatchSide): MatchSide => ({ ...side, reasons: [], ...(side.member === member ? { member: anonymous } : {}) });
  const { state } = match;
  return {
    ...match,
    a: anonymised(match.a),
    b: anonymised(match.b),
    ...(match.host === member ? { host: anonymous } : {}),
    state: state.name === 'cancelled' ? { ...state, leftOver: state.leftOver.map((each) => (each === member ? anonymous : each)) } : state,
  };
};
