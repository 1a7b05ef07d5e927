import { ellipsis } from '../mend/telling-spans.ts';
import type { Footer } from '../ports.ts';
import type { Found } from './spellings-in.ts';

/** Links by which somebody mutes, ends or reports: whoever has one acts in their name, so none is passed on. */
export interface OwnLinks {
  /** Host and path of the page, without the scheme, in lower case and as those write it who put one link into another. */
  readonly pages: readonly string[];
  /** Of tokens, in lower case and without `c_`, which is written in other ways too. */
  readonly aliases: readonly string[];
  readonly community: string;
  /** What is shorter holds none. */
  readonly shortest: number;
}

/** `aliases` are those of the two, with their domain. */
export const ownLinksOf = ({ page, community }: Footer, aliases: readonly string[]): OwnLinks => {
  const plain = lower(page.replace(/[?#].*$/s, '').replace(/^[a-z]+:\/\//i, ''));
  const once = plain.replaceAll('/', '%2f').replaceAll(':', '%3a');
  return {
    shortest: Math.min(plain.length, tokenMin),
    pages: [plain, once, once.replaceAll('%', '%25'), plain.replaceAll('/', '_').replaceAll(':', '-3a')],
    aliases: aliases.flatMap((alias) => /^c_([a-z2-7]{26}[ab])@/.exec(lower(alias))?.[1] ?? []),
    community,
  };
};

/**
 * Where such links stand in a text: as they were written, within the link of a filter that looks at links first, and also where a mail
 * program broke them over lines. What surrounds one up to the next blank belongs to it.
 */
export const ownLinkSpans = (text: string, own: OwnLinks): readonly Found[] => {
  if (text.length < own.shortest) return [];
  const whole = lower(text.replace(breaks, ''));
  const hits = [...own.pages.flatMap((page) => placesOf(whole, page)), ...own.aliases.flatMap((alias) => tokensOf(whole, alias))];
  if (hits.length === 0) return [];
  const places = placesIn(text);
  const spans: Found[] = [];
  let done = 0;
  for (const hit of hits.toSorted((one, other) => one.start - other.start)) {
    if (hit.end <= done) continue;
    const { start, end } = widened(text, places, { start: Math.max(hit.start, done), end: hit.end });
    spans.push({ start: places[Math.max(start, done)] ?? 0, end: (places[end - 1] ?? text.length) + 1, alias: ellipsis });
    done = end;
  }
  return spans;
};

export const holdsOwnLink = (text: string, own: OwnLinks): boolean => ownLinkSpans(text, own).length > 0;

/** Ends of lines with marks of quotes behind them, and borders of elements (`textOf`). */
const breaks = /\r?\n[ \t>|]*|\u2060/g;

interface Hit {
  readonly start: number;
  readonly end: number;
}

/** Each page with its token, if it has one. */
const placesOf = (whole: string, page: string): readonly Hit[] => {
  const hits: Hit[] = [];
  for (let at = whole.indexOf(page); at >= 0; at = whole.indexOf(page, at + page.length)) {
    const behind = at + page.length;
    const token = /^[^\s"<>]{0,200}?[ab](?:\.|%2e|-2e)[\w-]{20,43}/.exec(whole.slice(behind, behind + tokenMax))?.[0] ?? '';
    hits.push({ start: at, end: behind + token.length });
  }
  return hits;
};

/** An alias alone is what the two write to each other by; one with a signature is a token. */
const tokensOf = (whole: string, alias: string): readonly Hit[] => {
  const hits: Hit[] = [];
  for (let at = whole.indexOf(alias); at >= 0; at = whole.indexOf(alias, at + alias.length)) {
    const behind = at + alias.length;
    const signature = /^(?:\.|%2e|-2e)[\w-]{20,43}/.exec(whole.slice(behind, behind + tokenMax))?.[0];
    if (signature !== undefined) hits.push({ start: at, end: behind + signature.length });
  }
  return hits;
};

const tokenMin = 48;
const tokenMax = 300;

/** Where each character that is not part of a break stands in the text. */
const placesIn = (text: string): readonly number[] => {
  const places: number[] = [];
  let from = 0;
  const add = (to: number): void => {
    for (let at = from; at < to; at += 1) places.push(at);
  };
  for (const { 0: gap, index } of text.matchAll(breaks)) {
    add(index);
    from = index + gap.length;
  }
  add(text.length);
  return places;
};

/** The whole run of signs that a link may be written with, as far as no break is in it. */
const widened = (text: string, places: readonly number[], { start, end }: Hit): Hit => {
  let first = start;
  let last = end - 1;
  const goesOn = (from: number, to: number): boolean =>
    Math.abs((places[from] ?? -9) - (places[to] ?? -9)) === 1 && /[!#-;=?-~]/.test(text[places[to] ?? -1] ?? '');
  while (goesOn(first, first - 1)) first -= 1;
  while (goesOn(last, last + 1)) last += 1;
  return { start: first, end: last + 1 };
};

/** Of ASCII alone, so that no place moves. */
const lower = (text: string): string =>
  /[^\0-\x7f]/.test(text) ? text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase()) : text.toLowerCase();
