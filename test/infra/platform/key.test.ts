import { describe, expect, it } from 'vitest';
import { Key } from '../../../infra/platform/key.ts';
import { capture, type Captured } from '../support/capture.ts';
import { statementsIn } from '../support/policy-in.ts';
import { aStack } from '../support/stack.ts';

const keyIn = async (stage: string): Promise<Captured> => {
  const captured = await capture(() => void new Key(aStack({ stage })));
  return captured.one('aws:kms/key:Key');
};

describe('the key of a stack', () => {
  it('turns by itself, can be had back for a month, and outlives a mistake in prod', async () => {
    expect((await keyIn('dev')).inputs).toMatchObject({ enableKeyRotation: true, deletionWindowInDays: 30 });
    const [dev, prod] = [await keyIn('dev'), await keyIn('prod')];
    expect([dev.protect, prod.protect, prod.retainOnDelete]).toEqual([false, true, true]);
  });

  it('serves no service but for this account', async () => {
    const [ours, ...services] = statementsIn((await keyIn('dev')).inputs['policy']);
    expect(ours?.Principal).toEqual({ AWS: 'arn:aws:iam::000000000000:root' });
    for (const { Condition } of services) expect(JSON.stringify(Condition)).toContain('000000000000');
  });
});
