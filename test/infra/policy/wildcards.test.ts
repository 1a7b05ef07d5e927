import { describe, expect, it } from 'vitest';
import { allowedWildcards } from '../../../infra/policy/rules/allowed-wildcards.ts';
import { noWildcards } from '../../../infra/policy/rules/wildcards.ts';
import { bucket, foundIn, key, policyText, resource, rolePolicy } from './fixtures.ts';

const bucketPolicy = 'aws:s3/bucketPolicy:BucketPolicy';
const allowed = (statement: object, type = rolePolicy) =>
  foundIn(noWildcards(), resource(type, { policy: policyText({ Effect: 'Allow', ...statement }) }));

describe('no-wildcards', () => {
  it('lets rights on named resources pass, also by the beginning of a name', () => {
    expect(allowed({ Action: ['dynamodb:GetItem'], Resource: ['arn:aws:dynamodb:eu-central-1:000000000000:table/loop-*'] })).toEqual([]);
  });

  it.each([
    { Action: '*', Resource: 'arn:aws:s3:::a' },
    { Action: ['s3:GetObject', 'dynamodb:*'], Resource: ['arn:aws:s3:::a'] },
    { Action: 'dynamodb:GetItem', Resource: '*' },
    { Action: ['xray:PutTraceSegments', 's3:GetObject'], Resource: '*' },
    { NotAction: 'iam:PassRole', Resource: 'arn:aws:s3:::a' },
  ])('finds %j', (statement) => {
    expect(allowed(statement)).toHaveLength(1);
  });

  it.each([
    { Principal: '*' },
    { Principal: { AWS: '*' } },
    { Principal: { AWS: ['*'] }, Condition: { Bool: { 'aws:SecureTransport': 'true' } } },
  ])('finds everybody in %j', (statement) => {
    expect(allowed({ ...statement, Action: 's3:GetObject', Resource: 'arn:aws:s3:::a/*' }, bucketPolicy)).toEqual([
      'allows s3:GetObject to everybody',
    ]);
  });

  it('finds whoever may take a role on, too', () => {
    const trust = policyText({ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: '*' } });
    expect(foundIn(noWildcards(), resource('aws:iam/role:Role', { assumeRolePolicy: trust }))).toHaveLength(1);
  });

  it('lets a refusal name everything', () => {
    const refusal = {
      Effect: 'Deny',
      Action: 's3:*',
      Resource: '*',
      Principal: '*',
      Condition: { Bool: { 'aws:SecureTransport': 'false' } },
    };
    expect(foundIn(noWildcards(), resource(bucketPolicy, { policy: policyText(refusal) }))).toEqual([]);
  });

  it('knows the list: a key’s own policy, and what has no resource', () => {
    expect(allowed({ Action: ['kms:*'], Resource: ['*'], Principal: { AWS: 'arn:aws:iam::000000000000:root' } }, key)).toEqual([]);
    expect(allowed({ Action: ['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], Resource: ['*'] })).toEqual([]);
    expect(allowed({ Action: ['kms:*'], Resource: ['*'] })).toHaveLength(2);
  });

  it('sees nothing in what has no policy', () => {
    expect(foundIn(noWildcards(), resource(bucket, { bucket: '*' }))).toEqual([]);
  });

  it.each(allowedWildcards)('has a reason for $actions', ({ reason }) => {
    expect(reason.length).toBeGreaterThan(15);
  });
});
