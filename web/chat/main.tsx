import { createRoot } from 'react-dom/client';
import './chat.css';
import { api, clientInBrowser, isLookedAt, timers } from './browser.ts';
import { makeNewsDesk } from './news.ts';
import { App } from './views/app.tsx';
import { ChatContext } from './views/chat-context.ts';

/** The page of the chat: into `<div id="chat" data-box="…">` on `/chat` and `/chat/<thread>`. */
const place = { locale: navigator.language.startsWith('en') ? navigator.language : 'en-GB' };
const threadInAddress = (): string | undefined => {
  const [, , thread] = location.pathname.split('/');
  return thread === undefined || thread === '' ? undefined : decodeURIComponent(thread);
};

const element = document.getElementById('chat');
if (element === null) throw new Error('the page has no place for the chat');
const desk = makeNewsDesk();
const client = clientInBrowser({ box: element.dataset['box'], onNews: desk.tell });
const go = (thread: string | undefined): void => {
  history.pushState(undefined, '', thread === undefined ? '/chat' : `/chat/${encodeURIComponent(thread)}`);
  client.open(thread);
};
addEventListener('popstate', () => client.open(threadInAddress()));
desk.onTold((news) => {
  if (isLookedAt() || !('Notification' in window) || Notification.permission !== 'granted') return;
  for (const { thread } of news) {
    // Without the words: a locked screen shows it to whoever passes by.
    const shown = new Notification(thread.partnerName ?? 'Chat', {
      body: 'Wrote to you in the chat.',
      tag: thread.thread,
      icon: '/icon.svg',
    });
    shown.onclick = () => {
      window.focus();
      go(thread.thread);
    };
  }
});
client.start();
client.open(threadInAddress());
createRoot(element).render(
  <ChatContext value={{ client, place, now: timers.now, upload: api.upload, go, drafts: new Map() }}>
    <App news={desk} />
  </ChatContext>,
);
