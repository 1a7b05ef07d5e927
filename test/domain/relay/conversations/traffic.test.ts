import { fc, test } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { dayMs, type Instant, minuteMs } from '../../../../domain/kernel/instant.ts';
import type { Traffic } from '../../../../domain/relay/conversations/conversation.ts';
import { withMessage } from '../../../../domain/relay/conversations/traffic.ts';
import { perDayMax, perMinuteMax, sameBodyMax, sameBodyWindowMs } from '../../../../domain/relay/limits.ts';

const start = Date.UTC(2026, 10, 21, 12) as Instant;
const after = (ms: number): Instant => (start + ms) as Instant;

/** Messages in their order; whether each was let through. */
const sent = (messages: readonly { readonly at: Instant; readonly digest: string }[]): readonly (Instant | string)[] => {
  let traffic: Traffic | undefined;
  return messages.map((message) => {
    const next = withMessage(traffic, message);
    if (!next.ok) return next.error.isRepeated ? 'repeated' : 'too many';
    traffic = next.value;
    return message.at;
  });
};

describe('how much one member may write to another', () => {
  test('ten messages a minute pass, the eleventh does not, and a minute later they pass again', () => {
    const messages = Array.from({ length: perMinuteMax + 1 }, (_, n) => ({ at: after(n), digest: String(n) }));
    const outcome = sent([...messages, { at: after(minuteMs), digest: 'later' }]);
    expect(outcome.slice(0, perMinuteMax)).toEqual(messages.slice(0, perMinuteMax).map(({ at }) => at));
    expect(outcome.slice(perMinuteMax)).toEqual(['too many', after(minuteMs)]);
  });

  test('two hundred a day pass, and no more before the day is over', () => {
    const messages = Array.from({ length: perDayMax + 1 }, (_, n) => ({ at: after(n * 2 * minuteMs), digest: String(n) }));
    const outcome = sent([...messages, { at: after(dayMs), digest: 'tomorrow' }]);
    expect(outcome.slice(-2)).toEqual(['too many', after(dayMs)]);
  });

  test('the same words pass three times in ten minutes, as two equal "ok" are no loop, and the fourth is held', () => {
    const again = Array.from({ length: sameBodyMax + 1 }, (_, n) => ({ at: after(n * minuteMs), digest: 'ok' }));
    expect(sent([...again, { at: after(sameBodyWindowMs), digest: 'ok' }])).toEqual([
      ...again.slice(0, sameBodyMax).map(({ at }) => at),
      'repeated',
      after(sameBodyWindowMs),
    ]);
  });

  test('what was refused does not count, so that whoever waits gets through', () => {
    const storm = Array.from({ length: 100 }, (_, n) => ({ at: after(n * 500), digest: String(n) }));
    expect(sent([...storm, { at: after(minuteMs), digest: 'calm' }]).at(-1)).toBe(after(minuteMs));
  });

  test.prop([
    fc.array(fc.record({ afterMs: fc.integer({ min: 0, max: 90_000 }), digest: fc.constantFrom('a', 'b', 'c') }), { maxLength: 400 }),
  ])('never do more pass in a window than may, whatever the pace', (steps) => {
    let at = start;
    const messages = steps.map(({ afterMs, digest }) => ({ at: (at = (at + afterMs) as Instant), digest }));
    const passed = sent(messages).filter((each) => typeof each === 'number');
    // Windows begin with the first in them, so two neighbours may share a minute.
    for (const from of passed)
      expect(passed.filter((each) => each >= from && each < from + minuteMs).length).toBeLessThanOrEqual(2 * perMinuteMax);
    expect(passed.length).toBeLessThanOrEqual(Math.ceil((at - start) / dayMs + 1) * perDayMax);
  });

  test.prop([fc.array(fc.integer({ min: -600_000, max: 600_000 }), { minLength: 1, maxLength: 50 })])(
    'a clock that jumps back gives nobody more',
    (jumps) => {
      const outcome = sent(jumps.map((ms, n) => ({ at: after(Math.min(ms, minuteMs - 1)), digest: String(n) })));
      expect(outcome.filter((each) => typeof each === 'number').length).toBeLessThanOrEqual(2 * perMinuteMax);
    },
  );
});
