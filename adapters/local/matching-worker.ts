import { parentPort, workerData } from 'node:worker_threads';
import type { WeightedGraph } from '../../domain/introductions/matching/arcs.ts';
import { type Aim, checkedMatching, heaviestMax, solvedMatching } from '../../domain/introductions/matching/plain.ts';
import { settledEdges } from '../files/edges-settled.ts';
import type { Matched, MatchingAnswer, MatchingTask } from './matching.ts';

const answerTo = ({ edges, aim, isWanted }: MatchingTask): MatchingAnswer => {
  const { graph, repeats, problems } = settledEdges(edges, { heaviest: heaviestMax(edges.size, aim) });
  return { problems, repeats, ...(isWanted && problems.count === 0 ? { matched: matched(graph, aim) } : {}) };
};

const matched = (graph: WeightedGraph, aim: Aim): Matched => {
  const begun = performance.now();
  const unchecked = solvedMatching(graph, aim);
  const solved = performance.now();
  const { partner, pairs, weight, upperBound } = checkedMatching(graph, aim, unchecked);
  const checked = performance.now();
  const { u, v } = graph;
  const weightOf = new Float64Array(graph.size);
  for (let e = 0; e < u.length; e++) {
    if (partner[u[e]!] === v[e]) weightOf[u[e]!] = weightOf[v[e]!] = graph.weight[e]!;
  }
  return { edges: u.length, partner, weightOf, pairs, weight, upperBound, solveMs: solved - begun, checkMs: checked - solved };
};

parentPort?.postMessage(answerTo(workerData as MatchingTask));
