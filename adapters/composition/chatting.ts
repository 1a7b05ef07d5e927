import { ContainerModule } from 'inversify';
import { createHash } from 'node:crypto';
import { makeAskForUpload } from '../../domain/relay/chat/ask-for-upload.ts';
import { makeLinkToFile } from '../../domain/relay/chat/link-to-file.ts';
import { makeListThreads } from '../../domain/relay/chat/list-threads.ts';
import { makeMarkMessages } from '../../domain/relay/chat/mark-messages.ts';
import { makeReadMessages } from '../../domain/relay/chat/read-messages.ts';
import { makeSendMessage } from '../../domain/relay/chat/send-message.ts';
import { makeTakeVoice } from '../../domain/relay/chat/take-voice.ts';
import { makeTellTyping } from '../../domain/relay/chat/tell-typing.ts';
import { makeConnect, makeDisconnect, makeIssueTicket, makeWhoIsThere } from '../../domain/relay/chat/windows.ts';
import type { ChatUseCases } from '../http/needs.ts';
import type { SocketUseCases } from '../websocket/chat-socket.ts';
import { bindMade, bindUseCase } from './bind-made.ts';
import { T } from './tokens.ts';

const { clock, secrets } = T;
const { chats, threads, connections, tickets, sockets, sessions, files, timer } = T.chat;
const { conversations, correspondents, context } = T.relay;

/** What members do in the chat. Only whoever serves its page or its WebSockets loads it. */
export const chatting = new ContainerModule((options) => {
  const windows = { connections, sockets, sessions };
  bindUseCase(options, T.chat.issueTicket, { make: makeIssueTicket, needs: { tickets, secrets, clock } });
  bindUseCase(options, T.chat.connect, { make: makeConnect, needs: { ...windows, tickets, secrets, clock } });
  bindUseCase(options, T.chat.disconnect, { make: makeDisconnect, needs: { connections } });
  // Asked at each frame, and as often as somebody types: nobody reads so many lines of a log.
  bindMade(options, T.chat.whoIsThere, { make: makeWhoIsThere, needs: windows });
  bindMade(options, T.chat.tellTyping, {
    make: makeTellTyping,
    needs: { ...windows, chats, threads, conversations, correspondents, clock },
  });

  bindMade(options, T.chat.takeVoice, {
    make: (needs) => makeTakeVoice({ ...needs, digestOf: (bytes) => createHash('sha256').update(bytes).digest('base64url') }),
    needs: { files, secrets, clock },
  });
  const whose = { chats, threads, conversations };
  bindUseCase(options, T.chat.sendMessage, {
    make: ({ context: where, ...needs }) => makeSendMessage({ ...needs, ...where }),
    needs: { ...windows, ...whose, correspondents, takeVoice: T.chat.takeVoice, files, timer, clock, context },
  });
  bindUseCase(options, T.chat.askForUpload, { make: makeAskForUpload, needs: { ...whose, files, secrets, clock } });
  bindUseCase(options, T.chat.markMessages, { make: makeMarkMessages, needs: { ...windows, ...whose, timer, clock } });
  bindUseCase(options, T.chat.readMessages, { make: makeReadMessages, needs: { chats, threads } });
  bindUseCase(options, T.chat.listThreads, { make: makeListThreads, needs: { ...whose, clock } });
  bindUseCase(options, T.chat.linkToFile, { make: makeLinkToFile, needs: { chats, threads, files } });

  bindMade(options, T.web.chat, {
    make: (useCases: ChatUseCases) => useCases,
    needs: {
      listThreads: T.chat.listThreads,
      readMessages: T.chat.readMessages,
      sendMessage: T.chat.sendMessage,
      markMessages: T.chat.markMessages,
      askForUpload: T.chat.askForUpload,
      linkToFile: T.chat.linkToFile,
      issueTicket: T.chat.issueTicket,
    },
  });
  bindMade(options, T.web.socket, {
    make: (useCases: SocketUseCases) => useCases,
    needs: {
      connect: T.chat.connect,
      disconnect: T.chat.disconnect,
      whoIsThere: T.chat.whoIsThere,
      sendMessage: T.chat.sendMessage,
      markMessages: T.chat.markMessages,
      tellTyping: T.chat.tellTyping,
    },
  });
});
