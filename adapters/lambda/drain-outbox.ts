import { drainOutboxEnv } from '../config/env.ts';
import { createDrainHandler } from './drain-handler.ts';
import { createLambdaHost } from './host.ts';

export const handler = createDrainHandler(createLambdaHost(drainOutboxEnv, { service: 'drain-outbox', env: process.env }));
