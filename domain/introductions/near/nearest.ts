import type { AdmissiblePairs } from '../admissible.ts';
import type { NearLists, OnPairs, Scans } from '../scans.ts';
import { type Arranged, arrange } from './arrange.ts';
import { type CellsWork, cellsWork, findCells } from './cells.ts';
import { linksOf } from './links.ts';
import { emptyLists, listsByMember } from './lists.ts';
import { placesIn } from './ordered-pairs.ts';
import { recallOf, type SampleWork, sampleWork, scoreSample } from './recall.ts';
import { refineLists, type RefineWork } from './refine.ts';
import { searchCells, type SearchWork } from './search.ts';
import { type NearSettings, usualSettings, wholeMax } from './settings.ts';
import type { DoShare } from './shares.ts';

/** One stage of the search as plain data: threads share its large arrays, and write what comes of it into them, each into parts of its own. */
export type NearWork = SampleWork | CellsWork | SearchWork | RefineWork;

export const nearWorkerOf = (work: NearWork): DoShare => {
  switch (work.stage) {
    case 'sample':
      return scoreSample(work);
    case 'cells':
      return findCells(work);
    case 'search':
      return searchCells(work);
    case 'refine':
      return refineLists(work);
  }
};

/** Has all shares of a stage's work done, on whatever threads; `onDone` hears which part of it is done, from 0 to 1. */
export type DoWork = (work: NearWork, onDone: (part: number) => void) => Promise<void>;

export interface NearScanning {
  readonly scan: Scans['scan'];
  readonly work: DoWork;
  /** Up to so many members everybody is held against everybody. */
  readonly scannedMax?: number;
}

/** The best partners of each member, by a scan of all pairs where that is no longer work than a search. */
export const nearOf =
  (pairs: AdmissiblePairs, { scan, work, scannedMax = wholeMax }: NearScanning): Scans['near'] =>
  async (perMember, onPairs) =>
    pairs.packed.size > scannedMax
      ? nearestPartners(pairs, { perMember, work, onPairs })
      : { ...(await scan({ scan: 'nearest', perMember }, onPairs)), recall: 1 };

export interface NearWays {
  readonly perMember: number;
  readonly work: DoWork;
  readonly onPairs?: OnPairs;
  readonly settings?: NearSettings;
}

/**
 * The best partners of each member, as far as they are found, and which share of them that is. Cells tell where to look first (an inverted
 * file with pivots, as in NAPP: Tellez, Chávez and Navarro, 2013, though here fitting takes the place of being near), then partners of partners lead
 * further (as in NN-descent: Dong, Charikar and Li, 2011). The same for the same pairs, whoever does the work, in however many shares.
 */
export const nearestPartners = async (pairs: AdmissiblePairs, ways: NearWays): Promise<NearLists> => {
  const { perMember, work, onPairs = () => undefined, settings = usualSettings(pairs.packed.size) } = ways;
  const { size } = pairs.packed;
  const doWork = counted(work, { size, settings, onPairs });
  const sample = sampleWork(pairs, { perMember, sample: settings.sample });
  await doWork(sample);
  const cells = cellsWork(pairs.packed, settings);
  await doWork(cells);
  const arranged = arrange(pairs, cells, settings);
  const lists = emptyLists(size, perMember);
  await doWork({ stage: 'search', arranged, settings, lists });
  const sampleByPlace = inPlaces(sample, arranged);
  let recall = recallOf(lists, sampleByPlace);
  // What is enough for most may not be for a few behind a wall, so all are refined at least once.
  for (let times = 0; times < settings.refinements && (times === 0 || recall < settings.recallWanted); times++) {
    await doWork({ stage: 'refine', arranged, settings, links: linksOf(lists, settings), lists });
    recall = recallOf(lists, sampleByPlace);
  }
  return { ...listsByMember(lists, arranged.order), recall };
};

const inPlaces = (sample: SampleWork, { order }: Arranged): SampleWork => {
  const placeOf = placesIn(order);
  return { ...sample, members: sample.members.map((member) => placeOf[member]!) };
};

interface Counting {
  readonly size: number;
  readonly settings: NearSettings;
  readonly onPairs: OnPairs;
}

/** Adds up how many pairs the stages look at. It counts with one refinement: with more, the last stage seems to wait. */
const counted = (work: DoWork, { size, settings, onPairs }: Counting): ((stage: NearWork) => Promise<void>) => {
  const looks: Readonly<Record<NearWork['stage'], number>> = {
    sample: settings.sample * size,
    cells: settings.pivots * size,
    search: (settings.pivots * settings.probes + settings.scanned) * size,
    refine: settings.led * size,
  };
  const of = looks.sample + looks.cells + looks.search + looks.refine;
  let done = 0;
  return async (stage) => {
    const looked = looks[stage.stage];
    await work(stage, (part) => {
      onPairs(Math.min(of, done + Math.floor(part * looked)), of);
    });
    done += looked;
  };
};
