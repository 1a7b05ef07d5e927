import fc from 'fast-check';
import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { mailKinds, type Member } from '../../domain/membership/member.ts';
import type { Report } from '../../domain/membership/ports.ts';

/** `m_` and a number in base32, so that small numbers come first. */
export const memberIdOf = (n: number): MemberId => {
  const digits = [...n.toString(32)].map((digit) => 'abcdefghijklmnopqrstuvwxyz234567'[parseInt(digit, 32)] ?? 'a').join('');
  return `m_${digits.padStart(26, 'a')}` as MemberId;
};

export const aMember = (given: Partial<Member> = {}): Member => ({
  id: memberIdOf(1),
  email: 'ana@example.com' as EmailAddress,
  name: 'Ana',
  stage: { name: 'active' },
  standing: 'good',
  signedUpAt: 1_000 as Instant,
  consentedAt: 1_000 as Instant,
  answers: undefined,
  draft: undefined,
  skips: [],
  unsubscribed: [],
  links: [],
  sessions: [],
  mailed: { day: '1970-01-01', counts: {} },
  ...given,
});

// JSON gives objects of the plain kind back.
const plain = { noNullPrototype: true } as const;
const anyText = fc.string({ unit: 'binary', maxLength: 20 });
// What a table keeps as the name of a field.
const anyField = anyText.filter((text) => text !== '' && text !== '__proto__');
export const anyInstant = fc.nat(2 ** 42).map((ms) => ms as Instant);
export const anyMemberId = fc.nat(1_000).map(memberIdOf);
const anyMailKind = fc.constantFrom(...mailKinds);

const anyAnswers = fc.record(
  {
    version: fc.nat(9),
    texts: fc.dictionary(anyField, fc.array(anyText, { maxLength: 3 }), { maxKeys: 4, noNullPrototype: true }),
    at: anyInstant,
  },
  plain,
);

const anyStage = fc.oneof(
  fc.constantFrom({ name: 'invited' } as const, { name: 'active' } as const),
  fc.record({ name: fc.constant('paused' as const), until: fc.option(anyInstant, { nil: undefined }) }, plain),
  fc.record({ name: fc.constantFrom('left' as const, 'erasing' as const), at: anyInstant }, plain),
);

const anyLink = fc.oneof(
  fc.record({ purpose: fc.constantFrom('survey' as const, 'sign-in' as const), hash: anyText, expiresAt: anyInstant }, plain),
  fc.record(
    { purpose: fc.constantFrom('survey' as const, 'sign-in' as const), hash: anyText, expiresAt: anyInstant, spentAt: anyInstant },
    plain,
  ),
);
const anySession = fc.record({ id: anyText, hash: anyText, signedInAt: anyInstant, expiresAt: anyInstant }, plain);

const anyAddress = fc.emailAddress().map((address) => address as EmailAddress);
const anyPendingAddress = fc.record(
  { address: anyAddress, hash: anyText, expiresAt: anyInstant, spentAt: anyInstant },
  { ...plain, requiredKeys: ['address', 'hash', 'expiresAt'] },
);

/** Fields that most members do not have. */
const anyFeedback = fc.record(
  {
    mailTrouble: fc.record({ kind: fc.constantFrom('bounced' as const, 'complained' as const), at: anyInstant, eventId: anyText }, plain),
    backAt: anyInstant,
    reminded: fc.record({ count: fc.nat(9), at: anyInstant }, plain),
    otherAddresses: fc.array(anyAddress, { maxLength: 3 }),
    pendingAddresses: fc.array(anyPendingAddress, { maxLength: 3 }),
  },
  { ...plain, requiredKeys: [] },
);

const anyPlainMember: fc.Arbitrary<Member> = fc.record(
  {
    id: anyMemberId,
    email: anyAddress,
    name: anyText,
    stage: anyStage,
    standing: fc.constantFrom('good', 'suspended', 'banned'),
    signedUpAt: anyInstant,
    consentedAt: anyInstant,
    answers: fc.option(anyAnswers, { nil: undefined }),
    draft: fc.option(anyAnswers, { nil: undefined }),
    skips: fc.array(fc.nat(5_000).map((week) => week as Week)),
    unsubscribed: fc.uniqueArray(anyMailKind),
    links: fc.array(anyLink, { maxLength: 3 }),
    sessions: fc.array(anySession, { maxLength: 3 }),
    mailed: fc.record({ day: anyText, counts: fc.dictionary(anyMailKind, fc.nat(9), plain) }, plain),
  },
  plain,
);

export const anyMember: fc.Arbitrary<Member> = fc
  .tuple(anyPlainMember, anyFeedback)
  .map(([member, feedback]) => ({ ...member, ...feedback }));

export const anyReport: fc.Arbitrary<Report> = fc.record({
  id: fc.string({ unit: 'grapheme', minLength: 1, maxLength: 20 }),
  by: fc.option(anyMemberId, { nil: undefined }),
  about: fc.option(anyMemberId, { nil: undefined }),
  context: fc.constantFrom('introduction', 'mail'),
  text: anyText,
  at: anyInstant,
});
