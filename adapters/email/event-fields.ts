import * as z from 'zod';
import type { Instant } from '../../domain/kernel/instant.ts';

/** `ana@example.com` out of `Ana <ana@example.com>`, too. */
export const bareAddress = (text: string): string => /<([^<>]+)>\s*$/.exec(text)?.[1] ?? text;

/** A date and time with its offset from UTC: without one it would be read as the time of whatever machine this is. */
export const eventInstant = z
  .string()
  .refine((text) => text.length <= instantCharsMax && /T.*(?:Z|[+-]\d\d:?\d\d)$/.test(text) && Date.parse(text) > 0)
  .transform((text) => Date.parse(text) as Instant);

/** The pattern takes time by the square of the length. */
const instantCharsMax = 40;

export const eventIdSchema = z.string().min(1).max(200);
