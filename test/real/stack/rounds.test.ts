import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import type { CanonicalAddress } from '../../../domain/kernel/email-address.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { aDeployedStack, type DeployedStack } from '../../support/deployed-stack.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';
import type { Ran, RoundJson } from '../../support/run-loop.ts';

const names = ['Ana', 'Ben', 'Cleo', 'Dan', 'Eve', 'Finn', 'Gus'];

interface RoundStatus {
  readonly week: string;
  readonly state: string;
  readonly run: number;
  readonly pairs: number;
  readonly leftOut: number;
  readonly seed: number;
  readonly because?: string;
}
interface IntroductionsStatus {
  readonly state: string;
  readonly introductions: { readonly waiting: number; readonly written: number };
  readonly failed: readonly { readonly mail: string; readonly code: string; readonly count: number }[];
  readonly mails: { readonly waiting: number; readonly failed: number };
}
const jsonIn = <T>({ stdout }: Ran): T => JSON.parse(stdout) as T;

// One story, in order: each test goes on from the one before.
describe('the round of a deployed stack', () => {
  let aws: MiniStack;
  let desk: OperatorsDesk;
  let stack: DeployedStack;
  let week: string;
  beforeAll(async () => {
    aws = await startMiniStack();
    desk = anOperatorsDesk(aws);
    stack = await aDeployedStack(aws, 'rounds');
    desk.write('members.csv', `email,name,colour,themes\n${names.map((name) => `${name}@example.com,${name},red,clay\n`).join('')}`);
    expect((await desk.loop('members', 'import', 'members.csv', ...onStack, '--consented', '--yes')).code).toBe(0);
    for (const name of names) {
      const member = stack.inside.get(T.secrets).memberIdOf(`${name.toLowerCase()}@example.com` as CanonicalAddress);
      const answers = { version: 3, texts: { colour: ['red'], themes: ['clay'] } };
      expect((await stack.inside.get(T.membership.handInSurvey)({ member, ...answers })).ok).toBe(true);
    }
  });
  afterAll(async () => {
    stack.close();
    desk.remove();
    await aws.stop();
  });

  const onStack = ['--stack', 'rounds'];
  const status = async (): Promise<RoundStatus> => jsonIn(await desk.loop('round', 'status', ...onStack, '--week', week, '--json'));
  const introductions = async (): Promise<IntroductionsStatus> =>
    jsonIn(await desk.loop('introductions', 'status', ...onStack, '--week', week, '--json'));

  it('is previewed without storing anything, by ids and never by addresses', async () => {
    const ran = await desk.loop('round', 'preview', ...onStack, '--seed', '7', '--json', '--out', 'report');
    expect([ran.code, ran.stdout.includes('@')]).toEqual([0, false]);
    const preview = jsonIn<RoundJson>(ran);
    week = preview.week;
    expect([preview.pairs.length, preview.leftOut.length]).toEqual([3, 1]);
    expect(preview.pairs.every(({ a, b }) => /^m_/.test(a) && /^m_/.test(b))).toBe(true);
    expect(await status()).toMatchObject({ state: 'none' });
  });

  it('is run as it was previewed, once however often', async () => {
    const ran = await desk.loop('round', 'run', ...onStack, '--week', week, '--seed', '7', '--yes', '--json');
    expect([ran.code, jsonIn<RoundStatus>(ran)]).toMatchObject([0, { state: 'ready', run: 1, pairs: 3, leftOut: 1, seed: 7 }]);
    const again = await Promise.all([1, 2].map(async () => desk.loop('round', 'run', ...onStack, '--week', week, '--yes', '--json')));
    expect(again.map((each) => jsonIn<RoundStatus>(each).seed)).toEqual([7, 7]);
  });

  it('is not run, discarded or sent where nobody can be asked', async () => {
    for (const words of [
      ['round', 'run'],
      ['round', 'discard', '--week', week, '--reason', 'no'],
      ['introductions', 'send'],
      ['introductions', 'resend'],
    ])
      expect(await desk.loop(...words, ...onStack)).toMatchObject({ code: 2, stdout: '' });
    expect(await status()).toMatchObject({ state: 'ready', run: 1 });
  });

  it('is discarded with a reason that is kept, and can be run again', async () => {
    expect(await desk.loop('round', 'discard', ...onStack, '--week', week, '--reason', ' ', '--yes')).toMatchObject({
      code: 3,
      stderr: expect.stringContaining('round.reason_missing') as string,
    });
    expect((await desk.loop('round', 'discard', ...onStack, '--week', week, '--reason', 'the survey was wrong', '--yes')).code).toBe(0);
    expect(await status()).toMatchObject({ state: 'discarded', because: 'the survey was wrong' });
    expect((await desk.loop('introductions', 'send', ...onStack, '--week', week, '--yes')).stderr).toContain('round.unknown');
    expect((await desk.loop('round', 'run', ...onStack, '--week', week, '--yes')).code).toBe(0);
    expect(await status()).toMatchObject({ state: 'ready', run: 2 });
  });

  it('is sent once by two operators at once', async () => {
    const runs = await Promise.all(
      [1, 2].map(async () => desk.loop('introductions', 'send', ...onStack, '--week', week, '--yes', '--json')),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    expect(await introductions()).toMatchObject({ state: 'sent', introductions: { waiting: 0, written: 3 }, failed: [] });
    expect((await desk.loop('round', 'discard', ...onStack, '--week', week, '--reason', 'too late', '--yes')).stderr).toContain(
      'round.being_sent',
    );
  });

  it('shows what the mailer refused, and lets it be tried again', async () => {
    await stack.inside.get(T.mails.drain)();
    const refused = await introductions();
    expect(refused.failed).toContainEqual({ mail: 'introduction', code: 'address_unknown', count: 6 });
    const shown = await desk.loop('introductions', 'status', ...onStack, '--week', week);
    expect([shown.stdout.includes('address_unknown'), shown.stdout.includes('@')]).toEqual([true, false]);
    const resent = await desk.loop('introductions', 'resend', ...onStack, '--week', week, '--yes', '--json');
    expect(jsonIn(resent)).toEqual({ resent: 7 });
    expect((await introductions()).failed).toEqual([]);
    expect(jsonIn(await desk.loop('introductions', 'resend', ...onStack, '--week', week, '--yes', '--json'))).toEqual({ resent: 0 });
  });

  it('says so where so many mails were given up that older ones of it may not have been seen', async () => {
    const { members, outbox } = { members: stack.inside.get(T.membership.members), outbox: stack.inside.get(T.mails.outbox) };
    const now = Date.now() as Instant;
    const id = stack.inside.get(T.secrets).memberIdOf('ana@example.com' as CanonicalAddress);
    const keys = Array.from({ length: 500 }, (_, at) => `sign-in:${String(at)}`);
    for (let from = 0; from < keys.length; from += 50) {
      const message = { template: 'sign-in', to: id, token: 'x' } as const;
      const outgoing = keys.slice(from, from + 50).map((key) => ({ key, dueAt: now, message }));
      await members.change(id, (member) => changed(member, undefined, outgoing));
    }
    for (const key of keys) await outbox.giveUp(key, 'mail.refused', now);
    const resent = await desk.loop('introductions', 'resend', ...onStack, '--week', week, '--yes', '--json');
    expect([jsonIn(resent), resent.stderr]).toEqual([{ resent: 0 }, expect.stringContaining('the newest 500') as string]);
  });

  it('of a file is previewed as ever', async () => {
    const ran = await desk.loop('round', 'preview', ...onStack, 'members.csv');
    expect([ran.code, ran.stderr.includes('not both')]).toEqual([2, true]);
  });
});
