import { chatSocketEnv } from '../config/env.ts';
import { createChatSocketHandler } from './chat-socket-handler.ts';
import { createLambdaHost } from './host.ts';

export const handler = createChatSocketHandler(createLambdaHost(chatSocketEnv, { service: 'chat-socket', env: process.env }));
