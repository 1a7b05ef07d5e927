import { parentPort, workerData } from 'node:worker_threads';
import { candidatesOf } from '../../domain/introductions/candidates.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import { planRound } from '../../domain/introductions/round.ts';
import type { PlanningTask, ScoredPairs } from './planning.ts';

const scores = ({ input }: PlanningTask): ScoredPairs => {
  const { members, one, other, score } = candidatesOf(input);
  return { ids: members.map(({ id }) => id), one, other, score };
};

const task = workerData as PlanningTask;
parentPort?.postMessage(task.task === 'round' ? planRound(task.input, { solver: exactSolver, seed: task.seed }) : scores(task));
