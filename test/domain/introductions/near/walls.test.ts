import { beforeAll, describe, expect, it } from 'vitest';
import type { AdmissiblePairs } from '../../../../domain/introductions/admissible.ts';
import type { NearestLists } from '../../../../domain/introductions/best-lists.ts';
import { smallGroupsOf } from '../../../../domain/introductions/near/small-groups.ts';
import { seededRandom } from '../../../../domain/kernel/random.ts';
import { met } from '../../../arbitraries/rounds.ts';
import { pairsAmong, perMember, sampled, search, shareFound, trueLists } from './searched.ts';

const size = 2_400;
const languages = 'en es fr de pt it nl sv pl cs el tr uk ar he hi bn ta zh ja ko vi th id fi da nb is mt ga'.split(' ');
const groupMax = 60;

/** One or two languages each: the n-th is about n times as rare as the first. */
const languagesOf = (member: number): string => {
  const random = seededRandom(9).fork(String(member));
  const one = (): string => languages[Math.floor(languages.length ** (random.int(1000) / 1000)) - 1]!;
  return [...new Set(random.int(3) === 0 ? [one(), one()] : [one()])].join(';');
};

describe('the search behind walls', () => {
  let pairs: AdmissiblePairs;
  let lists: NearestLists;
  let truth: NearestLists;
  let isClosed: (member: number) => boolean;
  beforeAll(async () => {
    pairs = pairsAmong(sampled(size, (member) => ({ languages: languagesOf(member) })));
    lists = await search(pairs, { scanned: 300, led: 300, groupMax });
    truth = trueLists(pairs);
    const groups = smallGroupsOf({ packed: pairs.packed, groupMax });
    isClosed = (member) => groups.isClosed[pairs.packed.wallClass[member]!] === 1;
  });

  it('finds all partners of those who speak rare languages only', () => {
    const rare = [...Array(size).keys()].filter(isClosed);
    expect(rare.length).toBeGreaterThan(200);
    for (const member of rare) {
      const own = [member * perMember, (member + 1) * perMember] as const;
      expect(lists.neighbour.subarray(...own)).toEqual(truth.neighbour.subarray(...own));
    }
  });

  it('finds nine tenths of the best partners of the others', () => {
    const others = [...Array(size).keys()].filter((member) => !isClosed(member));
    expect(shareFound(lists, truth, others)).toBeGreaterThan(0.9);
  });

  it('finds them where the few of one side meet the many of the other', async () => {
    const studios = pairsAmong(sampled(size, (member) => ({ studio: member % 20 === 0 ? 'kiln' : 'bakery' })));
    const found = await search(studios, { scanned: 300, led: 300, groupMax: 0 });
    const all = trueLists(studios);
    const { wallClass } = studios.packed;
    const isFew = (member: number): boolean => wallClass.filter((each) => each === wallClass[member]).length < size / 20;
    const members = [...Array(size).keys()];
    expect(shareFound(found, all, members.filter(isFew))).toBeGreaterThan(0.8);
    expect(found.recall).toBeGreaterThan(0.9);
  });

  it('finds partners for all of a community in which everybody answers alike', async () => {
    const one = { languages: 'en', disciplines: 'film', themes: '', seeks: '', offers: '', time_zone: 'Europe/Lisbon', free_times: '' };
    const two = { meeting: '', stage: '', planning: '', frankness: '', living: '', days: '', outside: '' };
    const { recall, neighbour } = await search(pairsAmong(sampled(600, () => ({ ...one, ...two }))), { scanned: 60, groupMax: 0 });
    expect(recall).toBe(1);
    // Nobody is in very many lists: of people alike each has others.
    const lists = new Map<number, number>();
    for (const other of neighbour) lists.set(other, (lists.get(other) ?? 0) + 1);
    expect(Math.max(...lists.values())).toBeLessThan(5 * perMember);
  });

  it('enters none of those whom a member met lately or is kept from, nor the host', async () => {
    const members = sampled(400);
    const free = trueLists(pairsAmong(members));
    const ids = members.map(({ id }) => id).sort();
    const best = (member: number, rank: number): string => ids[free.neighbour[member * perMember + rank]!]!;
    const local = (id: string): string => id.replace('@example.com', '');
    const history = met(2, local(ids[7]!), local(best(7, 0)));
    const apart = [[ids[7]!, best(7, 1)]] as const;
    const host = best(7, 2);
    const { neighbour } = await search(pairsAmong(members, { history, apart, host }), { scanned: 100, groupMax: 0 });
    const own = [...neighbour.subarray(7 * perMember, 8 * perMember)].map((other) => ids[other]!);
    for (const gone of [best(7, 0), best(7, 1), host]) expect(own).not.toContain(gone);
    expect(own).toContain(best(7, 3));
    expect([...neighbour]).not.toContain(ids.indexOf(host));
  });
});
