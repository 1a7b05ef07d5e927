import { secondMs } from '../../domain/kernel/instant.ts';

/**
 * How long a provider asks us to wait, in milliseconds: `Retry-After` in seconds or as a date (RFC 9110, 10.2.3), or else, where nothing
 * remains, `ratelimit-reset` in seconds. A date counts from the provider's own `Date`, so its clock may be wrong. None where it says
 * nothing sensible.
 */
export const retryAfterMs = (header: (name: string) => string | null): number | undefined => {
  const asked = header('retry-after')?.trim();
  if (asked !== undefined && asked !== '') {
    const ms = /^\d+(\.\d+)?$/.test(asked) ? Number(asked) * secondMs : dateOf(asked) - dateOf(header('date') ?? '');
    if (Number.isFinite(ms)) return clamped(ms);
  }
  const reset = header('ratelimit-reset')?.trim() ?? '';
  return /^\d+(\.\d+)?$/.test(reset) && header('ratelimit-remaining')?.trim() === '0' ? clamped(Number(reset) * secondMs) : undefined;
};

/** Each form of a date in HTTP begins with the name of a day (RFC 9110, 5.6.7). `Date.parse` by itself takes `-5` for one in 2001. */
const dateOf = (text: string): number => (/^(Mon|Tue|Wed|Thu|Fri|Sat|Sun)/.test(text) ? Date.parse(text) : NaN);

/** A day is the longest that any limit of a provider lasts but a month's quota; whoever says more is looked at again tomorrow. */
export const restMsMax = 24 * 3_600 * secondMs;

const clamped = (ms: number): number => Math.ceil(Math.min(Math.max(ms, 0), restMsMax));
