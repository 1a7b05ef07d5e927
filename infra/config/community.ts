import { readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import * as z from 'zod';
import { isRefused } from './problem.ts';

/** In the order of an ISO week, as `community.json` names them. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

/** When a community meets: all that its schedules are made of. The bundles hold the same file, and read the rest of it. */
export interface CommunityTimes {
  /** Of the IANA list, in its own spelling. */
  readonly timeZone: string;
  /** The hour is a full one of the community's clocks, 0 to 23. */
  readonly round: { readonly day: Weekday; readonly hour: number };
  readonly sendingHour: number;
}

export interface CommunityProblem {
  /** Its path in the file, `round.hour`; the file itself where it cannot be read. */
  readonly field: string;
  readonly code: 'community.unreadable' | 'community.missing' | 'community.malformed';
  /** What belongs there, never what was. */
  readonly message: string;
}

/** The community's file cannot be scheduled; its message has a line for each thing that is wrong. */
export class CommunityRefused extends Error {
  override readonly name = 'CommunityRefused';
  readonly problems: readonly CommunityProblem[];

  constructor(problems: readonly CommunityProblem[]) {
    super(
      [
        'community/community.json cannot be deployed:',
        ...problems.map(({ field, code, message }) => `  ${field}: ${code}: ${message}`),
        'What each field means is in docs/community.md.',
      ].join('\n'),
    );
    this.problems = problems;
  }
}

/** What the community's file at the root of the repository says; throws `CommunityRefused` with every problem at once. */
export const readCommunityTimes = (file = new URL('../../community/community.json', import.meta.url)): CommunityTimes => {
  const times = communityTimesOf(textOf(file));
  if (isRefused(times)) throw new CommunityRefused(times);
  return times;
};

/** The times in the text of a community's file, or everything that is wrong with them at once. Other fields are not looked at. */
export const communityTimesOf = (text: string | undefined): CommunityTimes | readonly CommunityProblem[] => {
  const json = jsonOf(text);
  if (json === undefined) return [unreadable];
  const read = shape.safeParse(json.value);
  return read.success ? read.data : read.error.issues.map((issue) => problemOf(issue, json.value));
};

const unreadable: CommunityProblem = {
  field: 'community.json',
  code: 'community.unreadable',
  message: 'it is missing, or no JSON',
};

const hourHelp = 'name a full hour from 0 to 23';
const hour = z.int(hourHelp).min(0, hourHelp).max(23, hourHelp);

const zoneHelp = 'name a time zone of the IANA list, for example Europe/Lisbon';

const shape = z.object(
  {
    timeZone: z.string(zoneHelp).transform((given, context): string => {
      const zone = zoneOf(given);
      if (zone !== undefined) return zone;
      context.addIssue({ code: 'custom', message: zoneHelp });
      return z.NEVER;
    }),
    round: z.object({ day: z.enum(weekdays, `name a day: ${weekdays.join(', ')}`), hour }, 'name a day and an hour'),
    sendingHour: hour,
  },
  'write an object of JSON',
);

/** As the IANA list spells it: Node knows a zone in any letters, EventBridge Scheduler does not promise to. Offsets are no zones. */
const zoneOf = (given: string): string | undefined => {
  if (!/^[A-Za-z]/.test(given)) return undefined;
  const asListed = Intl.supportedValuesOf('timeZone').find((zone) => zone.toLowerCase() === given.toLowerCase());
  if (asListed !== undefined) return asListed;
  try {
    // An older name of a zone, such as Asia/Kolkata's in some versions of the list.
    new Intl.DateTimeFormat('en', { timeZone: given });
    return given;
  } catch {
    return undefined;
  }
};

const problemOf = ({ path, message }: z.core.$ZodIssue, json: unknown): CommunityProblem => ({
  field: path.map(String).join('.') || 'community.json',
  code: at(json, path) === undefined ? 'community.missing' : 'community.malformed',
  message,
});

const at = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>((value, key) => (typeof value === 'object' && value !== null ? Reflect.get(value, key) : undefined), json);

const textOf = (file: URL): string | undefined => {
  try {
    return readFileSync(fileURLToPath(file), 'utf8');
  } catch {
    return undefined;
  }
};

const jsonOf = (text: string | undefined): { readonly value: unknown } | undefined => {
  if (text === undefined) return undefined;
  try {
    return { value: JSON.parse(text) as unknown };
  } catch {
    return undefined;
  }
};
