import { describe, expect, it } from 'vitest';
import type { Json } from '../../adapters/dynamodb/table.ts';
import { dayMs, later } from '../../domain/kernel/instant.ts';
import type { Member } from '../../domain/membership/member.ts';
import { codeAt, enrol } from '../support/authenticator.ts';
import { crashSweep, type End } from '../support/crash-sweep.ts';
import type { Faults } from '../support/faults.ts';
import {
  activeMember,
  aForm,
  fullAnswers,
  idOf,
  invitedMember,
  lastToken,
  membershipWorld,
  nextWeek,
  start,
  valueOf,
  type MembershipWorld,
  type SignedInMember,
} from '../support/membership-world.ts';

interface Prepared extends SignedInMember {
  readonly world: MembershipWorld;
  readonly ben: SignedInMember;
  /** A link to sign in that Ana was mailed. */
  readonly token: string;
}

/** Ana and Ben are members; Ana signed in a moment ago and asked for another link. The process dies at calls of the table and of other contexts. */
const prepared =
  (prepare: (given: Prepared) => Promise<unknown> = async () => Promise.resolve()) =>
  async (faults: Faults): Promise<Prepared> => {
    const world = await membershipWorld(
      (ports) => ({ ...ports, erasers: ports.erasers.map((eraser, at) => faults.guard(eraser, `eraser ${String(at)}`)) }),
      (table) => faults.guard(table, 'table'),
    );
    const ana = await activeMember(world);
    const ben = await activeMember(world, 'ben@example.com');
    valueOf(await world.requestSignIn({ email: 'ana@example.com', ip: 'x' }));
    const given: Prepared = { ...ana, world, ben, token: lastToken(world, ana.member) };
    await prepare(given);
    return given;
  };

/**
 * What must be the same after any crash. Whoever asks for a link again may be mailed a second one, so of links and their mails it counts
 * which kinds there are; allowances count each time that somebody asks.
 */
const endOf = ({ world }: Prepared): End => ({
  state: {
    items: world
      .stored()
      .filter(({ pk }) => !pk.startsWith('allowance#'))
      .map(({ pk, sk, body }) => ({ pk, sk, body: withoutCounts(pk, body) })),
    elsewhere: [...world.erasedElsewhere],
  },
  sent: [
    ...world.outbox().flatMap(({ key, message }) => ('token' in message ? [] : [key])),
    ...new Set(world.mails().flatMap((mail) => ('token' in mail ? [`${mail.template} ${mail.to}`] : []))),
  ],
});

const withoutCounts = (pk: string, body: Json): unknown => {
  if (pk.startsWith('member#')) return withoutChance(body as unknown as Member);
  // How often the answers were written.
  return pk.startsWith('survey#') ? { ...(body as object), state: 'one' } : body;
};

const withoutChance = (member: Member): unknown => ({
  ...member,
  survey: 'survey' in member,
  links: [...new Set(member.links.map(({ purpose, expiresAt, spentAt }) => `${purpose} ${String(expiresAt)} ${String(spentAt)}`))].sort(),
  sessions: member.sessions.map(({ signedInAt, expiresAt, secondFactorAt }) => ({ signedInAt, expiresAt, secondFactorAt })),
  secondFactor: factorWithoutChance(member),
  pendingAddresses: member.pendingAddresses?.map(({ address, expiresAt, spentAt }) => ({ address, expiresAt, spentAt })),
  mailed: member.mailed.day,
});

const factorWithoutChance = ({ secondFactor }: Member): unknown =>
  secondFactor === undefined
    ? undefined
    : {
        active: secondFactor.active && [
          secondFactor.active.since,
          secondFactor.active.lastStep,
          secondFactor.active.recovery.map(({ usedAt }) => usedAt),
        ],
        pending: secondFactor.pending?.expiresAt,
        wrongAt: secondFactor.wrongAt,
      };

/** A code that Ana's app shows a minute after she set it up. */
const appCode = async ({ world, member, session }: Prepared): Promise<string> => {
  const { secret } = await enrol(world, { member, session });
  world.pass(60_000);
  return codeAt(secret, world.ports.clock.now());
};

/** The code that the given world was prepared with. */
const codes = new WeakMap<MembershipWorld, string>();
const withCodeOf = (make: (given: Prepared) => Promise<string>) => async (given: Prepared) => codes.set(given.world, await make(given));
const codeIn = ({ member, session, world }: Prepared) => ({ member, session, code: codes.get(world) ?? '' });

const addressAsked = async ({ world, member }: Prepared) => world.addAddress({ member, address: 'ana@example.org' });

type Delivery = (given: Prepared) => Promise<{ readonly ok: boolean; readonly error?: { readonly code: string } }>;

/** `contentWith`: a refusal that tells whoever asks again that it was done before. */
interface Swept {
  readonly deliver: Delivery;
  readonly prepare?: (given: Prepared) => Promise<unknown>;
  readonly contentWith?: string;
}

const writing: Readonly<Record<string, Swept>> = {
  'a stranger signs up': { deliver: async ({ world }) => world.signUp(aForm('cleo@example.com')) },
  'a member signs up again': { deliver: async ({ world }) => world.signUp(aForm()) },
  'a member asks to sign in': { deliver: async ({ world }) => world.requestSignIn({ email: 'ana@example.com', ip: 'y' }) },
  'a link is spent': {
    deliver: async ({ world, token }) => world.spendLink({ purpose: 'sign-in', token }),
    contentWith: 'membership.link_spent',
  },
  'a browser signs out': { deliver: async ({ world, cookie }) => world.signOut({ cookie }) },
  'a session is revoked': { deliver: async ({ world, member, session }) => world.revokeSession({ member, session }) },
  'all sessions are revoked': { deliver: async ({ world, member }) => world.revokeAll({ member }) },
  'a draft is saved': { deliver: async ({ world, member }) => world.saveDraft({ member, version: 1, texts: { work: ['new'] } }) },
  'a survey is handed in for the first time': {
    prepare: async ({ world }) => invitedMember(world, 'cleo@example.com'),
    deliver: async ({ world }) => world.handIn({ member: idOf(world, 'cleo@example.com'), ...fullAnswers }),
  },
  'answers are changed': { deliver: async ({ world, member }) => world.handIn({ member, version: 1, texts: { languages: ['pt'] } }) },
  'answers are refused and kept': {
    deliver: async ({ world, member }) => world.handIn({ member, version: 1, texts: { work: ['x'] } }),
    contentWith: 'membership.answers_refused',
  },
  'a pause begins': { deliver: async ({ world, member }) => world.pause({ member, until: undefined }) },
  'a pause ends': {
    prepare: async ({ world, member }) => world.pause({ member, until: undefined }),
    deliver: async ({ world, member }) => world.resume({ member }),
  },
  'a week is skipped': { deliver: async ({ world, member }) => world.skipWeek({ member, week: nextWeek, skip: true }) },
  'a skip is undone': {
    prepare: async ({ world, member }) => world.skipWeek({ member, week: nextWeek, skip: true }),
    deliver: async ({ world, member }) => world.skipWeek({ member, week: nextWeek, skip: false }),
  },
  'mails are unsubscribed from': { deliver: async ({ world, member }) => world.unsubscribe({ member }) },
  'mails are subscribed to again': {
    prepare: async ({ world, member }) => world.unsubscribe({ member }),
    deliver: async ({ world, member }) => world.resubscribe({ member }),
  },
  'a mail comes back': {
    deliver: async ({ world }) =>
      world.recordMailTrouble({ address: 'ana@example.com', kind: 'bounced', at: later(start, dayMs), eventId: 'event' }),
  },
  'a member complains of a mail': {
    deliver: async ({ world }) =>
      world.recordMailTrouble({ address: 'ana@example.com', kind: 'complained', at: later(start, dayMs), eventId: 'event' }),
  },
  'those who did not answer the questions are reminded': {
    prepare: async ({ world }) => {
      for (const name of ['cleo', 'dan', 'eve']) await world.signUp(aForm(`${name}@example.com`));
      world.pass(3 * dayMs);
    },
    deliver: async ({ world }) => world.remindInvited(),
  },
  'a member says that they write from another address': {
    deliver: async ({ world, member }) => world.addAddress({ member, address: 'ana@example.org' }),
  },
  'a further address is confirmed': {
    prepare: addressAsked,
    deliver: async ({ world, member }) => world.confirmAddress({ token: lastToken(world, member) }),
    contentWith: 'membership.link_spent',
  },
  'a further address is removed': {
    prepare: addressAsked,
    deliver: async ({ world, member }) => world.removeAddress({ member, address: 'ana@example.org' }),
  },
  'a member leaves': { deliver: async ({ world, member }) => world.leave({ member }) },
  'a member is renamed': { deliver: async ({ world, member }) => world.rename({ member, name: 'Ana Lima' }) },
  'a member blocks another': { deliver: async ({ world, member, ben }) => world.block({ member, whom: ben.member }) },
  'a block is taken back': {
    prepare: async ({ world, member, ben }) => world.block({ member, whom: ben.member }),
    deliver: async ({ world, member, ben }) => world.unblock({ member, whom: ben.member }),
  },
  'a member reports another': {
    deliver: async ({ world, member, ben }) => world.report({ member, about: ben.member, context: 'mail', text: 'rude' }),
  },
  'a report is seen to': {
    prepare: async ({ world, member, ben }) => world.report({ member, about: ben.member, context: 'mail', text: 'rude' }),
    deliver: async ({ world }) => world.handleReport({ report: valueOf(await world.listReports({ limit: 1 }))[0]?.id ?? '' }),
  },
  'a member is suspended': { deliver: async ({ world, member }) => world.suspend({ member }) },
  'someone who is gone is suspended': {
    prepare: async ({ world, member, session }) => world.eraseMember({ member, session }),
    deliver: async ({ world, member }) => world.suspend({ member }),
  },
  'a member is banned': { deliver: async ({ world, member }) => world.ban({ member }) },
  'a member is reinstated': {
    prepare: async ({ world, member }) => world.ban({ member }),
    deliver: async ({ world, member }) => world.reinstate({ member }),
  },
  'a second factor is begun': { deliver: async ({ world, member, session }) => world.beginSecondFactor({ member, session }) },
  'a second factor is confirmed': {
    prepare: withCodeOf(async ({ world, member, session }) => {
      valueOf(await world.beginSecondFactor({ member, session }));
      const looked = valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' }));
      return codeAt(looked.pending?.secret ?? '', world.ports.clock.now());
    }),
    deliver: async (given) => given.world.confirmSecondFactor(codeIn(given)),
    contentWith: 'membership.second_factor_expired',
  },
  'a session is verified': {
    prepare: withCodeOf(appCode),
    deliver: async (given) => given.world.verifySecondFactor(codeIn(given)),
    contentWith: 'membership.code_used',
  },
  'a recovery code is used': {
    prepare: withCodeOf(async ({ world, member, session }) => (await enrol(world, { member, session })).recoveryCodes[0] ?? ''),
    deliver: async (given) => given.world.verifySecondFactor(codeIn(given)),
    contentWith: 'membership.code_used',
  },
  'a second factor is removed': {
    prepare: withCodeOf(appCode),
    deliver: async (given) => given.world.removeSecondFactor(codeIn(given)),
    contentWith: 'membership.second_factor_missing',
  },
  'a second factor is reset': {
    prepare: async ({ world, member, session }) => enrol(world, { member, session }),
    deliver: async ({ world, member }) => world.resetSecondFactor({ member }),
  },
  'a member is erased': {
    prepare: async ({ world, member, ben }) => {
      await world.report({ member, about: ben.member, context: 'mail', text: 'rude' });
      await world.report({ member: ben.member, about: member, context: 'mail', text: 'also rude' });
      await world.block({ member, whom: ben.member });
    },
    deliver: async ({ world, member, session }) => world.eraseMember({ member, session }),
  },
  'a suspended member is erased': {
    prepare: async ({ world, member }) => world.suspend({ member }),
    deliver: async ({ world, member, session }) => world.eraseMember({ member, session }),
  },
};

describe('killed at any call, and asked again, nothing is lost or done twice when', () => {
  it.each(Object.entries(writing))('%s', async (_, { deliver, prepare, contentWith }) => {
    const deaths = await crashSweep({
      world: prepared(prepare),
      deliver,
      settled: ({ ok, error }) => ok || (error !== undefined && error.code === contentWith),
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(0);
  });

  it('an erasure is begun and nobody clicks again: the next run finishes it', async () => {
    const deaths = await crashSweep({
      world: prepared(async ({ world, member, ben }) => world.report({ member, about: ben.member, context: 'mail', text: 'rude' })),
      deliver: async ({ world, member, session }) => {
        const begun = (await world.ports.members.find(member))?.stage.name === 'erasing';
        return begun ? world.finishErasures() : world.eraseMember({ member, session });
      },
      settled: ({ ok }) => ok,
      end: endOf,
    });
    expect(deaths).toBeGreaterThan(10);
  });
});
