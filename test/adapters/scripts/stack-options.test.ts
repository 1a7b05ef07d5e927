import { describe, expect, it } from 'vitest';
import { inColumns } from '../../../scripts/commands/columns.ts';
import { namedOption, stackOption } from '../../../scripts/commands/stack-options.ts';

describe('options of commands against a stack', () => {
  it('take a member by address, however spelled, or by id', () => {
    expect(namedOption(' Ana+list@Example.com ')).toEqual({ address: 'ana@example.com' });
    const id = `m_${'a'.repeat(26)}`;
    expect(namedOption(id)).toEqual({ id });
    expect(() => namedOption('ana')).toThrow('no mail address and no member id');
  });

  it('take a stack by its name', () => {
    expect(stackOption('dev')).toBe('dev');
    expect(() => stackOption('/loop/dev')).toThrow('small letters');
  });
});

it('rows stand in columns as wide as they show', () => {
  expect(
    inColumns(
      ['A', 'NAME', 'C'],
      [
        ['x', '京都', ''],
        ['yy', 'Ana', 'z'],
      ],
    ),
  ).toBe('A   NAME  C\nx   京都\nyy  Ana   z\n');
});
