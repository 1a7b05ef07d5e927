import { html, raw } from 'hono/html';
import { invariant } from '../../domain/kernel/invariant.ts';
import { cut, printable } from './printable.ts';

/** A piece of a page. Only this file makes one, and every text in it is escaped. */
export type Markup = ReturnType<typeof raw>;
export type Piece = string | number | Markup | undefined | readonly Piece[];

/** hono's `html` for pieces that are all there: nothing in a report is awaited. */
export const markup = (strings: TemplateStringsArray, ...pieces: readonly Piece[]): Markup => {
  const made = html(strings, ...pieces);
  invariant(!(made instanceof Promise), 'no piece of a report is a promise');
  return made;
};

/** Somebody's text on the page: without what could reorder or pile up, and of a length that one may read. */
export const shown = (text: string, charactersMax: number): string => cut(printable(text), charactersMax);

/** A member's name apart from the writing direction around it; the address stands in for a name that is empty or cannot be seen. */
export const nameOf = (person: { readonly name: string; readonly address: string }): Markup =>
  markup`<bdi>${shown(person.name, nameCharactersMax) || shown(person.address, nameCharactersMax)}</bdi>`;

/** A name with the address under it. */
export const personOf = ({ name, address }: { readonly name: string; readonly address: string }): Markup =>
  shown(name, nameCharactersMax) === ''
    ? nameOf({ name, address })
    : markup`${nameOf({ name, address })} <small>${shown(address, addressCharactersMax)}</small>`;

const nameCharactersMax = 120;
const addressCharactersMax = 254;
