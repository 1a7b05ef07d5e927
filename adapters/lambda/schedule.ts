import { scheduleEnv } from '../config/env.ts';
import { createLambdaHost } from './host.ts';
import { createScheduleHandler } from './schedule-handler.ts';

export const handler = createScheduleHandler(createLambdaHost(scheduleEnv, { service: 'schedule', env: process.env }));
