import type { ContainerModuleLoadOptions } from 'inversify';
import { observed } from './observed.ts';
import type { Token } from './token.ts';
import { T } from './tokens.ts';

type Binder = Pick<ContainerModuleLoadOptions, 'bind'>;

/** How something is made of a record of needs, and which token stands for each of them. */
export interface Recipe<N extends object, V> {
  readonly make: (needs: N) => V;
  readonly needs: Tokens<N>;
}

/** A need that may be left out may be left out here. */
export type Tokens<N extends object> = { readonly [K in keyof N]: Token<N[K]> };

/** Binds a token to what is made of its needs: each need has to have a token of its own type, or it does not compile. */
export const bindMade = <N extends object, V>(options: Binder, token: Token<V>, { make, needs }: Recipe<N, V>): void => {
  const [names, tokens] = namesAndTokens(needs);
  options.bind(token).toResolvedValue((...values: unknown[]) => make(recordOf<N>(names, values)), tokens);
};

/** As `bindMade`, for a use case: the observer hears how long each call took and how it ended, and nothing else. */
export const bindUseCase = <N extends object, A extends readonly unknown[], R>(
  options: Binder,
  token: Token<(...command: A) => Promise<R>>,
  { make, needs }: Recipe<N, (...command: A) => Promise<R>>,
): void => {
  const [names, tokens] = namesAndTokens(needs);
  options
    .bind(token)
    .toResolvedValue(
      (observer: unknown, ...values: unknown[]) => observed(nameOf(token), make(recordOf<N>(names, values)), observer as ObserverOfToken),
      [T.observer, ...tokens],
    );
};

type ObserverOfToken = Parameters<typeof observed>[2];

const namesAndTokens = (needs: object): readonly [names: readonly string[], tokens: Token<unknown>[]] => [
  Object.keys(needs),
  Object.values(needs) as Token<unknown>[],
];

/** The values come in the order of the tokens, which is that of the names. */
const recordOf = <N extends object>(names: readonly string[], values: readonly unknown[]): N =>
  Object.fromEntries(names.map((name, at) => [name, values[at]])) as N;

const nameOf = (token: Token<unknown>): string => (typeof token === 'symbol' ? (token.description ?? 'unnamed') : 'unnamed');
