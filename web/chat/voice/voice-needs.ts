export interface VoiceNeeds {
  readonly thread: string;
  readonly onClosed: () => void;
}
