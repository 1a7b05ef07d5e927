import { createContext, useContext, useSyncExternalStore } from 'react';
import type { Api } from '../api.ts';
import type { Client } from '../client.ts';
import type { Drafts } from '../needs.ts';
import type { ChatState } from '../state.ts';
import type { Held } from '../voice/voice-needs.ts';
import type { Place } from '../words.ts';

export interface ChatHere {
  readonly client: Client;
  readonly place: Place;
  readonly now: () => number;
  readonly upload: Api['upload'];
  /** Shows a thread, or the list, and remembers it in the address of the page. */
  readonly go: (thread: string | undefined) => void;
  readonly drafts: Drafts;
  /** What was recorded and not sent, by thread. */
  readonly recordings: Map<string, Held>;
}

export const ChatContext = createContext<ChatHere | undefined>(undefined);

/** What never changes: whoever takes this alone is not drawn anew with each thing that happens. */
export const useHere = (): ChatHere => {
  const here = useContext(ChatContext);
  if (here === undefined) throw new Error('outside of the chat');
  return here;
};

export const useChat = (): ChatHere & { readonly state: ChatState } => {
  const here = useHere();
  return { ...here, state: useSyncExternalStore(here.client.subscribe, here.client.state) };
};
