import { fc, it } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { quantile } from '../../../adapters/composition/metrics.ts';
import { codeOfFault, createLog, kindOf, type LogFields } from '../../../adapters/composition/observed.ts';
import { StorageMisconfigured } from '../../../adapters/dynamodb/storage-errors.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';

const member = createDeterministicSecrets().memberIdOf('ana@example.com' as never);
const told = (fields: LogFields, about: LogFields = {}): Readonly<Record<string, unknown>> => {
  const lines: string[] = [];
  createLog({ write: (line) => lines.push(line), now: () => 0, from: 'info', about: () => about })('info', 'event', fields);
  const { at: _at, level: _level, event: _event, ...rest } = JSON.parse(lines[0] ?? '{}') as Record<string, unknown>;
  return rest;
};

describe('the log of what is deployed', () => {
  it('says with every event which request of which entry point it belongs to', () => {
    const about = { service: 'api', request: 'JKJaXmPLvHcESHA=' };
    expect(told({ status: 200 }, about)).toEqual({ ...about, status: 200 });
    expect(told({}, { run: '6a1ab7a2-1c1b-4f3c-9d3a-2f6a1b7a2c1b' })).toHaveProperty('run');
  });

  it('names members by their id alone', () => {
    expect(told({ member })).toEqual({ member });
    for (const other of ['ana@example.com', 'Ana', `${member}x`, `m_${'A'.repeat(26)}`]) expect(told({ member: other })).toEqual({});
  });

  it('takes no token for the id of a request', () => {
    const { token, aliasToken } = createDeterministicSecrets();
    for (const secret of [token(), aliasToken()]) expect(told({ request: secret, run: secret, code: secret, setting: secret })).toEqual({});
  });

  it.prop([fc.emailAddress()])('holds no address under any name', (address) => {
    const fields = { member: address, request: address, run: address, code: address, setting: address, service: address, task: address };
    expect(told(fields, fields)).toEqual({});
  });

  it('knows AWS’s errors by their names, and ours by their codes', () => {
    class ResourceNotFoundException extends Error {
      override readonly name = 'ResourceNotFoundException';
    }
    expect(kindOf(new ResourceNotFoundException('words'))).toBe('ResourceNotFoundException');
    expect(codeOfFault(new StorageMisconfigured('storage.denied', 'USERS_TABLE'))).toBe('storage.denied');
    expect(codeOfFault(Object.assign(new Error(), { code: 'ECONNREFUSED' }))).toBeUndefined();
    expect(codeOfFault(Object.assign(new Error(), { code: 'ana@example.com' }))).toBeUndefined();
  });
});

describe('a quantile', () => {
  it('is one of the values, whatever their order', () => {
    const values = [10, 3, 7, 1, 9, 2, 8, 4, 6, 5];
    expect([0.1, 0.5, 0.9, 1].map((share) => quantile(values, share))).toEqual([1, 5, 9, 10]);
    expect(quantile([42], 0.1)).toBe(42);
    expect(quantile([], 0.5)).toBeUndefined();
  });
});
