import { sendRelayedEnv } from '../config/env.ts';
import { createLambdaHost } from './host.ts';
import { createSendRelayedHandler } from './send-relayed-handler.ts';

export const handler = createSendRelayedHandler(createLambdaHost(sendRelayedEnv, { service: 'send-relayed', env: process.env }));
