import { receiveMailEnv } from '../config/env.ts';
import { createLambdaHost } from './host.ts';
import { createReceiveMailHandler } from './receive-mail-handler.ts';

export const handler = createReceiveMailHandler(createLambdaHost(receiveMailEnv, { service: 'receive-mail', env: process.env }));
