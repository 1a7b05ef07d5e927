import type { HandedOver } from '../sender.ts';
import type { Recorded } from './recording.ts';

export interface VoiceNeeds {
  readonly thread: string;
  readonly onClosed: () => void;
}

/** What was recorded and is not sent; `flight` where it is being handed over. */
export interface Held extends Recorded {
  readonly flight?: Promise<HandedOver>;
}
