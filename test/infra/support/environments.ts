import {
  apiEnv,
  chatMissedEnv,
  chatSocketEnv,
  drainOutboxEnv,
  introSenderEnv,
  mailEventsEnv,
  receiveMailEnv,
  scheduleEnv,
  sendRelayedEnv,
  weeklyRoundEnv,
} from '../../../adapters/config/env.ts';
import type { Captures } from './capture.ts';
import { at, kinds } from './wired.ts';

/** What each entry point reads, by its own words. */
export const schemas = {
  api: apiEnv,
  'drain-outbox': drainOutboxEnv,
  schedule: scheduleEnv,
  'mail-events': mailEventsEnv,
  'receive-mail': receiveMailEnv,
  'send-relayed': sendRelayedEnv,
  'chat-socket': chatSocketEnv,
  'chat-missed': chatMissedEnv,
  'weekly-round': weeklyRoundEnv,
  'intro-sender': introSenderEnv,
} as const;

export type EntryName = keyof typeof schemas;

/** The variables that a stack gives an entry point. */
export interface Environment {
  readonly name: EntryName;
  readonly kind: 'function' | 'task';
  readonly variables: Readonly<Record<string, string>>;
}

const isEntry = (name: string): name is EntryName => name in schemas;

/** `loop-dev-mail-events` is `mail-events`, whatever the stack is called. */
const entryOf = (logicalName: string): EntryName => {
  const name = Object.keys(schemas).find((each) => logicalName.endsWith(`-${each}`));
  if (name === undefined || !isEntry(name)) throw new Error(`${logicalName} is no entry point`);
  return name;
};

export const environmentsOf = ({ of }: Captures): readonly Environment[] => [
  ...of(kinds.function).map((fn) => ({
    name: entryOf(fn.name),
    kind: 'function' as const,
    variables: at(fn, 'environment.variables') as Environment['variables'],
  })),
  ...of(kinds.task).map((task) => {
    const [container] = JSON.parse(String(task.inputs['containerDefinitions'])) as readonly Container[];
    return {
      name: entryOf(task.name),
      kind: 'task' as const,
      variables: Object.fromEntries((container?.environment ?? []).map(({ name, value }) => [name, value])),
    };
  }),
];

interface Container {
  readonly environment: readonly { readonly name: string; readonly value: string }[];
}

/** What a stack tells one entry point; throws where it has none of that name. */
export const environmentOf = (captures: Captures, name: EntryName): Environment['variables'] => {
  const found = environmentsOf(captures).find((each) => each.name === name);
  if (found === undefined) throw new Error(`the stack has no ${name}`);
  return found.variables;
};
