import { mailEventsEnv } from '../config/env.ts';
import { createLambdaHost } from './host.ts';
import { createMailEventsHandler } from './mail-events-handler.ts';

export const handler = createMailEventsHandler(createLambdaHost(mailEventsEnv, { service: 'mail-events', env: process.env }));
