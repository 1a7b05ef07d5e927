import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import type { CanonicalAddress } from '../../../domain/kernel/email-address.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { aDeployedStack, type DeployedStack } from '../../support/deployed-stack.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';

const fileOf = (names: readonly string[]): string =>
  `email,name,colour,themes\n${names.map((name) => `${name}@example.com,${name},Deep Red,clay;ink\n`).join('')}`;
const people = (prefix: string, count: number): readonly string[] =>
  Array.from({ length: count }, (_, at) => `${prefix}${String.fromCharCode(97 + (at % 26))}${'z'.repeat(Math.floor(at / 26))}`);

describe('members of a deployed stack', () => {
  let aws: MiniStack;
  let desk: OperatorsDesk;
  let stack: DeployedStack;
  beforeAll(async () => {
    aws = await startMiniStack();
    desk = anOperatorsDesk(aws);
    stack = await aDeployedStack(aws, 'members');
  });
  afterAll(async () => {
    stack.close();
    desk.remove();
    await aws.stop();
  });

  const onStack = ['--stack', 'members'];
  const member = async (address: string): Promise<Member | undefined> =>
    stack.inside.get(T.membership.members).find(stack.inside.get(T.secrets).memberIdOf(address as CanonicalAddress));
  const everyone = async (): Promise<readonly Member[]> => stack.inside.get(T.membership.members).page(undefined, 200);
  /** Whom a survey link waits for. */
  const linked = async (): Promise<readonly unknown[]> =>
    (await stack.inside.get(T.mails.outbox).due((Date.now() + 60_000) as Instant, 500)).flatMap(({ message }) =>
      typeof message === 'object' && message !== null && 'to' in message && 'template' in message && message['template'] === 'survey-link'
        ? [message['to']]
        : [],
    );

  it('says what an import would do, and does nothing', async () => {
    desk.write('few.csv', fileOf(['Ana', 'Ben']));
    const ran = await desk.loop('members', 'import', 'few.csv', ...onStack, '--dry-run');
    expect([ran.code, ran.stdout]).toEqual([0, '2 would be invited, 0 known already\n']);
    expect(await everyone()).toEqual([]);
  });

  it.each([
    ['without consent', ['--yes'], '--consented'],
    ['without a yes', ['--consented'], '--yes'],
  ])('imports nobody %s where nobody can be asked', async (_, words, flag) => {
    const { code, stdout, stderr } = await desk.loop('members', 'import', 'few.csv', ...onStack, ...words);
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toContain(`add ${flag}`);
    expect(await everyone()).toEqual([]);
  });

  it('lists every bad row before anything is written, and never an address', async () => {
    desk.write(
      'bad.csv',
      'email,name,colour\nana@example.com,Ana,green\nno address,Ben,\ncleo@example.com,,\ndan@example.com,dan.example.com,\n',
    );
    const { code, stderr } = await desk.loop('members', 'import', 'bad.csv', ...onStack, '--consented', '--yes');
    expect(code).toBe(3);
    expect(
      stderr
        .split('\n')
        .filter((line) => line !== '')
        .map((line) => line.split(': ')[1]),
    ).toEqual(['answer.not_an_option', 'address.malformed', 'membership.name_missing', 'membership.name_link']);
    expect(stderr).not.toContain('@');
    expect(await everyone()).toEqual([]);
  });

  it('invites whoever is good where bad rows may be skipped, with their answers as a draft and one link each', async () => {
    desk.write('mixed.csv', 'email,name,colour,themes\nAna@Example.com,Ana,deep red,clay; ink\nno address,Ben,,\n');
    const ran = await desk.loop('members', 'import', 'mixed.csv', ...onStack, '--consented', '--yes', '--skip-bad', '--json');
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([0, { invited: 1, knownAlready: 0, banned: 0, skipped: 1 }]);
    const ana = await member('ana@example.com');
    expect(ana).toMatchObject({
      email: 'Ana@Example.com',
      name: 'Ana',
      stage: { name: 'invited' },
      draft: { version: 3, texts: { colour: ['red'], themes: ['clay', 'ink'] } },
    });
    expect(await linked()).toEqual([ana?.id]);
  });

  it('leaves whoever is known as they are, and mails them nothing', async () => {
    const before = await member('ana@example.com');
    const ran = await desk.loop('members', 'import', 'few.csv', ...onStack, '--consented', '--yes');
    expect([ran.code, ran.stdout]).toEqual([0, '1 invited, 1 known already\n']);
    expect(await member('ana@example.com')).toEqual(before);
    expect(new Set(await linked()).size).toBe(2);
    expect(await linked()).toHaveLength(2);
  });

  it('seats the operators first, so that nobody is one by another spelling of their address', async () => {
    desk.write('spelled.csv', 'email,name\nOperator+x@example.com,Olga\n');
    const words = ['members', 'import', 'spelled.csv', ...onStack];
    expect((await desk.loop(...words, '--dry-run')).stdout).toBe('0 would be invited, 1 known already\n');
    desk.write('spelled.csv', 'email,name\nOperator+x@example.com,Olga\nola@example.com,Ola\n');
    expect((await desk.loop(...words, '--consented', '--yes')).stdout).toBe('1 invited, 1 known already\n');
    expect(await member('operator@example.com')).toMatchObject({ email: 'operator@example.com' });
  });

  it('goes on where it was interrupted, and invites everybody once', async () => {
    const [known, mailed, many] = [(await everyone()).length, (await linked()).length, people('m', 80)];
    desk.write('many.csv', fileOf(many));
    const words = ['members', 'import', 'many.csv', ...onStack, '--consented', '--yes'];
    const begun = desk.begin(words);
    while ((await everyone()).length < known + 5);
    begun.interrupt();
    expect((await begun.ended).code).toBe(130);
    const done = (await everyone()).length - known;
    expect(done).toBeLessThan(many.length);
    const ran = await desk.loop(...words);
    expect([ran.code, ran.stdout]).toEqual([0, `${String(many.length - done)} invited, ${String(done)} known already\n`]);
    expect((await linked()).length).toBe(mailed + many.length);
    expect(new Set(await linked()).size).toBe(mailed + many.length);
  });

  it('invites everybody once where two operators import at once', async () => {
    const before = (await linked()).length;
    desk.write('twice.csv', fileOf(people('t', 30)));
    const runs = await Promise.all(
      [1, 2].map(async () => desk.loop('members', 'import', 'twice.csv', ...onStack, '--consented', '--yes', '--json')),
    );
    expect(runs.map(({ code }) => code)).toEqual([0, 0]);
    const invited = runs.map(({ stdout }) => (JSON.parse(stdout) as { readonly invited: number }).invited);
    expect(invited.reduce((sum, each) => sum + each, 0)).toBe(30);
    expect((await linked()).length).toBe(before + 30);
  });

  it('lists members with their addresses, for people and as JSON', async () => {
    const ran = await desk.loop('members', 'list', ...onStack, '--search', 'AN');
    expect(ran.code).toBe(0);
    expect(ran.stdout).toMatch(/^ADDRESS +NAME +STAGE +SIGNED UP +ID\n/);
    expect(ran.stdout).toContain('Ana@Example.com');
    const { members, more } = JSON.parse((await desk.loop('members', 'list', ...onStack, '--limit', '3', '--json')).stdout) as {
      readonly members: readonly object[];
      readonly more: boolean;
    };
    expect([members.length, more]).toEqual([3, true]);
  });

  it('suspends and reinstates a member by address or id, in any spelling', async () => {
    expect((await desk.loop('members', 'suspend', 'ANA+x@example.com', ...onStack, '--yes')).code).toBe(0);
    const suspended = await desk.loop('members', 'list', ...onStack, '--stage', 'suspended', '--json');
    expect((JSON.parse(suspended.stdout) as { readonly members: readonly object[] }).members).toMatchObject([
      { name: 'Ana', place: 'suspended' },
    ]);
    const id = (await member('ana@example.com'))?.id ?? '';
    expect((await desk.loop('members', 'reinstate', id, ...onStack, '--yes')).code).toBe(0);
    expect(await member('ana@example.com')).toMatchObject({ standing: 'good' });
  });

  it('erases a member for good, and says so without naming them', async () => {
    const { code, stdout, stderr } = await desk.loop('members', 'erase', 'ben@example.com', ...onStack, '--yes');
    expect(code).toBe(0);
    expect(`${stdout}${stderr}`).not.toMatch(/@|ben/i);
    expect(stderr).toContain('cannot be undone');
    expect(await member('ben@example.com')).toBeUndefined();
    const again = await desk.loop('members', 'erase', 'ben@example.com', ...onStack, '--yes');
    expect([again.code, again.stderr.includes('membership.no_member'), again.stderr.includes('@')]).toEqual([3, true, false]);
  });

  it('neither suspends nor erases an operator', async () => {
    const seated = stack.inside.get(T.membership.seatOperators);
    await seated({ operators: stack.inside.get(T.community).operators });
    for (const act of ['suspend', 'erase']) {
      const { code, stderr } = await desk.loop('members', act, 'operator@example.com', ...onStack, '--yes');
      expect([code, stderr.includes('membership.operator_protected')]).toEqual([3, true]);
    }
    expect(await member('operator@example.com')).toMatchObject({ standing: 'good', stage: { name: 'invited' } });
  });

  it('says that an operator had no second factor where none was set up', async () => {
    const { code, stdout } = await desk.loop('operators', 'reset-second-factor', 'operator@example.com', ...onStack, '--yes');
    expect([code, stdout]).toEqual([0, `${(await member('operator@example.com'))?.id ?? ''} had none set up\n`]);
  });
});
