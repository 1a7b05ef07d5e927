import type { News } from './state.ts';
import { nameIn } from './thread-words.ts';
import { inOneLine, lengthSpoken } from './words.ts';

/** Passes on what others wrote to whoever shows or says it. */
export interface NewsDesk {
  readonly tell: (news: readonly News[]) => void;
  readonly onTold: (listener: (news: readonly News[]) => void) => () => void;
}

export const makeNewsDesk = (): NewsDesk => {
  const listeners = new Set<(news: readonly News[]) => void>();
  return {
    tell: (news) => listeners.forEach((listener) => listener(news)),
    onTold: (listener) => {
      listeners.add(listener);
      return () => listeners.delete(listener);
    },
  };
};

const saidMax = 3;

/** For those who listen: "Ben: Hello", and of a thread that is not open only who wrote. */
export const newsSpoken = (news: readonly News[], open: string | undefined): string =>
  news
    .map(({ thread, messages }) => {
      const name = nameIn(thread);
      if (thread.thread !== open) return `${name} wrote to you.`;
      const said = messages.slice(-saidMax).map((message) => {
        const { content } = message;
        if (content.kind === 'voice') return `a voice note of ${lengthSpoken(content.durationMs)}`;
        return content.kind === 'mail' ? `by mail, ${inOneLine(message)}` : content.text;
      });
      return `${name}: ${said.join('; ')}`;
    })
    .join(' ');
