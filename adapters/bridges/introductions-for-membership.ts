import type { Clock } from '../../domain/kernel/clock.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { ForgetMember } from '../../domain/introductions/forget-member.ts';
import type { Cancelled } from '../../domain/introductions/mails.ts';
import { mailKey, sidesFor } from '../../domain/introductions/match.ts';
import type { ExportIntroductions } from '../../domain/introductions/my-matches.ts';
import type { Matches } from '../../domain/introductions/ports.ts';
import type { Eraser, Exporter } from '../../domain/membership/ports.ts';
import type { MessageFate, Outbox } from '../dynamodb/outbox.ts';
import type { Json } from '../dynamodb/table.ts';
import { readMail } from '../email/mail-codec.ts';

/** A member's introductions, for the one file with everything that is kept about them. */
export const createIntroductionsExporter = (exportIntroductions: ExportIntroductions): Exporter => ({
  section: 'introductions',
  export: async (member) => {
    const { introductions, cancelled, leftOut } = await exportIntroductions(member);
    return {
      introductions: introductions.map(({ week, claimedAt, introducedAt, ...rest }) => ({
        week: formatWeek(week),
        claimedAt: dateOf(claimedAt),
        introducedAt: dateOf(introducedAt),
        ...rest,
      })),
      cancelled: cancelled.map(({ week, at }) => ({ week: formatWeek(week), at: dateOf(at) })),
      leftOut: leftOut.map(({ week }) => ({ week: formatWeek(week) })),
    };
  },
});

const dateOf = (instant: Instant | undefined): string | undefined => (instant === undefined ? undefined : new Date(instant).toISOString());

interface EraserNeeds {
  readonly matches: Pick<Matches, 'ofMember'>;
  readonly forgetMember: ForgetMember;
  readonly outbox: Pick<Outbox, 'settle' | 'rewrite'>;
  readonly clock: Clock;
}

/**
 * Erases a member in introductions, and from the mails that still wait or were given up. Mails that would ask them or their partners
 * whether they met are taken back first and by their keys, as a list of mails may lag; afterwards nothing leads from the member to
 * those mails any more.
 */
export const createIntroductionsEraser = ({ matches, forgetMember, outbox, clock }: EraserNeeds): Eraser => ({
  erase: async (member) => {
    for (const match of await matches.ofMember(member, latestMax)) {
      const sides = sidesFor(match, member);
      if (sides === undefined || match.state.name !== 'claimed') continue;
      for (const side of [sides.own, sides.partner]) await outbox.settle(mailKey('did-you-meet', match.week, side.member), clock.now());
    }
    await outbox.rewrite((message) => fateWithout(member, message), clock.now());
    await forgetMember({ member });
  },
});

/** No mail goes on carrying an erased member's id, name or token; their partner hears that the introduction does not take place. */
const fateWithout = (member: MemberId, message: Json): MessageFate => {
  if (!JSON.stringify(message).includes(member)) return 'keep';
  const mail = readMail(message);
  if (mail?.template !== 'introduction' || mail.to === member) return 'drop';
  const becomes: Cancelled = { template: 'cancelled', to: mail.to, week: mail.week };
  return { becomes: { ...becomes } };
};

/** The question is asked days after an introduction, and there is one a week. */
const latestMax = 10;
