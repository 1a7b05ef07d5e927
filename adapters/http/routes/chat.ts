import { chatNotBuiltPage, chatPage } from '../pages/chat-page.ts';
import { chatPolicy } from '../pages/content-policy.ts';
import type { WebNeeds } from '../needs.ts';
import { seeOther, show } from '../respond.ts';
import { type App, keepDestination } from '../session.ts';
import { addChatApi } from './chat-api.ts';

/** What introduced members write to each other: the page, and what it asks for. */
export const addChat = (app: App, needs: WebNeeds): void => {
  const { chat, embedded } = needs;
  if (chat === undefined) return;
  const policy = chatPolicy(chat);
  for (const path of ['/chat', '/chat/:thread'])
    app.get(path, async (context) => {
      const visitor = context.get('visitor');
      if (visitor === undefined) {
        // Mails link here, and are read where nobody is signed in.
        const { thread } = context.req.param() as { readonly thread?: string };
        keepDestination(context, needs, thread === undefined ? '/chat' : `/chat/${thread}`);
        return seeOther(context, '/sign-in');
      }
      if (embedded?.webFiles !== undefined && (await embedded.webFiles.read('chat.js')) === undefined)
        return show(context, needs, { ...chatNotBuiltPage, status: 503 });
      context.header('Content-Security-Policy', policy);
      // Voice notes are recorded here and nowhere else.
      context.header('Permissions-Policy', 'camera=(), geolocation=(), microphone=(self)');
      return show(context, needs, chatPage(visitor.member.id));
    });
  addChatApi(app, needs, chat);
};
