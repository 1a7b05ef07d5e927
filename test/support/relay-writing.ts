import { beforeEach } from 'vitest';
import { createTableInMemory, type TableInMemory } from '../../adapters/dynamodb/table-in-memory.ts';
import type { ArrivedMail } from '../../domain/relay/conversations/use-cases.ts';
import { addressOfBen, arriving, introduce, relayOver, type RelayWorld, toAna, written, type Written } from './relay-world.ts';

/** A world of its own for each test (`begin` makes another one), and what Ana and Ben write in it: what became of each mail. */
export const relayWriting = () => {
  let table: TableInMemory;
  let world: RelayWorld;
  const begin = async (): Promise<void> => {
    table = await createTableInMemory();
    world = relayOver(table);
    await introduce(table);
  };
  beforeEach(begin);
  const outcomeOf = async (raw: Uint8Array, given: Partial<ArrivedMail> = {}) => {
    const forwarded = await world.forward(arriving(world, raw, given));
    return forwarded.ok ? forwarded.value : forwarded.error;
  };
  const anaWrites = async (mail: Written = {}, given: Partial<ArrivedMail> = {}) => outcomeOf(written(mail), given);
  const benWrites = async (mail: Written = {}, given: Partial<ArrivedMail> = {}) =>
    anaWrites({ from: `Ben <${addressOfBen}>`, to: toAna, ...mail }, { mailFrom: addressOfBen, recipients: [toAna], ...given });
  return { begin, table: () => table, world: () => world, outcomeOf, anaWrites, benWrites };
};
