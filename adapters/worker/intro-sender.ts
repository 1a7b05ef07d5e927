import { introSenderEnv } from '../config/env.ts';
import { runTask } from './run-task.ts';
import { sendDueIntroductions, sendingParts } from './send-due-introductions.ts';

await runTask(introSenderEnv, { service: 'intro-sender', work: sendDueIntroductions, parts: sendingParts }, process.env);
