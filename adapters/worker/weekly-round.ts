import { weeklyRoundEnv } from '../config/env.ts';
import { runTask } from './run-task.ts';
import { runDueRounds } from './run-due-rounds.ts';

await runTask(weeklyRoundEnv, { service: 'weekly-round', work: runDueRounds }, process.env);
