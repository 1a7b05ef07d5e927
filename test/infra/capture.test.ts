import { Provider } from '@pulumi/aws/provider.js';
import { Queue } from '@pulumi/aws/sqs/queue.js';
import { secret } from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { capture, isSecret } from './support/capture.ts';

describe('a captured program', () => {
  it('shows inputs, and the options that mocks are not told', async () => {
    const captured = await capture(() => {
      const aws = new Provider('aws', { region: 'eu-central-1' });
      const dead = new Queue('dead', {}, { provider: aws, protect: true, retainOnDelete: true });
      new Queue(
        'letters',
        { redrivePolicy: dead.arn, kmsMasterKeyId: secret('k') },
        { provider: aws, parent: dead, ignoreChanges: ['name'] },
      );
    });
    const queue = 'aws:sqs/queue:Queue';
    expect(captured.one(queue, 'dead')).toMatchObject({ protect: true, retainOnDelete: true });
    const letters = captured.one(queue, 'letters');
    expect(letters.inputs['redrivePolicy']).toBe('arn:aws:sqs:eu-central-1:000000000000:dead-1234567');
    expect(isSecret(letters.inputs['kmsMasterKeyId'])).toBe(true);
    expect([letters.parent, letters.ignoreChanges, letters.protect]).toEqual([captured.one(queue, 'dead').urn, ['name'], true]);
  });

  it('is another one each time', async () => {
    const once = await capture(() => void new Queue('one'));
    const again = await capture(() => void new Queue('two'), { preview: true });
    expect([once, again].map(({ resources }) => resources.map(({ name }) => name))).toEqual([['one'], ['two']]);
  });

  it('fails where the program throws', async () => {
    await expect(
      capture(() => {
        throw new Error('not today');
      }),
    ).rejects.toThrow('not today');
  });
});
