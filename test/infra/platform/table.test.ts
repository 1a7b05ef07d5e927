import { describe, expect, it } from 'vitest';
import { schema } from '../../../adapters/dynamodb/sdk-rows.ts';
import { streamRights, type TableNeed, tableRights } from '../../../infra/platform/table-rights.ts';
import { Table } from '../../../infra/platform/table.ts';
import { capture, type Captured } from '../support/capture.ts';
import { allowedIn, statementsIn } from '../support/policy-in.ts';
import { roleWith } from '../support/rights.ts';
import { aStack } from '../support/stack.ts';

const kind = 'aws:dynamodb/table:Table';
const users = 'arn:aws:dynamodb:eu-central-1:000000000000:table/loop-dev-users-1234567';

const tableIn = async (given: Readonly<Record<string, string>> = {}): Promise<Captured> => {
  const captured = await capture(() => void new Table(aStack(given), { name: 'users', stream: 'keys' }));
  return captured.one(kind);
};

describe('a table', () => {
  it('has the names and types that the code reads and writes', async () => {
    const { inputs } = await tableIn();
    expect(inputs).toMatchObject({
      billingMode: 'PAY_PER_REQUEST',
      hashKey: schema.pk,
      rangeKey: schema.sk,
      attributes: [schema.pk, schema.sk, schema.indexPk, schema.indexSk].map((name) => ({ name, type: 'S' })),
      ttl: { enabled: true, attributeName: schema.deleteAt },
    });
    expect(inputs['globalSecondaryIndexes']).toEqual([
      {
        name: schema.index,
        projectionType: 'ALL',
        keySchemas: [
          { attributeName: schema.indexPk, keyType: 'HASH' },
          { attributeName: schema.indexSk, keyType: 'RANGE' },
        ],
      },
    ]);
  });

  it('can be gone back in, and is encrypted with the stack’s key', async () => {
    const { inputs } = await tableIn();
    expect(inputs).toMatchObject({
      pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: 35 },
      serverSideEncryption: { enabled: true, kmsKeyArn: expect.stringMatching(/^arn:aws:kms:/) as unknown },
    });
  });

  it('outlives a mistake in prod, and goes with a dev stack', async () => {
    const prod = await tableIn({ stage: 'prod' });
    expect([prod.protect, prod.retainOnDelete, prod.inputs['deletionProtectionEnabled']]).toEqual([true, true, true]);
    const dev = await tableIn();
    expect([dev.protect, dev.retainOnDelete, dev.inputs['deletionProtectionEnabled']]).toEqual([false, false, false]);
  });

  it('streams keys alone where it is asked to, and nothing otherwise', async () => {
    expect((await tableIn()).inputs).toMatchObject({ streamEnabled: true, streamViewType: 'KEYS_ONLY' });
    const captured = await capture(() => void new Table(aStack(), { name: 'surveys' }));
    expect(captured.one(kind).inputs).not.toHaveProperty('streamEnabled');
  });
});

describe('the rights to a table', () => {
  const rightsTo = async (need: TableNeed): Promise<unknown> => {
    const captured = await capture(() => {
      const stack = aStack();
      roleWith(tableRights(stack, [new Table(stack, { name: 'users' })], need));
    });
    return captured.one('aws:iam/rolePolicy:RolePolicy').inputs['policy'];
  };

  it('are, for who reads, to get and to ask', async () => {
    expect(allowedIn(await rightsTo('read')).filter((each) => each.startsWith('dynamodb'))).toEqual([
      `dynamodb:GetItem on ${users}`,
      `dynamodb:Query on ${users}`,
      `dynamodb:Query on ${users}/index/by_index`,
    ]);
  });

  it('are, for who writes, those of each part of a transaction', async () => {
    expect(allowedIn(await rightsTo('write')).filter((each) => each.startsWith('dynamodb'))).toEqual([
      `dynamodb:ConditionCheckItem on ${users}`,
      `dynamodb:DeleteItem on ${users}`,
      `dynamodb:GetItem on ${users}`,
      `dynamodb:PutItem on ${users}`,
      `dynamodb:Query on ${users}`,
      `dynamodb:Query on ${users}/index/by_index`,
      `dynamodb:UpdateItem on ${users}`,
    ]);
  });

  it.each([
    ['amend', ['GetItem', 'PutItem']],
    ['workThrough', ['GetItem', 'PutItem', 'Query', 'Query']],
    ['change', ['ConditionCheckItem', 'DeleteItem', 'GetItem', 'PutItem', 'Query', 'Query']],
  ] as const)('are, to %s, no more than that takes', async (need, actions) => {
    const allowed = allowedIn(await rightsTo(need)).filter((each) => each.startsWith('dynamodb'));
    expect(allowed.map((each) => each.replace(/^dynamodb:(\w+) on .*$/, '$1'))).toEqual(actions);
  });

  it('use the key through DynamoDB alone', async () => {
    const usesOfKey = statementsIn(await rightsTo('write')).filter(({ Action }) => Action.some((action) => action.startsWith('kms:')));
    expect(usesOfKey.map(({ Action, Condition }) => [Action, Condition])).toEqual([
      [['kms:Decrypt'], { StringEquals: { 'kms:ViaService': 'dynamodb.eu-central-1.amazonaws.com' } }],
    ]);
  });

  it('are, for who is called by its stream, those that Lambda asks for', async () => {
    const captured = await capture(() => {
      const stack = aStack();
      roleWith(streamRights(stack, new Table(stack, { name: 'users', stream: 'keys' })));
    });
    const allowed = allowedIn(captured.one('aws:iam/rolePolicy:RolePolicy').inputs['policy']);
    expect(allowed.filter((each) => each.startsWith('dynamodb'))).toEqual([
      `dynamodb:DescribeStream on ${users}/stream/2026-01-01T00:00:00.000`,
      `dynamodb:GetRecords on ${users}/stream/2026-01-01T00:00:00.000`,
      `dynamodb:GetShardIterator on ${users}/stream/2026-01-01T00:00:00.000`,
      `dynamodb:ListStreams on ${users}/stream/*`,
    ]);
  });
});
