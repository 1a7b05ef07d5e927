import * as z from 'zod';
import { parseAliasName, type AliasName } from '../../domain/kernel/alias-name.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import { metAnswers, type Match, type MatchSide } from '../../domain/introductions/match.ts';
import type { RoundState, StoredLeftOut, StoredRound } from '../../domain/introductions/stored-round.ts';
import { bodyOf, countSchema, type FieldsOf, instantSchema, memberOrGoneSchema } from './bodies.ts';
import type { Item } from './table.ts';

/** How rounds, matches and left out stand in items: as they are, checked when they are read. */
export const roundOf = (item: Item): StoredRoundItem => bodyOf(roundItemSchema, item);
export const matchOf = (item: Item): Match => bodyOf(matchSchema, item);
export const leftOutOf = (item: Item): StoredLeftOut => bodyOf(leftOutSchema, item);
export const planPageOf = (item: Item): PlanPage => bodyOf(planPageSchema, item);

/** `pages`: how many its plan has. */
export interface StoredRoundItem {
  readonly round: StoredRound;
  readonly pages: number;
}

export interface PlanPage {
  readonly matches: readonly Match[];
  readonly leftOut: readonly StoredLeftOut[];
}

const weekSchema = z.custom<Week>((value) => Number.isSafeInteger(value));
const aliasNameSchema = z.custom<AliasName>((value) => typeof value === 'string' && parseAliasName(value) === value);

const stateSchema: z.ZodType<RoundState> = z.discriminatedUnion('name', [
  z.strictObject({ name: z.literal('planned') }),
  z.strictObject({ name: z.literal('ready') }),
  z.strictObject({ name: z.literal('sending'), since: instantSchema }),
  z.strictObject({ name: z.literal('sent'), at: instantSchema }),
  z.strictObject({ name: z.literal('discarded'), at: instantSchema, because: z.string() }),
]);

const figures = { pairs: countSchema, waiting: countSchema, total: countSchema };
const proven = { ...figures, upperBound: z.number(), gap: z.number() };

const certificateSchema: z.ZodType<StoredRound['certificate']> = z.discriminatedUnion('scope', [
  z.strictObject({ ...proven, scope: z.literal('all') }),
  z.strictObject({ ...proven, scope: z.literal('candidates'), perMember: countSchema, recall: z.number().min(0).max(1) }),
]);

const roundItemSchema: z.ZodType<StoredRoundItem> = z.object({
  pages: countSchema,
  round: z.strictObject({
    week: weekSchema,
    run: countSchema,
    planId: z.string(),
    state: stateSchema,
    plannedAt: instantSchema,
    previousRun: countSchema,
    seed: z.int(),
    repeatGapWeeks: countSchema,
    memberCount: countSchema,
    pairCount: countSchema,
    leftOutCount: countSchema,
    certificate: certificateSchema,
    gaps: z.array(z.strictObject({ componentSize: countSchema, weeks: countSchema })),
    pairsLostToHistory: countSchema,
    greedy: z.strictObject(figures),
    histogram: z.array(countSchema),
  }),
});

const sideSchema: z.ZodType<MatchSide> = z.strictObject({
  member: memberOrGoneSchema,
  alias: aliasNameSchema,
  reasons: z.array(z.string()),
  introducedAt: instantSchema.optional(),
  met: z.enum(metAnswers).optional(),
});

const matchFields = {
  week: weekSchema,
  run: countSchema,
  conversationId: z.string(),
  a: sideSchema,
  b: sideSchema,
  score: countSchema,
  gapWeeks: countSchema,
  host: memberOrGoneSchema.optional(),
  replacedAliases: z.array(aliasNameSchema).optional(),
  state: z.discriminatedUnion('name', [
    z.strictObject({ name: z.literal('planned') }),
    z.strictObject({ name: z.literal('claimed'), at: instantSchema }),
    z.strictObject({
      name: z.literal('cancelled'),
      at: instantSchema,
      because: z.enum(['no_longer_takes_part', 'blocked', 'round_discarded']),
      leftOver: z.array(memberOrGoneSchema),
    }),
  ]),
} satisfies FieldsOf<Match>;
const matchSchema: z.ZodType<Match> = z.object(matchFields);

const leftOutFields = {
  week: weekSchema,
  run: countSchema,
  member: memberOrGoneSchema,
  code: z.enum(['no_admissible_partner', 'partners_taken']),
  because: z.enum(['alone', 'rules', 'met_lately', 'partners_taken']),
  settled: z.strictObject({ as: z.enum(['told', 'away']), at: instantSchema }).optional(),
} satisfies FieldsOf<StoredLeftOut>;
const leftOutSchema: z.ZodType<StoredLeftOut> = z.object(leftOutFields);

const planPageSchema: z.ZodType<PlanPage> = z.object({
  matches: z.array(z.strictObject(matchFields)),
  leftOut: z.array(z.strictObject(leftOutFields)),
});
