import { createRoot } from 'react-dom/client';
import './chat.css';
import { apiInBrowser, askBeforeLeaving, clientInBrowser, draftsInBrowser, isLookedAt, timers } from './browser.ts';
import { makeNewsDesk } from './news.ts';
import { makeNotifying } from './notifications.ts';
import { App } from './views/app.tsx';
import { ChatContext } from './views/chat-context.ts';
import type { Held } from './voice/voice-needs.ts';

/** The page of the chat: into `<div id="chat" data-box="…">` on `/chat` and `/chat/<thread>`. */
const place = { locale: navigator.language.startsWith('en') ? navigator.language : 'en-GB' };
const threadInAddress = (): string | undefined => {
  const [, , thread = ''] = location.pathname.split('/');
  return thread === '' ? undefined : decoded(thread);
};

/** One that was typed in or cut off may be none; then no conversation is called so. */
const decoded = (text: string): string => {
  try {
    return decodeURIComponent(text);
  } catch {
    return text;
  }
};

const element = document.getElementById('chat');
if (element === null) throw new Error('the page has no place for the chat');
const desk = makeNewsDesk();
const box = element.dataset['box'];
const api = apiInBrowser(box);
const client = clientInBrowser({ box, api, onNews: desk.tell });
const recordings = new Map<string, Held>();
askBeforeLeaving(() => recordings.size > 0);
const go = (thread: string | undefined): void => {
  history.pushState(undefined, '', thread === undefined ? '/chat' : `/chat/${encodeURIComponent(thread)}`);
  client.open(thread);
};
addEventListener('popstate', () => client.open(threadInAddress()));
desk.onTold(makeNotifying({ client, isLookedAt, go }));
client.start();
client.open(threadInAddress());
createRoot(element).render(
  <ChatContext value={{ client, place, now: timers.now, upload: api.upload, go, drafts: draftsInBrowser(box), recordings }}>
    <App news={desk} />
  </ChatContext>,
);
