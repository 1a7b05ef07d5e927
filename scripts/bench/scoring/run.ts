import { fileURLToPath } from 'node:url';
import { readSurvey } from '../../../adapters/files/survey-file.ts';
import type { Survey } from '../../../domain/introductions/survey.ts';
import { packScoring, type PackedScoring } from '../../../domain/introductions/scoring/packed.ts';
import { type PairScorer, scorerOf } from '../../../domain/introductions/scoring/scorer.ts';
import { sampleCommunity, variousCommunity } from './people.ts';

/** What one process measured of itself; speeds in millions of pairs a second of processor time. */
export interface ScoringRun {
  readonly rows: number;
  readonly rowsOfStretch: number;
  readonly pairs: number;
  readonly packingSeconds: number;
  readonly bytesPerMember: number;
  readonly tablesMb: number;
}

const stretch = 2_000;
/** So many pairs are scored for one figure, and before it so that the code is warm. */
const pairsTimed = 2 ** 25;
const randomPairsTimed = 2 ** 20;

const shippedSurvey = (): Survey => {
  const survey = readSurvey(fileURLToPath(new URL('../../../community/survey.json', import.meta.url)));
  if (!survey.ok) throw new Error('the survey in community/ is not one');
  return survey.value;
};

const measure = (people: string, members: number): ScoringRun => {
  const survey = shippedSurvey();
  const community = people === 'sample' ? sampleCommunity(survey, members) : variousCommunity(survey, members);
  const before = process.cpuUsage();
  const packed = packScoring(survey, community);
  const packingSeconds = secondsSince(before);
  const scorer = scorerOf(packed);
  const tableBytes = packed.tables.table.byteLength;
  return {
    rows: perSecond(pairsTimed, rowsOf(scorer, packed.size, packed.size)),
    rowsOfStretch: perSecond(pairsTimed, rowsOf(scorer, packed.size, stretch)),
    pairs: perSecond(randomPairsTimed, anyPairs(scorer, packed.size)),
    packingSeconds,
    bytesPerMember: (bytesOf(packed) - tableBytes) / packed.size,
    tablesMb: tableBytes / 1e6,
  };
};

type Work = (pairs: number) => number;

const rowsOf = (scorer: PairScorer, size: number, most: number): Work => {
  const out = new Float64Array(most);
  let member = 0;
  return (pairs) => {
    let scored = 0;
    for (; scored < pairs; member = (member + 7) % size) {
      for (let from = 0; from < size; from += most) {
        const to = Math.min(size, from + most);
        scorer.row(member, { from, to }, out);
        scored += to - from;
      }
    }
    return scored;
  };
};

const anyPairs = (scorer: PairScorer, size: number): Work => {
  // Fibonacci hashing: neighbours end up far apart.
  const member = (at: number): number => Math.floor(((Math.imul(at, 0x9e3779b1) >>> 0) / 2 ** 32) * size);
  const ones = Uint32Array.from({ length: randomPairsTimed }, (_, at) => member(2 * at));
  const others = Uint32Array.from({ length: randomPairsTimed }, (_, at) => member(2 * at + 5_000_001));
  return (pairs) => {
    let sum = 0;
    for (let at = 0; at < pairs; at++) sum += scorer.pair(ones[at]!, others[at]!);
    return sum === Infinity ? 0 : pairs;
  };
};

/** The middle of five. */
const perSecond = (pairs: number, work: Work): number => {
  work(pairs);
  const speeds = Array.from({ length: 5 }, () => {
    const before = process.cpuUsage();
    const done = work(pairs);
    return done / secondsSince(before) / 1e6;
  });
  return speeds.sort((one, other) => one - other)[2]!;
};

const secondsSince = (before: NodeJS.CpuUsage): number => {
  const { user, system } = process.cpuUsage(before);
  return (user + system) / 1e6;
};

const bytesOf = (packed: PackedScoring): number => {
  const buffers = new Set<ArrayBufferLike>();
  const visit = (value: unknown): void => {
    if (ArrayBuffer.isView(value)) buffers.add(value.buffer);
    else if (typeof value === 'object' && value !== null) Object.values(value).forEach(visit);
  };
  visit(packed);
  return [...buffers].reduce((sum, { byteLength }) => sum + byteLength, 0);
};

const [people = 'sample', members = '20000'] = process.argv.slice(2);
console.log(JSON.stringify(measure(people, Number(members))));
