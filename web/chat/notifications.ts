import type { Client } from './client.ts';
import type { News } from './state.ts';
import { threadOf } from './state.ts';
import { nameIn } from './thread-words.ts';

/** Another tab, in which it is read just now, says so within this time. */
const readElsewhereWithinMs = 1_500;

/** Android's browsers have the interface and throw where it is used: they want a service worker, and the chat has none. */
export const canNotify = (): boolean => {
  if (!('Notification' in window)) return false;
  if (Notification.permission !== 'default') return Notification.permission === 'granted';
  return notified('') !== undefined;
};

interface NotifyingNeeds {
  readonly client: Pick<Client, 'state'>;
  readonly isLookedAt: () => boolean;
  /** Shows a thread. */
  readonly go: (thread: string) => void;
}

/** Says who wrote to somebody who does not look, and without the words: a locked screen shows it to whoever passes by. */
export const makeNotifying =
  ({ client, isLookedAt, go }: NotifyingNeeds) =>
  (news: readonly News[]): void => {
    if (isLookedAt() || !('Notification' in window) || Notification.permission !== 'granted') return;
    setTimeout(() => {
      for (const { thread, messages } of news) {
        const readHere = threadOf(client.state(), thread.thread)?.readHere ?? 0;
        if (messages.every(({ seq }) => seq <= readHere)) continue;
        const shown = notified(nameIn(thread), { body: 'Wrote to you in the chat.', tag: thread.thread, icon: '/icon.svg' });
        shown?.addEventListener('click', () => {
          window.focus();
          go(thread.thread);
        });
      }
    }, readElsewhereWithinMs);
  };

const notified = (title: string, options?: NotificationOptions): Notification | undefined => {
  try {
    return new Notification(title, options);
  } catch {
    return undefined;
  }
};
