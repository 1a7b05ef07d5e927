import type { ServiceIdentifier } from 'inversify';

/** Names one thing that the container makes. The type is checked wherever the token is bound, needed or asked for. */
export type Token<T> = ServiceIdentifier<T>;

export const token = <T>(name: string) => Symbol(name) as Token<T>;
