import * as z from 'zod';
import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { type Account, mailKinds, type GivenAnswers, type Member } from '../../domain/membership/member.ts';
import { asBody, bodyOf, countSchema, instantSchema, memberIdSchema, type FieldsOf } from './bodies.ts';
import type { Item, Json } from './table.ts';

/**
 * A member lies in two items. What they answered and drafted is several times as long as the rest and seldom changes, while the rest is
 * written at every sign-in, and DynamoDB bills by size; so answers and draft have an item of their own, the survey item.
 *
 * Whatever writes the survey item writes the member's in the same commit, which names the state that goes with it. So the version of the
 * member's item alone guards both; and a reader who caught the two in different states sees that, and reads again.
 */
export interface StoredMember {
  readonly member: Member;
  /**
   * The state of the survey item, which grows with each write of it, and beyond every number that was used before a member was erased
   * and signed up anew. `undefined` where there is none: nothing was answered yet, or a version that knew one item only wrote it.
   */
  readonly survey: number | undefined;
}

/** The member whom the two items make; `'torn'` where they are of different states. */
export const memberIn = (item: Item, surveyItem: Item | undefined): StoredMember | 'torn' => {
  const { survey, ...body } = bodyOf(memberSchema, item);
  const given = survey === undefined ? body : surveyItem && bodyOf(surveySchema, surveyItem);
  if (given === undefined || ('state' in given && given.state !== survey)) return 'torn';
  // Text cannot say `undefined`, so what is not there is put back by name.
  const { answers, draft } = given;
  return { member: { ...body, answers, draft, stage: stageOf(body) }, survey };
};

/** What the member's item says by itself; none of it depends on the state of the other one. */
export const accountIn = (item: Item): Account => {
  const { survey: _survey, answers: _answers, draft: _draft, ...body } = bodyOf(memberSchema, item);
  return { ...body, stage: stageOf(body) };
};

const stageOf = ({ stage }: Pick<z.output<typeof memberSchema>, 'stage'>): Member['stage'] =>
  stage.name === 'paused' ? { name: 'paused', until: stage.until } : stage;

export interface MemberBodies {
  readonly member: Json;
  /** `undefined` where the survey item stays as it is, or where there is to be none. */
  readonly survey: Json | undefined;
}

/** What the two items hold of `next`. Answers that an item of the version before has inside come out with the first change. */
export const memberBodies = ({ answers, draft, ...rest }: Member, before: StoredMember | undefined): MemberBodies => {
  const isSame = before?.survey !== undefined && answers === before.member.answers && draft === before.member.draft;
  const isNothing = before?.survey === undefined && answers === undefined && draft === undefined;
  if (isSame || isNothing) return { member: asBody({ ...rest, survey: before?.survey }), survey: undefined };
  const state = before?.survey === undefined ? rest.signedUpAt : before.survey + 1;
  return { member: asBody({ ...rest, survey: state }), survey: asBody({ state, answers, draft }) };
};

// As it stands and not copied key by key: a question may be called anything.
const textsSchema = z.custom<GivenAnswers['texts']>(
  (value) =>
    typeof value === 'object' &&
    value !== null &&
    !Array.isArray(value) &&
    Object.values(value).every((texts) => Array.isArray(texts) && texts.every((text) => typeof text === 'string')),
);

const answersSchema = z.strictObject({ version: z.int(), texts: textsSchema, at: instantSchema });

const stageSchema = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('invited') }),
  z.strictObject({ name: z.literal('active') }),
  z.strictObject({ name: z.literal('paused'), until: instantSchema.optional() }),
  z.strictObject({ name: z.literal('left'), at: instantSchema }),
  z.strictObject({ name: z.literal('erasing'), at: instantSchema }),
]);

const mailKindSchema = z.enum(mailKinds);

const secondFactorSchema = z.strictObject({
  active: z
    .strictObject({
      sealed: z.string(),
      since: instantSchema,
      lastStep: countSchema,
      recovery: z.array(z.strictObject({ hash: z.string(), usedAt: instantSchema.optional() })),
    })
    .optional(),
  pending: z.strictObject({ sealed: z.string(), session: z.string(), expiresAt: instantSchema }).optional(),
  wrongAt: z.array(instantSchema),
});

const addressSchema = z.custom<EmailAddress>((value) => typeof value === 'string' && value.includes('@'));

const memberSchema = z.object({
  id: memberIdSchema,
  email: addressSchema,
  name: z.string(),
  stage: stageSchema,
  standing: z.enum(['good', 'suspended', 'banned']),
  signedUpAt: instantSchema,
  consentedAt: instantSchema,
  answers: answersSchema.optional(),
  draft: answersSchema.optional(),
  skips: z.array(z.custom<Week>((value) => Number.isSafeInteger(value))),
  unsubscribed: z.array(mailKindSchema),
  links: z.array(
    z.strictObject({
      purpose: z.enum(['survey', 'sign-in']),
      hash: z.string(),
      expiresAt: instantSchema,
      spentAt: instantSchema.optional(),
    }),
  ),
  sessions: z.array(
    z.strictObject({
      id: z.string(),
      hash: z.string(),
      signedInAt: instantSchema,
      expiresAt: instantSchema,
      secondFactorAt: instantSchema.optional(),
    }),
  ),
  secondFactor: secondFactorSchema.optional(),
  mailed: z.strictObject({ day: z.string(), counts: z.partialRecord(mailKindSchema, countSchema) }),
  mailTrouble: z.strictObject({ kind: z.enum(['bounced', 'complained']), at: instantSchema, eventId: z.string() }).optional(),
  backAt: instantSchema.optional(),
  reminded: z.strictObject({ count: countSchema, at: instantSchema }).optional(),
  otherAddresses: z.array(addressSchema).optional(),
  pendingAddresses: z
    .array(z.strictObject({ address: addressSchema, hash: z.string(), expiresAt: instantSchema, spentAt: instantSchema.optional() }))
    .optional(),
  survey: z.int().optional(),
} satisfies FieldsOf<Member & { readonly survey: number }>);

const surveySchema = z.object({ state: z.int(), answers: answersSchema.optional(), draft: answersSchema.optional() });
