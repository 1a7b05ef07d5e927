import type { NearestLists } from '../best-lists.ts';
import type { Arranged } from './arrange.ts';
import { type Ballot, ballotOf, type Elected } from './ballot.ts';
import type { Links } from './links.ts';
import { scatteredLooker } from './scattered.ts';
import type { NearSettings } from './settings.ts';
import { type DoShare, eachInShare } from './shares.ts';

/**
 * Looks for better partners of each member over three links: those who have most partners in common with me look for what I look for, so
 * whoever suits them may suit me. Who is led to by most ways is scored; so are those alike, as many a question asks for likeness. Plain data.
 */
export interface RefineWork {
  readonly stage: 'refine';
  readonly arranged: Arranged;
  readonly settings: NearSettings;
  readonly links: Links;
  /** What is improved, by place: a share reads and writes the lists of its own members only. */
  readonly lists: NearestLists;
}

export const refineLists = ({ arranged, settings, links, lists }: RefineWork): DoShare => {
  const { pairs, order, groups } = arranged;
  const { wallClass } = pairs.packed;
  const { width } = links;
  const ballots = ballotOf({ size: order.length, choicesMax: 1 + lists.perMember + (settings.alike + width) * (width + 1) });
  const forAlike = ballots(settings.alike);
  const forLed = ballots(settings.led);
  const lookAt = scatteredLooker(arranged, lists);
  return eachInShare({ size: order.length, step: 1 }, ({ from: place }) => {
    if (groups.isClosed[wallClass[place]!] === 1) return;
    const alike = electAlike(forAlike, { place, links });
    lookAt(place, electLed(forLed, { place, links, lists, alike }).choices);
  });
};

/** Those with the most partners in common with a member. */
const electAlike = (ballot: Ballot, { place, links }: { readonly place: number; readonly links: Links }): Elected => {
  const { width, to, count } = links;
  ballot.keepOut(place);
  for (let at = place * width; at < place * width + count[place]!; at++) {
    const first = to[at]! * width;
    const end = first + count[to[at]!]!;
    for (let back = first; back < end; back++) ballot.vote(to[back]!, 1);
  }
  return ballot.close();
};

/** Those to whom most ways lead over the members alike, and whoever has the member in their list; but for those in the member's own. */
const electLed = (ballot: Ballot, { place, links, lists, alike }: Led): Elected => {
  const { width, to, count } = links;
  const { perMember, neighbour } = lists;
  ballot.keepOut(place);
  for (let at = place * perMember; at < (place + 1) * perMember && neighbour[at] !== -1; at++) ballot.keepOut(neighbour[at]!);
  for (let at = place * width; at < place * width + count[place]!; at++) ballot.vote(to[at]!, votesForLinked);
  for (let each = 0; each < alike.choices.length; each++) {
    const other = alike.choices[each]!;
    const ways = alike.votes[each]!;
    ballot.vote(other, votesForAlike * ways);
    const end = other * width + count[other]!;
    for (let at = other * width; at < end; at++) ballot.vote(to[at]!, ways);
  }
  return ballot.close();
};

interface Led {
  readonly place: number;
  readonly links: Links;
  readonly lists: NearestLists;
  readonly alike: Elected;
}

/** More than ways lead to almost anybody. */
const votesForLinked = 1000;
/** How many more ways than lead to them count for the members alike. */
const votesForAlike = 3;
