import type { Emulator } from './clients.ts';

export interface PluginOptions {
  /** Where resources are really made; without one, ids and ARNs are made up. */
  readonly emulator?: Emulator;
  /** Is told of every call that makes, changes or deletes: `create aws:sqs/queue:Queue letters-1234567`. */
  readonly seen?: (call: string) => void;
}
