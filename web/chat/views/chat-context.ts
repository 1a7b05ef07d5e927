import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Api } from '../api.ts';
import type { Client } from '../client.ts';
import type { ChatState } from '../state.ts';
import type { Place } from '../words.ts';

export interface ChatHere {
  readonly client: Client;
  readonly place: Place;
  readonly now: () => number;
  readonly upload: Api['upload'];
  /** Shows a thread, or the list, and remembers it in the address of the page. */
  readonly go: (thread: string | undefined) => void;
  /** What was begun to be written, by thread. */
  readonly drafts: Map<string, string>;
}

export const ChatContext = createContext<ChatHere | undefined>(undefined);

export const useChat = (): ChatHere & { readonly state: ChatState } => {
  const here = useContext(ChatContext);
  if (here === undefined) throw new Error('outside of the chat');
  return { ...here, state: useSyncExternalStore(here.client.subscribe, here.client.state) };
};
