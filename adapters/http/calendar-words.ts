import type { Zone } from '../../domain/introductions/calendar.ts';
import { dayMs, type Instant } from '../../domain/kernel/instant.ts';
import type { Community } from '../config/community.ts';

/** "23 November 2026", on the community's clocks. */
export const dayInWords = (at: Instant, { locale, timeZone }: Community): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'long', year: 'numeric', timeZone }).format(at);

/** The beginning of a day of the community that a form names as `2026-11-23`; `undefined` for what is no day. */
export const startOfDay = (text: string, zone: Zone): Instant | undefined => {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return undefined;
  const local = Date.parse(`${text}T00:00:00Z`);
  if (Number.isNaN(local) || new Date(local).toISOString().slice(0, 10) !== text) return undefined;
  const [before, after] = [zone.aheadMs((local - dayMs) as Instant), zone.aheadMs((local + dayMs) as Instant)];
  const exact = [local - before, local - after].find((at) => at + zone.aheadMs(at as Instant) === local);
  return (exact ?? local - before) as Instant;
};

/** The day on the community's calendars some days from now, as a form of a browser writes it. */
export const dayFrom = (now: Instant, days: number, zone: Zone): string =>
  new Date(now + zone.aheadMs(now) + days * dayMs).toISOString().slice(0, 10);
