import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { hourMs, later, minuteMs, type Instant } from '../../../domain/kernel/instant.ts';
import { readGivenCode } from '../../../domain/membership/given-code.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { lockedUntil, wrongCodeLimits } from '../../../domain/membership/second-factor.ts';
import { verifySecondFactor } from '../../../domain/membership/verify-second-factor.ts';
import { codeAt, wrongCodeAt } from '../../support/authenticator.ts';
import { aMember } from '../../support/contract-membership.ts';
import { activeMember, codeOf, membershipWorld, start, valueOf } from '../../support/membership-world.ts';
import { enrolled, olgas, signInAgain } from './second-factor-world.ts';

describe('wrong codes', () => {
  it('are five in 15 minutes, in whichever sessions; then even the right one waits', async () => {
    const { world, member, session, code, wrong } = await enrolled();
    const other = await signInAgain(world, member);
    const first = world.ports.clock.now();
    for (const each of [session, other.session, session, other.session, session])
      expect(codeOf(await world.verifySecondFactor({ member, session: each, code: wrong() }))).toBe('membership.code_wrong');
    const until = later(first, 15 * minuteMs);
    expect(await world.verifySecondFactor({ member, session, code: code() })).toEqual({
      ok: false,
      error: { code: 'membership.too_many_codes', until },
    });
    expect(codeOf(await world.removeSecondFactor({ member, session, code: code() }))).toBe('membership.too_many_codes');
    world.moveTo(until);
    expect((await world.verifySecondFactor({ member, session, code: code() })).ok).toBe(true);
  });

  it('at once, from many sides, are five all the same', async () => {
    const { world, member, session, wrong } = await enrolled();
    const tried = await Promise.all(Array.from({ length: 5 }, async () => world.verifySecondFactor({ member, session, code: wrong() })));
    expect(tried.map(codeOf)).toEqual(Array(5).fill('membership.code_wrong'));
    expect(codeOf(await world.verifySecondFactor({ member, session, code: wrong() }))).toBe('membership.too_many_codes');
  });

  it('are ten in an hour, and a right one takes none of them back', async () => {
    const { world, member, session, code, wrong } = await enrolled();
    const first = world.ports.clock.now();
    for (let given = 0; given < 10; given++) {
      expect(codeOf(await world.verifySecondFactor({ member, session, code: wrong() }))).toBe('membership.code_wrong');
      world.pass(4 * minuteMs);
      if (given < 9) expect((await world.verifySecondFactor({ member, session, code: code() })).ok).toBe(true);
    }
    expect(await world.verifySecondFactor({ member, session, code: code() })).toMatchObject({ error: { until: later(first, hourMs) } });
  });

  it('while it is set up count as well', async () => {
    const world = await membershipWorld();
    const { member, session } = await activeMember(world, olgas);
    valueOf(await world.beginSecondFactor({ member, session }));
    const secret = valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' })).pending?.secret ?? '';
    for (let given = 0; given < 5; given++) await world.confirmSecondFactor({ member, session, code: wrongCodeAt(secret, start) });
    expect(codeOf(await world.confirmSecondFactor({ member, session, code: codeAt(secret, start) }))).toBe('membership.too_many_codes');
  });
});

/** What somebody does: so much time goes by, then a code of a step near the present one is given, or a wrong one, or a recovery code. */
const deeds = fc.array(
  fc.record({
    passMs: fc.integer({ min: 0, max: 5 * minuteMs }),
    code: fc.oneof(fc.integer({ min: -2, max: 2 }), fc.constant('wrong' as const), fc.constantFrom('h0', 'h1', 'h2', 'unknown')),
  }),
  { maxLength: 60 },
);
const stepAt = (now: Instant): number => Math.floor(now / 30_000);

it('whatever is tried in whichever order, no step and no recovery code ever works twice, and wrong codes stay within their limits', () => {
  fc.assert(
    fc.property(deeds, (tries) => {
      const session = { id: 's', hash: 'h', signedInAt: start, expiresAt: later(start, 1_000 * hourMs) };
      const active = { sealed: 'x', since: start, lastStep: 0, recovery: ['h0', 'h1', 'h2'].map((hash) => ({ hash })) };
      let member: Member = aMember({ sessions: [session], secondFactor: { active, wrongAt: [] } });
      let now = start;
      const taken: unknown[] = [];
      const wrongAt: Instant[] = [];
      for (const { passMs, code } of tries) {
        now = later(now, passMs);
        const step = typeof code === 'number' ? stepAt(now) + code : undefined;
        const isNear = typeof code === 'number' && Math.abs(code) <= 1;
        const kind = typeof code === 'number' || code === 'wrong' ? 'app' : 'recovery';
        const decided = verifySecondFactor(member, {
          session: 's',
          now,
          code: { kind, text: '' },
          hash: String(code),
          renewal: { hash: 'n', replacedId: 'r' },
          stepOf: () => (isNear ? step : undefined),
        });
        if (!decided.ok) continue;
        if (decided.value.next !== undefined) member = decided.value.next;
        if (decided.value.outcome.ok) taken.push(step ?? code);
        else wrongAt.push(now);
      }
      expect(new Set(taken).size).toBe(taken.length);
      const steps = taken.filter((each) => typeof each === 'number');
      expect(steps).toEqual([...steps].sort((a, b) => a - b));
      for (const { most, windowMs } of wrongCodeLimits)
        for (const from of wrongAt)
          expect(wrongAt.filter((at) => at >= from && at < later(from, windowMs)).length).toBeLessThanOrEqual(most);
      expect(member.secondFactor?.wrongAt.length ?? 0).toBeLessThanOrEqual(10);
    }),
  );
});

it('a lock ends at the very instant that it names', () => {
  const times = fc.array(fc.integer({ min: 0, max: 90 * minuteMs }), { maxLength: 12 });
  fc.assert(
    fc.property(times, (after) => {
      const wrongAt = [...after].sort((a, b) => a - b).map((ms) => later(start, ms));
      const now = wrongAt.at(-1) ?? start;
      const until = lockedUntil(wrongAt, now);
      if (until === undefined) return;
      expect(until).toBeGreaterThan(now);
      expect(lockedUntil(wrongAt, later(until, -1))).toBe(until);
      expect(lockedUntil(wrongAt, until)).toBeUndefined();
    }),
  );
});

it('a code may be typed with spaces and dashes, in any case', () => {
  expect(readGivenCode(' 123 456 ')).toEqual({ kind: 'app', text: '123456' });
  expect(readGivenCode('123-456')).toEqual({ kind: 'app', text: '123456' });
  expect(readGivenCode('ABCD-efgh ijkl-mn27')).toEqual({ kind: 'recovery', text: 'abcdefghijklmn27' });
});
