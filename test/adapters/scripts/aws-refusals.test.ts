import { expect, it } from 'vitest';
import { BodyUnreadable } from '../../../adapters/dynamodb/bodies.ts';
import { StorageMisconfigured } from '../../../adapters/dynamodb/storage-errors.ts';
import { Unavailable } from '../../../adapters/dynamodb/table.ts';
import { refusalOfAws } from '../../../scripts/commands/aws-refusals.ts';

const situation = { stack: 'dev', region: 'eu-central-1', doing: 'counting dead letters (sqs:GetQueueAttributes)' };
const named = (name: string, cause?: unknown): Error => Object.assign(new Error('of ana@example.com', { cause }), { name });
const coded = (code: string): Error => Object.assign(new Error('connect 10.0.0.1'), { code });

it.each([
  [named('CredentialsProviderError'), 'aws.no_credentials'],
  [named('ExpiredTokenException'), 'aws.credentials_expired'],
  [named('CredentialsProviderError', named('TokenProviderError')), 'aws.credentials_expired'],
  [named('UnrecognizedClientException'), 'aws.credentials_refused'],
  [named('AccessDeniedException'), 'aws.denied'],
  [named('SecretUnread', named('AccessDeniedException')), 'aws.denied'],
  [new StorageMisconfigured('storage.table_missing', 'USERS_TABLE'), 'storage.table_missing'],
  [new StorageMisconfigured('storage.denied', 'USERS_TABLE'), 'storage.denied'],
  [new StorageMisconfigured('storage.wrong_shape', 'USERS_TABLE'), 'storage.wrong_shape'],
  [new BodyUnreadable('a stored member cannot be read (stage: invalid_union)'), 'storage.unreadable'],
  [named('QueueDoesNotExist'), 'aws.missing'],
  [named('KmsAccessDenied'), 'aws.denied'],
  [named('KmsDisabled'), 'aws.key_unusable'],
  [named('KmsInvalidState'), 'aws.key_unusable'],
  [named('SecretUnread', named('DecryptionFailure')), 'aws.key_unusable'],
  [named('OverLimit'), 'aws.busy'],
  [named('KmsThrottled'), 'aws.busy'],
  [new Unavailable('busy'), 'aws.busy'],
  [named('ThrottlingException'), 'aws.busy'],
  [coded('ENOTFOUND'), 'aws.unreachable'],
  [new AggregateError([coded('ECONNREFUSED')]), 'aws.unreachable'],
  [new Error('Region is missing'), 'aws.no_region'],
])('what AWS said becomes what to do, and is not repeated: %s', (error, code) => {
  const refusal = refusalOfAws(error, situation);
  expect(refusal?.code).toBe(code);
  expect(refusal?.message).not.toMatch(/@|10\.0/);
});

it('a refusal for want of rights says for what', () => {
  expect(refusalOfAws(named('AccessDeniedException'), situation)?.message).toContain('sqs:GetQueueAttributes');
});

it.each([new TypeError('x is not a function'), named('ValidationException'), 'a text', undefined])(
  'a fault of ours stays one: %s',
  (error) => {
    expect(refusalOfAws(error, situation)).toBeUndefined();
  },
);
