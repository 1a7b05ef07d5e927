import type { Clock } from '../../kernel/clock.ts';
import { later } from '../../kernel/instant.ts';
import type { MemberId } from '../../kernel/member-id.ts';
import type { Chat, ChatMessage } from './chat.ts';
import type { Frame } from './frames.ts';
import { openingMs } from './limits.ts';
import type { Chats, Connection, Connections, OpenSessions, Sockets } from './ports.ts';
import type { ShowInChat, TellChanged } from './use-cases.ts';
import { marksView, messageView } from './views.ts';

export interface ShowNeeds {
  readonly connections: Pick<Connections, 'ofMember' | 'close'>;
  readonly sockets: Sockets;
  readonly sessions: OpenSessions;
  readonly clock: Clock;
}

/** What the windows of a member are told. */
export interface Showing {
  readonly member: MemberId;
  readonly frame: Frame;
  /** A window that knows it already. */
  readonly except?: string | undefined;
}

/**
 * Tells open windows, as far as that works: nothing that is shown is lost where it does not, as a window that was not reached asks for what
 * it has not seen. One at whose end nobody is any more is forgotten, but for one that was let in a moment ago, which cannot be reached yet;
 * and one whose session is over is closed and told nothing.
 */
export const makeShow =
  ({ connections, sockets, sessions, clock }: ShowNeeds) =>
  async (showings: readonly Showing[]): Promise<void> => {
    const show = async ({ member, frame, except }: Showing): Promise<void> => {
      const windows = (await connections.ofMember(member)).filter(({ id }) => id !== except);
      const open = new Map([...new Set(windows.map(({ session }) => session))].map((id) => [id, sessions.has(member, id)]));
      await Promise.allSettled(
        windows.map(async (window) => {
          if ((await open.get(window.session)) !== true) return closeWindow({ connections, sockets }, window);
          const isGone = (await sockets.send(window.id, frame)) === 'gone';
          if (isGone && clock.now() >= later(window.openedAt, openingMs)) await connections.close(window);
        }),
      );
    };
    await Promise.allSettled(showings.map(show));
  };

/** It is forgotten last: whoever closes windows again finds one that may still be open. */
export const closeWindow = async (
  { connections, sockets }: { readonly connections: Pick<Connections, 'close'>; readonly sockets: Pick<Sockets, 'close'> },
  window: Connection,
): Promise<void> => {
  await sockets.close(window.id);
  await connections.close(window);
};

/** A message to every window of both. */
export const messageShown = (chat: Chat, message: ChatMessage, except?: string): readonly Showing[] =>
  (['a', 'b'] as const).map((side) => ({
    member: chat[side].member,
    frame: { type: 'message', thread: chat.conversationId, message: messageView(message, side) },
    except: side === message.from ? except : undefined,
  }));

/** How far both are, to every window of one. */
export const marksShown = (chat: Chat, side: 'a' | 'b', except?: string): Showing => ({
  member: chat[side].member,
  frame: { type: 'marks', thread: chat.conversationId, ...marksView(chat, side) },
  except,
});

export interface ShowInChatNeeds extends ShowNeeds {
  readonly chats: Pick<Chats, 'find' | 'messages'>;
}

export const makeShowInChat = (needs: ShowInChatNeeds): ShowInChat => {
  const show = makeShow(needs);
  return async ({ conversationId, seq }) => {
    const [chat, messages] = await Promise.all([
      needs.chats.find(conversationId),
      needs.chats.messages(conversationId, { after: seq - 1, limit: shownMax }),
    ]);
    if (chat !== undefined) for (const message of messages) await show(messageShown(chat, message));
  };
};

/** A window that misses more than this asks for it. */
const shownMax = 5;

/** Windows on a conversation in which nothing was written yet are not told: nothing leads from it to them. */
export const makeTellChanged = (needs: ShowNeeds & { readonly chats: Pick<Chats, 'find'> }): TellChanged => {
  const show = makeShow(needs);
  return async ({ conversationId, only }) => {
    const chat = await needs.chats.find(conversationId);
    if (chat === undefined) return;
    const members = [chat.a.member, chat.b.member].filter((member) => only === undefined || member === only);
    await show(members.map((member) => ({ member, frame: { type: 'changed', thread: conversationId } })));
  };
};
