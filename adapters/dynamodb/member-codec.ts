import * as z from 'zod';
import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { mailKinds, type GivenAnswers, type Member } from '../../domain/membership/member.ts';
import { asBody, bodyOf, countSchema, instantSchema, memberIdSchema } from './bodies.ts';
import type { Item, Json } from './table.ts';

export const memberBody = (member: Member): Json => asBody(member);

/** Text cannot say `undefined`, so what is not there is put back by name. */
export const memberOf = (item: Item): Member => {
  const body = bodyOf(memberSchema, item);
  return {
    ...body,
    answers: body.answers,
    draft: body.draft,
    stage: body.stage.name === 'paused' ? { name: 'paused', until: body.stage.until } : body.stage,
  };
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

const memberSchema = z.strictObject({
  id: memberIdSchema,
  email: z.custom<EmailAddress>((value) => typeof value === 'string' && value.includes('@')),
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
  sessions: z.array(z.strictObject({ id: z.string(), hash: z.string(), signedInAt: instantSchema, expiresAt: instantSchema })),
  mailed: z.strictObject({ day: z.string(), counts: z.partialRecord(mailKindSchema, countSchema) }),
});
