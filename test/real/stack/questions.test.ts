import { spawn } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { T } from '../../../adapters/composition/tokens.ts';
import type { CanonicalAddress } from '../../../domain/kernel/email-address.ts';
import { locate } from '../../../scripts/real-parts.ts';
import { aDeployedStack, type DeployedStack } from '../../support/deployed-stack.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';

const loop = fileURLToPath(new URL('../../../scripts/loop.ts', import.meta.url));
const inTerminal = 'import os, pty, sys; sys.exit(os.waitstatus_to_exitcode(pty.spawn(sys.argv[1:])))';

describe('a question on a terminal', () => {
  let aws: MiniStack;
  let desk: OperatorsDesk;
  let stack: DeployedStack;
  let prod: DeployedStack;
  beforeAll(async () => {
    aws = await startMiniStack();
    desk = anOperatorsDesk(aws);
    [stack, prod] = [await aDeployedStack(aws, 'asked'), await aDeployedStack(aws, 'prod')];
    desk.write('members.csv', 'email,name\nana@example.com,Ana\n');
    for (const name of ['asked', 'prod'])
      expect((await desk.loop('members', 'import', 'members.csv', '--stack', name, '--consented', '--yes')).code).toBe(0);
  });
  afterAll(async () => {
    stack.close();
    prod.close();
    desk.remove();
    await aws.stop();
  });

  /** Runs `loop …` on a terminal of its own and types, each time it is asked, the next of the lines. */
  const onTerminal = async (words: readonly string[], lines: readonly string[]) => {
    const child = spawn(locate('ministack'), ['-c', inTerminal, process.execPath, loop, ...words, '--community', '.'], {
      cwd: desk.folder,
      env: desk.env,
      stdio: ['pipe', 'pipe', 'inherit'],
    });
    let shown = '';
    const left = [...lines];
    child.stdout.on('data', (chunk: Buffer) => {
      shown += chunk.toString();
      if (left.length > 0 && (shown.match(/to go on: /g) ?? []).length > lines.length - left.length) child.stdin.write(left.shift());
    });
    const code = await new Promise<number | null>((resolve) => child.on('close', resolve));
    return { code, shown };
  };
  const standing = async ({ inside }: DeployedStack): Promise<string | undefined> =>
    (await inside.get(T.membership.members).find(inside.get(T.secrets).memberIdOf('ana@example.com' as CanonicalAddress)))?.standing;
  const suspend = (name: string): readonly string[] => ['members', 'suspend', 'ana@example.com', '--stack', name];

  it('names the stack, and changes nothing unless the word is typed', async () => {
    const declined = await onTerminal(suspend('asked'), ['no\r']);
    expect([declined.code, declined.shown.includes('Stack asked:'), declined.shown.includes('Nothing was changed.')]).toEqual([
      3,
      true,
      true,
    ]);
    expect(await standing(stack)).toBe('good');
    expect((await onTerminal(suspend('asked'), ['yes\r'])).code).toBe(0);
    expect(await standing(stack)).toBe('suspended');
  });

  it('ends with Ctrl-C and with Ctrl-D, and changes nothing', async () => {
    expect((await onTerminal(suspend('prod'), ['\u0003'])).code).toBe(130);
    expect((await onTerminal(suspend('prod'), ['\u0004'])).code).toBe(3);
    expect(await standing(prod)).toBe('good');
  });

  it('asks for the name of a stack that people depend on', async () => {
    expect((await onTerminal(suspend('prod'), ['yes\r'])).code).toBe(3);
    expect(await standing(prod)).toBe('good');
    expect((await onTerminal(suspend('prod'), ['prod\r'])).code).toBe(0);
    expect(await standing(prod)).toBe('suspended');
  });

  it('asks for consent and then for the import', async () => {
    desk.write('more.csv', 'email,name\nben@example.com,Ben\n');
    const words = ['members', 'import', 'more.csv', '--stack', 'asked'];
    expect((await onTerminal(words, ['agreed\r', 'no\r'])).code).toBe(3);
    const done = await onTerminal(words, ['agreed\r', 'yes\r']);
    expect([done.code, done.shown.includes('1 invited')]).toEqual([0, true]);
  });

  it('asks for the word before a member is erased', async () => {
    const words = ['members', 'erase', 'ben@example.com', '--stack', 'asked'];
    expect((await onTerminal(words, ['yes\r'])).code).toBe(3);
    expect((await onTerminal(words, ['erase\r'])).code).toBe(0);
  });
});
