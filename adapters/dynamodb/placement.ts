/** The physical tables of a stack, by what they are called there. */
export interface TableNames {
  readonly users: string;
  readonly surveys: string;
  readonly matches: string;
  readonly relays: string;
}

export type TablePart = keyof TableNames;

/** The setting that names each table. */
export const tableSettings: Readonly<Record<TablePart, string>> = {
  users: 'USERS_TABLE',
  surveys: 'SURVEYS_TABLE',
  matches: 'MATCHES_TABLE',
  relays: 'RELAY_TABLE',
};

/** Which table the items of a partition lie in; what is not named here is at home with the users. */
export const tableOf = (partition: string): TablePart => byKey.get(prefixOf(partition)) ?? 'users';

/** Which table a partition of the index is in: the one of the items in it, so that one query finds them all. */
export const listTableOf = (list: string): TablePart => byList.get(prefixOf(list)) ?? 'users';

const byKey: ReadonlyMap<string, TablePart> = new Map<string, TablePart>([
  ['survey', 'surveys'],
  ['round', 'matches'],
  ['match', 'matches'],
  ['left-out', 'matches'],
  ['lease', 'matches'],
  ['pace', 'matches'],
  ['alias', 'relays'],
  ['alias-issued', 'relays'],
  ['thread', 'relays'],
  ['relay-outbox', 'relays'],
  ['relay-figures', 'relays'],
  ['settled-mail', 'relays'],
  ['chat', 'relays'],
  ['chat-ticket', 'relays'],
  ['connection', 'relays'],
  ['connections', 'relays'],
]);

const byList: ReadonlyMap<string, TablePart> = new Map<string, TablePart>([
  ['surveys', 'surveys'],
  ['rounds', 'matches'],
  ['plans', 'matches'],
  ['matches', 'matches'],
  ['left-out-of', 'matches'],
  ['aliases-expiring', 'relays'],
  ['relay-outbox', 'relays'],
  ['chats-missed', 'relays'],
]);

/** `match#m_…` and `matches#2026-W47#0001`: what stands before the first `#` says what lies there. */
const prefixOf = (partition: string): string => /^[^#]*/.exec(partition)?.[0] ?? '';
