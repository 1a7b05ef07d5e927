import { Hono, type MiddlewareHandler } from 'hono';
import { bodyLimit } from 'hono/body-limit';
import type { WebNeeds } from './needs.ts';
import { observed } from './observed.ts';
import { composeBytesMax, composePath } from './pages/embedded/compose-page.ts';
import { refused } from './respond.ts';
import { addAddresses } from './routes/addresses.ts';
import { addAssets } from './routes/assets.ts';
import { addChat } from './routes/chat.ts';
import { addChatFiles, chatFilesBytesMax, chatFilesPath } from './routes/chat-files.ts';
import { addClock } from './routes/clock.ts';
import { addConversation } from './routes/conversation.ts';
import { addHome } from './routes/home.ts';
import { addMailLinks } from './routes/mail-links.ts';
import { addMailbox } from './routes/mailbox.ts';
import { addMe } from './routes/me.ts';
import { addMyConversation } from './routes/my-conversation.ts';
import { addOperator } from './routes/operator.ts';
import { addPeople } from './routes/people.ts';
import { addSettings } from './routes/settings.ts';
import { addSignIn } from './routes/sign-in.ts';
import { addSurvey } from './routes/survey.ts';
import { addTakingLeave } from './routes/taking-leave.ts';
import { addWebFiles } from './routes/web-files.ts';
import { addWebhooks } from './routes/webhooks.ts';
import { guarded } from './security.ts';
import { type App, type LoopContext, type LoopEnv, visitors } from './session.ts';
import { Unavailable } from '../dynamodb/table.ts';

/**
 * Thirty thousand characters are what answers may have; in a form each takes up to nine bytes (three of UTF-8, each written `%C3`).
 */
export const bodyBytesMax = 512 * 1024;

/** Everything that Loop answers over HTTP. */
export const createApp = (needs: WebNeeds): App => {
  const app = new Hono<LoopEnv>();
  app.use(observed(needs));
  app.use(guarded(needs));
  app.use(limited(needs));
  addAssets(app);
  addWebFiles(app, needs);
  if (needs.embedded?.chatFiles !== undefined) addChatFiles(app, needs.embedded.chatFiles);
  addWebhooks(app, needs);
  app.use(visitors(needs));
  const members = [
    addHome,
    addSignIn,
    addSurvey,
    addMe,
    addSettings,
    addAddresses,
    addTakingLeave,
    addMailLinks,
    addConversation,
    addMyConversation,
    addChat,
  ];
  for (const add of [...members, addOperator, addMailbox, addClock, addPeople]) add(app, needs);
  app.notFound((context) => notFound(app, context, needs));
  app.onError((error, context) => {
    context.set('fault', error);
    if (error instanceof Unavailable) context.header('Retry-After', '5');
    return refused(context, needs, error instanceof Unavailable ? 'http.unavailable' : 'http.fault');
  });
  return app;
};

/** Whoever writes a mail on the one laptop may attach something to it, and whoever chats there hands recordings over to this very server. */
const limited = (needs: WebNeeds): MiddlewareHandler<LoopEnv> => {
  const upTo = (maxSize: number) => bodyLimit({ maxSize, onError: (context: LoopContext) => refused(context, needs, 'http.too_large') });
  const [usual, withAttachment, recording] = [upTo(bodyBytesMax), upTo(composeBytesMax), upTo(chatFilesBytesMax)];
  return async (context, next) => {
    const { path } = context.req;
    if (needs.embedded?.relay !== undefined && path === composePath) return withAttachment(context, next);
    if (needs.embedded?.chatFiles !== undefined && path === chatFilesPath) return recording(context, next);
    return usual(context, next);
  };
};

const notFound = (app: App, context: LoopContext, needs: WebNeeds): Response => {
  const methods = app.routes.filter(({ method, path }) => method !== 'ALL' && isOn(path, context.req.path)).map(({ method }) => method);
  if (methods.length === 0) return refused(context, needs, 'http.not_found');
  context.header('Allow', [...new Set(methods.includes('GET') ? [...methods, 'HEAD'] : methods)].join(', '));
  return refused(context, needs, 'http.method');
};

const isOn = (pattern: string, path: string): boolean => {
  const [wanted, given] = [pattern.split('/'), path.split('/')];
  return wanted.length === given.length && wanted.every((part, at) => (part.startsWith(':') ? given[at] !== '' : part === given[at]));
};
