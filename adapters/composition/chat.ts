import { ContainerModule } from 'inversify';
import { makeMailAllMissed } from '../../domain/relay/chat/mail-all-missed.ts';
import { makeMailMissed } from '../../domain/relay/chat/mail-missed.ts';
import type { ChatFiles, ChatTimer, Sockets } from '../../domain/relay/chat/ports.ts';
import { makeShowInChat, makeTellChanged } from '../../domain/relay/chat/show.ts';
import { makeCloseWindows } from '../../domain/relay/chat/windows.ts';
import { createThreads } from '../bridges/chat-threads.ts';
import { createOpenSessions } from '../bridges/open-sessions.ts';
import { bindMade, bindUseCase } from './bind-made.ts';
import { kindOf, type Observer } from './observed.ts';
import { T } from './tokens.ts';

const { clock, secrets } = T;
const { chats, connections, sockets, sessions } = T.chat;
const { conversations, correspondents } = T.relay;

/** What everything else does to the chat and its open windows, apart from what members do there themselves (`chatting.ts`). */
export const chat = new ContainerModule((options) => {
  bindMade(options, T.chat.threads, {
    make: createThreads,
    needs: { matches: T.introductions.matches, participants: T.introductions.participants },
  });
  bindMade(options, sessions, { make: createOpenSessions, needs: { members: T.membership.members, clock } });
  const windows = { connections, sockets, sessions };
  const showing = { ...windows, clock };
  bindUseCase(options, T.chat.closeWindows, { make: makeCloseWindows, needs: windows });
  bindUseCase(options, T.chat.showInChat, { make: makeShowInChat, needs: { ...showing, chats } });
  bindUseCase(options, T.chat.tellChanged, { make: makeTellChanged, needs: { ...showing, chats } });
  bindUseCase(options, T.chat.mailMissed, {
    make: ({ context, observer, ...needs }) =>
      makeMailMissed({ ...needs, relayDomain: context.relayDomain, onFault: faultsOf(observer, 'chat.mailMissed') }),
    needs: {
      chats,
      conversations,
      correspondents,
      secrets,
      clock,
      tellChanged: T.chat.tellChanged,
      context: T.relay.context,
      observer: T.observer,
    },
  });
  bindUseCase(options, T.chat.mailAllMissed, {
    make: ({ observer, ...needs }) => makeMailAllMissed({ ...needs, onFault: faultsOf(observer, 'chat.mailAllMissed') }),
    needs: { chats, mailMissed: T.chat.mailMissed, observer: T.observer },
  });
});

/** Tells of what was thrown where nobody else hears of it. */
export const faultsOf =
  (observer: Observer, useCase: string): ((error: unknown) => void) =>
  (error) => {
    observer({ useCase, ms: 0, outcome: 'thrown', error: kindOf(error) });
  };

/** Where no window can be reached from; whoever is not told looks again by themselves. */
export const noSockets: Sockets = { send: async () => Promise.resolve('sent'), close: async () => Promise.resolve() };

/** Where every chat is looked at regularly. */
export const noTimer: ChatTimer = { lookAt: async () => Promise.resolve() };

const noneHere = async (): Promise<never> => Promise.reject(new Error('files of chats are dealt with elsewhere'));
/** Where files cannot be reached from; what is to be forgotten goes when its keep is over. */
export const noFiles: ChatFiles = {
  upload: noneHere,
  read: noneHere,
  keep: noneHere,
  link: noneHere,
  remove: async () => Promise.resolve(),
  forget: async () => Promise.resolve(),
};
