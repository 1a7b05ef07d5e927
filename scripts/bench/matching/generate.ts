// node generate.ts <topk|rand|dense> <members> <partners each> <file>: writes who could meet whom in a made-up community, as lemon.cpp reads it.
import { writeFile } from 'node:fs/promises';
import { type Community, communityOf } from './community.ts';

const seed = 20_261_120;
/** Beyond so many members, the best partners come from a sample. */
const allPairsMax = 20_000;
const sampled = 300;
const sampledNear = 0.8;

class Edges {
  count = 0;
  /** (u × members + v) × 2¹⁴ + score: sorts as the file does. */
  keys = new Float64Array(1 << 20);
  readonly size: number;

  constructor(size: number) {
    this.size = size;
  }

  readonly add = (one: number, other: number, score: number): void => {
    if (this.count === this.keys.length) {
      const keys = new Float64Array(2 * this.count);
      keys.set(this.keys);
      this.keys = keys;
    }
    this.keys[this.count++] = (Math.min(one, other) * this.size + Math.max(one, other)) * 2 ** 14 + score;
  };
}

const everyPair = ({ size, fit }: Community, edges: Edges): void => {
  for (let one = 0; one < size; one++) {
    for (let other = one + 1; other < size; other++) {
      const score = fit(one, other);
      if (score > 0) edges.add(one, other, score);
    }
  }
};

const randomPartners = ({ size, fit, chance }: Community, edges: Edges, each: number): void => {
  for (let one = 0; one < size; one++) {
    let found = 0;
    for (let tries = 0; found < each / 2 && tries < 50 * each; tries++) {
      const other = Math.floor(chance() * size);
      const score = other === one ? 0 : fit(one, other);
      if (score === 0) continue;
      edges.add(one, other, score);
      found++;
    }
  }
};

const bestPartners = (community: Community, edges: Edges, each: number): void => {
  const { size, fit } = community;
  const partners = size > allPairsMax ? samplesOf(community) : undefined;
  const everybody = Int32Array.from({ length: size }, (_, member) => member);
  const score = new Int32Array(each);
  const who = new Int32Array(each);
  for (let one = 0; one < size; one++) {
    let count = 0;
    for (const other of partners === undefined ? everybody : partners(one)) {
      const points = other === one ? 0 : fit(one, other);
      if (points === 0 || (count === each && points <= score[each - 1]!)) continue;
      let place = count < each ? count++ : each - 1;
      for (; place > 0 && score[place - 1]! < points; place--) {
        score[place] = score[place - 1]!;
        who[place] = who[place - 1]!;
      }
      score[place] = points;
      who[place] = other;
    }
    for (let place = 0; place < count; place++) edges.add(one, who[place]!, score[place]!);
  }
};

const samplesOf = ({ size, interest, chance }: Community): ((one: number) => Set<number>) => {
  const alike: number[][] = [];
  for (let member = 0; member < size; member++) (alike[interest[member]!] ??= []).push(member);
  return (one) => {
    const near = alike[interest[one]!]!;
    const sample = new Set<number>();
    for (let tries = 0; tries < sampled; tries++) {
      sample.add(chance() < sampledNear ? near[Math.floor(chance() * near.length)]! : Math.floor(chance() * size));
    }
    return sample;
  };
};

const wordsOf = ({ keys, count, size }: Edges): Int32Array => {
  const sorted = keys.subarray(0, count).sort();
  const words = new Int32Array(2 + 3 * count);
  let end = 2;
  let last = -1;
  for (const key of sorted) {
    const pair = Math.floor(key / 2 ** 14);
    if (pair === last) continue;
    last = pair;
    words.set([Math.floor(pair / size), pair % size, key % 2 ** 14], end);
    end += 3;
  }
  words.set([size, (end - 2) / 3]);
  return words.subarray(0, end);
};

const [, , family = '', members, partners, file = ''] = process.argv;
const edges = new Edges(Number(members));
const community = communityOf(edges.size, seed, { walls: family !== 'dense' });
if (family === 'dense') everyPair(community, edges);
if (family === 'rand') randomPartners(community, edges, Number(partners));
if (family === 'topk') bestPartners(community, edges, Number(partners));
await writeFile(file, wordsOf(edges));
