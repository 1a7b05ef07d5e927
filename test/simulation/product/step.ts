import fc from 'fast-check';
import type { Simulation } from './simulation.ts';

/** Something that happens: what it may be given, what it does, and how it is told. */
export interface Step<A> {
  readonly given: fc.Arbitrary<A>;
  readonly run: (sim: Simulation, given: A) => Promise<void>;
  readonly says: (given: A) => string;
}

export const step = <A>(defined: Step<A>): Step<A> => defined;

export const person = fc.nat(3);
export const process = fc.nat(1);
export const side = fc.constantFrom('a' as const, 'b' as const);
export const nth = fc.nat(5);

const nameOf = ['Ana', 'Ben', 'Cleo', 'Dan'];
export const called = (n: number): string => nameOf[n] ?? 'nobody';
/** Who of a conversation, as far as a sentence can tell. */
export const whoOf = ({ conversation, side: which }: { readonly conversation: number; readonly side: 'a' | 'b' }): string =>
  `side ${which} of conversation ${String(conversation)}`;
