import { test as property } from '@fast-check/vitest';
import { describe, expect } from 'vitest';
import { packHistory, unpackHistory } from '../../../adapters/local/packed-history.ts';
import { roundInputs } from '../../arbitraries/rounds.ts';

describe('A history that passes to a thread', () => {
  property.prop([roundInputs()])('is the same there, but that others than the members have no names', ({ members, history }) => {
    const ids = members.map(({ id }) => id);
    const known = (id: string): string => (ids.includes(id) ? id : '');
    expect(unpackHistory(packHistory(history, ids), ids)).toEqual({
      met: history.met.map(({ week, one, other }) => ({ week, one: known(one), other: known(other) })),
      leftOut: history.leftOut.map(({ week, member }) => ({ week, member: known(member) })),
    });
  });
});
