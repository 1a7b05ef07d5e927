import { chatMissedEnv } from '../config/env.ts';
import { createChatMissedHandler } from './chat-missed-handler.ts';
import { createLambdaHost } from './host.ts';

export const handler = createChatMissedHandler(createLambdaHost(chatMissedEnv, { service: 'chat-missed', env: process.env }));
