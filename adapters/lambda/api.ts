import { apiEnv } from '../config/env.ts';
import { createApiHandler } from './api-handler.ts';
import { createLambdaHost } from './host.ts';

export const handler = createApiHandler(createLambdaHost(apiEnv, { service: 'api', env: process.env }));
