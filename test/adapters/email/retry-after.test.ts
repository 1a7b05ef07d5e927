import { describe, expect, it } from 'vitest';
import { restMsMax, retryAfterMs } from '../../../adapters/email/retry-after.ts';

const asked = (value: string) => retryAfterMs((name) => ({ 'retry-after': value, date: 'Mon, 23 Nov 2026 09:00:00 GMT' })[name] ?? null);

describe('how long a provider asks us to wait', () => {
  it.each([
    ['0', 0],
    ['5 ', 5_000],
    ['Mon, 23 Nov 2026 09:01:00 GMT', 60_000],
    ['Monday, 23-Nov-26 09:01:00 GMT', 60_000],
    ['Mon Nov 23 09:01:00 2026 GMT', 60_000],
    ['Mon, 23 Nov 2026 08:00:00 GMT', 0],
    ['864000', restMsMax],
    ['Fri, 31 Dec 9999 23:59:59 GMT', restMsMax],
  ])('is what it says, at most a day: %s', (value, ms) => {
    expect(asked(value)).toBe(ms);
  });

  it.each(['-5', '+5', '5,5', '5;', '1e9', 'Infinity', 'soon', 'May'])('is not said by %s', (value) => {
    expect(asked(value)).toBeUndefined();
  });
});
