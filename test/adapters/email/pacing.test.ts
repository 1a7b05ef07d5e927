import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { backoffMs, leastMsOf } from '../../../adapters/email/backoff.ts';
import { deployedDrainLimits } from '../../../adapters/email/drain-limits.ts';
import { fullBucket, takeToken } from '../../../adapters/email/token-bucket.ts';
import { hourMs, type Instant, minuteMs } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';

const pace = fc.record({ ratePerSecond: fc.double({ min: 0.1, max: 100, noNaN: true }), burst: fc.integer({ min: 1, max: 20 }) });

describe('the token bucket', () => {
  it.prop([pace, fc.array(fc.integer({ min: 0, max: 3_000 }), { maxLength: 60 })])(
    'lets no more go in any stretch of time than the burst and what refilled meanwhile',
    (given, gaps) => {
      let bucket = fullBucket;
      let now = 1_795_336_957_000;
      const went: number[] = [];
      for (const gap of gaps) {
        now += gap;
        const token = takeToken(bucket, given, now as Instant);
        bucket = token.bucket;
        now += token.waitMs;
        went.push(now);
      }
      for (const [from, first] of went.entries())
        for (const [to, last] of went.entries())
          if (to > from) expect(to - from + 1).toBeLessThanOrEqual(given.burst + ((last - first) * given.ratePerSecond) / 1_000 + 1e-3);
    },
  );

  it('lets a burst go at once and the next when a token is there', () => {
    let bucket = fullBucket;
    const waits = Array.from({ length: 4 }, () => {
      const token = takeToken(bucket, { ratePerSecond: 2, burst: 3 }, 1_000_000 as Instant);
      bucket = token.bucket;
      return token.waitMs;
    });
    expect(waits).toEqual([0, 0, 0, 500]);
  });
});

describe('the backoff', () => {
  const retries = { retryMax: 8, retryBaseDelayMs: 1_000, retryDelayMaxMs: 60_000 };

  it.prop([fc.integer({ min: 1, max: 1_000 }), fc.integer()])(
    'waits half of the doubled base delay or of the cap at least, and no longer than all of it',
    (attempt, seed) => {
      const ms = backoffMs(attempt, retries, seededRandom(seed));
      const most = Math.min(60_000, 1_000 * 2 ** (attempt - 1));
      expect(ms).toBeGreaterThanOrEqual(most / 2);
      expect(ms).toBeLessThanOrEqual(most);
      expect(Number.isInteger(ms)).toBe(true);
    },
  );

  it('spreads those who failed together over the other half of the wait', () => {
    const random = seededRandom(1);
    const waits = Array.from({ length: 1_000 }, () => backoffMs(4, retries, random));
    const quarters = [0, 1, 2, 3].map((quarter) => waits.filter((ms) => Math.floor((ms - 4_000) / 1_000.25) === quarter).length);
    for (const count of quarters) expect(count).toBeGreaterThan(200);
  });

  it('lasts through more than an hour of outage where nothing else was set, whatever the dice say', () => {
    expect(leastMsOf(deployedDrainLimits())).toBeGreaterThan(hourMs + 20 * minuteMs);
  });
});
