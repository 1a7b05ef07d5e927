import type { Brand } from './brand.ts';

/** A point in time as milliseconds since 1970-01-01T00:00:00Z. */
export type Instant = Brand<number, 'instant'>;

export const secondMs = 1_000;
export const minuteMs = 60 * secondMs;
export const hourMs = 60 * minuteMs;
export const dayMs = 24 * hourMs;

/** The instant `ms` milliseconds later (earlier when negative). */
export const later = (instant: Instant, ms: number): Instant => (instant + ms) as Instant;

/** The UTC calendar day of an instant, `2026-11-21`: what limits "a day" are counted by. */
export const utcDay = (instant: Instant): string => new Date(instant).toISOString().slice(0, 10);
