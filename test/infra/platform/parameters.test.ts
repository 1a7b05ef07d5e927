import { output } from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { parametersPath } from '../../../adapters/config/stack-name.ts';
import { parameterPath } from '../../../infra/platform/parameters-plan.ts';
import { Parameters } from '../../../infra/platform/parameters.ts';
import { capture } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

describe('the parameters of a stack', () => {
  it('stand where the command line reads them, and are shown as they are', async () => {
    const values = { 'users-table': output('loop-dev-users'), 'dead-letters/mail-events': '{"queue":"https://q.example.com"}' };
    const captured = await capture(() => void new Parameters(aStack(), { values }));
    expect(
      captured
        .of('aws:ssm/parameter:Parameter')
        .map(({ inputs }) => [inputs['name'], inputs['type'], inputs['insecureValue']])
        .sort(),
    ).toEqual([
      ['/loop/dev/dead-letters/mail-events', 'String', '{"queue":"https://q.example.com"}'],
      ['/loop/dev/users-table', 'String', 'loop-dev-users'],
    ]);
  });

  it('have a path below that of their stack', () => {
    expect(parameterPath('dev', 'base-url')).toBe(`${parametersPath('dev')}base-url`);
  });

  it.each(['', 'Users', '/users', 'users/', 'a/b/c', 'users table', '../prod/key'])('refuse a name like “%s”', (name) => {
    expect(() => parameterPath('dev', name)).toThrow('small letters, digits, hyphens');
  });
});
