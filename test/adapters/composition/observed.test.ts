import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { createLog, type LogLevel, observed, type ObservedCall } from '../../../adapters/composition/observed.ts';
import { T } from '../../../adapters/composition/tokens.ts';
import { err, ok } from '../../../domain/kernel/result.ts';
import { wiredWorld } from '../../support/embedded-parts.ts';

const logTo = (lines: string[], from: LogLevel = 'info') => createLog({ write: (line) => lines.push(line), now: () => 0, from });

describe('An observed use case', () => {
  const watch = () => {
    const calls: ObservedCall[] = [];
    return { calls, observer: (call: ObservedCall): void => void calls.push(call) };
  };

  it('answers as it did before', async () => {
    const { observer } = watch();
    expect(await observed('a.b', async (one: number, other: number) => Promise.resolve(one + other), observer)(1, 2)).toBe(3);
    await expect(observed('a.b', async () => Promise.reject(new RangeError('x')), observer)()).rejects.toThrow(RangeError);
  });

  it.each<readonly [string, () => Promise<unknown>]>([
    ['ok', async () => Promise.resolve(ok('ana@example.com'))],
    ['membership.no_member', async () => Promise.resolve(err({ code: 'membership.no_member', name: 'Ana' }))],
    ['refused', async () => Promise.resolve(err({ code: 'ana@example.com' }))],
    ['ok', async () => Promise.resolve(['ana@example.com'])],
  ])('tells “%s” and nothing of what was said', async (outcome, call) => {
    const { calls, observer } = watch();
    await observed('membership.signUp', call, observer)();
    expect(calls).toEqual([{ useCase: 'membership.signUp', ms: expect.any(Number) as number, outcome }]);
  });

  it('tells of what was thrown what it is called, never what it says', async () => {
    const { calls, observer } = watch();
    await expect(observed('a.b', async () => Promise.reject(new TypeError('ana@example.com')), observer)()).rejects.toThrow();
    expect(calls[0]).toMatchObject({ outcome: 'thrown', error: 'TypeError' });
    expect(JSON.stringify(calls)).not.toContain('ana');
  });
});

describe('The log', () => {
  it('writes one line of JSON for an event, and none below its level', () => {
    const lines: string[] = [];
    const log = logTo(lines, 'warning');
    log('info', 'request', { status: 200 });
    log('warning', 'schedule.refused', { task: 'run', week: '2026-W47', outcome: 'round.too_many_members' });
    expect(lines).toEqual([
      `${JSON.stringify({ at: '1970-01-01T00:00:00.000Z', level: 'warning', event: 'schedule.refused', outcome: 'round.too_many_members', task: 'run', week: '2026-W47' })}\n`,
    ]);
  });

  it('leaves out what has no business there, whatever it is handed', () => {
    const lines: string[] = [];
    const fields = { email: 'ana@example.com', route: '/sign-in', error: 'no room for ana@example.com', outcome: `m_${'a'.repeat(26)}` };
    logTo(lines)('info', 'request', fields);
    expect(lines.join('')).toBe('{"at":"1970-01-01T00:00:00.000Z","level":"info","event":"request","route":"/sign-in"}\n');
  });

  it.prop([fc.string({ maxLength: 80, unit: 'grapheme' })])('never holds a text with a space, an @ or a control character', (text) => {
    const lines: string[] = [];
    logTo(lines)('info', 'event', { error: text, outcome: text, route: text });
    const fields = Object.values(JSON.parse(lines[0] ?? '') as Record<string, string>).slice(3);
    for (const value of fields) expect(value).toMatch(/^[\w.:/*-]+$/);
  });

  it('of a whole sign-up holds no address, no name, no token and no member', async () => {
    const lines: string[] = [];
    const log = logTo(lines);
    const { container, scheduler, mailbox } = await wiredWorld({
      observer: (call) => {
        log('info', 'use_case', { ...call });
      },
    });
    const web = container.get(T.web.membership);
    await web.signUp({ email: 'zoe@example.com', name: 'Zoe Quill', consent: true, ip: '192.0.2.1' });
    await web.signUp({ email: 'zoe', name: 'Zoe Quill', consent: false, ip: '192.0.2.1' });
    await scheduler.settle();
    const token = decodeURIComponent(/token=(\S+)/.exec((await mailbox.latest({ limit: 1 }))[0]?.text ?? '')?.[1] ?? '');
    const signedIn = await web.spendLink({ purpose: 'survey', token });
    await web.requestSignIn({ email: 'zoe@example.com', ip: '192.0.2.1' });
    expect(signedIn.ok).toBe(true);
    const said = lines.join('');
    expect(said).toContain('"useCase":"membership.signUp"');
    expect(said).toContain('"outcome":"membership.sign_up_refused"');
    const secret = [
      'zoe',
      'Zoe',
      'Quill',
      '192.0.2',
      token.slice(0, 28),
      token.slice(29),
      ...(signedIn.ok ? [signedIn.value.session.slice(29)] : []),
    ];
    for (const word of secret) expect(said).not.toContain(word);
  });
});
