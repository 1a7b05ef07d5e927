import type { AdmissiblePairs } from './admissible.ts';
import type { BestLists, NearestLists } from './best-lists.ts';
import type { Duals } from './planning/duals.ts';

/**
 * The work of a round that looks at very many pairs. A scan falls into shares for as many threads as there are; their lists come
 * `together` to the same, however many shares there are and in whatever order they are done.
 */
export interface Scans {
  readonly scan: (task: ScanTask, onPairs: OnPairs) => Promise<BestLists>;
  /** The best partners of each member in a community that is too large to scan, as far as they are found. */
  readonly near: (perMember: number, onPairs: OnPairs) => Promise<NearLists>;
  /** Says that hardly anything is left to be scanned: whoever helps may go, with all that they remember. */
  readonly mostDone: () => void;
}

/** Begins to scan the pairs of one round. */
export type OpenScans = (pairs: AdmissiblePairs) => Scans;

/** Hears now and then how many pairs are looked at. */
export type OnPairs = (done: number, of: number) => void;

/** `recall`: which share of the true best partners these are, as a sample says. */
export type NearLists = NearestLists & { readonly recall: number };

/** What a thread is asked: plain data. */
export type ScanTask = NearestTask | PriceTask;

/** The best partners of each member by score. */
export interface NearestTask {
  readonly scan: 'nearest';
  readonly perMember: number;
  /** Only of these, among these; in the lists each of them goes by their place here. */
  readonly members?: Int32Array;
}

/** Of the pairs that weigh more than their duals, those that do so most, at each of their two ends. */
export interface PriceTask {
  readonly scan: 'price';
  readonly perMember: number;
  readonly duals: Duals;
  /** Those that weigh less by up to so much in doubled units are shown too: the next duals may make them weigh more. */
  readonly margin?: number;
  /** As if nobody had met before and each pair scored 1. */
  readonly alike?: boolean;
}

/** Share number `share` of `shares`, counted from 0. */
export interface Share {
  readonly share: number;
  readonly shares: number;
}

/** Does shares of tasks; made once for each thread, for it has memory of its own. */
export type ShareScanner = (task: ScanTask, share: Share, onDone?: (pairs: number) => void) => BestLists;
