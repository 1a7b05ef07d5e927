import type { Chats } from './ports.ts';
import type { MailAllMissed, MailMissed } from './use-cases.ts';

interface Needs {
  readonly chats: Pick<Chats, 'missed'>;
  readonly mailMissed: MailMissed;
  /** Hears of a chat that could not be dealt with: it holds up no other, and is asked again the next time. */
  readonly onFault?: ((error: unknown) => void) | undefined;
}

export const makeMailAllMissed =
  ({ chats, mailMissed, onFault }: Needs): MailAllMissed =>
  async ({ now, isEnough = () => false }) => {
    const known = new Set<string>();
    let mailed = 0;
    for (;;) {
      const due = await chats.missed(now, pageMax);
      const fresh = due.filter(({ conversationId }) => !known.has(conversationId));
      for (const { conversationId } of fresh) {
        if (isEnough()) return { mailed, isComplete: false };
        known.add(conversationId);
        const outcome = await mailMissed({ conversationId }).catch((error: unknown) => {
          onFault?.(error);
          return 'nothing' as const;
        });
        if (outcome === 'mailed') mailed += 1;
      }
      // A list that lags shows again what was dealt with.
      if (due.length < pageMax || fresh.length === 0) return { mailed, isComplete: true };
    }
  };

const pageMax = 100;
