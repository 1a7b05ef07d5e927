import * as z from 'zod';
import { canonicalAddress, type EmailAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { parseWeek, type Week } from '../../domain/kernel/iso-week.ts';
import { err, ok, type Result } from '../../domain/kernel/result.ts';
import { lineOfJsonFault } from '../files/json-fault.ts';
import { printable } from '../files/printable.ts';
import { type FileProblem, problemsOf, type Problems } from '../files/problem.ts';
import { readTextFile } from '../files/text-file.ts';

/** What a community says of itself in `community.json`; docs/community.md explains each field. */
export interface Community {
  readonly name: string;
  readonly timeZone: string;
  readonly round: { readonly day: Weekday; readonly hour: number };
  readonly sendingHour: number;
  readonly locale: string;
  readonly from: EmailAddress;
  /** One line each. */
  readonly postalAddress: readonly string[];
  readonly holidayWeeks: readonly Week[];
  readonly operators: readonly EmailAddress[];
  readonly standingHost?: EmailAddress | undefined;
}

/** In the order of an ISO week. */
export const weekdays = ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'] as const;
export type Weekday = (typeof weekdays)[number];

export const nameCharactersMax = 80;
export const postalLinesMax = 6;
export const postalLineCharactersMax = 100;
export const holidayWeeksMax = 260;
export const operatorsMax = 50;

/** Reads and checks a community's file: the community, or every problem at once, its `column` being the path of the field. */
export const readCommunity = (file: string): Result<Community, Problems> => {
  const text = readTextFile(file);
  if (!text.ok) return err(problemsOf(text.error));
  const json = parsedJson(text.value, file);
  return json.ok ? communityOf(json.value, file) : err(problemsOf(json.error));
};

/** The community in a parsed JSON document. */
export const communityOf = (json: unknown, file: string): Result<Community, Problems> => {
  const read = shape.safeParse(json);
  const twice = repeated(json);
  if (read.success && twice.length === 0) return ok(read.data);
  const found = [...(read.success ? [] : read.error.issues.flatMap((issue) => faultsOf(issue, json))), ...twice];
  return err(problemsOf(...found.map(({ path, code, message }): FileProblem => ({ file, line: null, column: path, code, message }))));
};

interface Fault {
  readonly path: string | null;
  readonly code: string;
  readonly message: string;
}

const refused = (code: string, message: string): { readonly message: string; readonly params: { readonly code: string } } => ({
  message,
  params: { code },
});

const line = (charactersMax: number): z.ZodType<string, string> =>
  z
    .string()
    .refine(
      (text) => text.trim() !== '' && text.trim() === printable(text),
      refused('community.text', 'write one line of plain text, without control or invisible characters'),
    )
    .refine((text) => text.length <= charactersMax, refused('community.too_long', `use at most ${String(charactersMax)} characters`))
    .transform((text) => text.trim());

const list = <T>(
  item: z.ZodType<T, string>,
  { least, most }: { readonly least: number; readonly most: number },
): z.ZodType<T[], string[]> =>
  z
    .array(item)
    .refine(
      ({ length }) => length >= least && length <= most,
      refused('community.count', `list ${least === 0 ? 'at most' : 'between 1 and'} ${String(most)}`),
    );

const hour = z
  .number()
  .refine((given) => Number.isInteger(given) && given >= 0 && given <= 23, refused('community.hour', 'name a full hour from 0 to 23'));

const address = z.string().transform((text, context): EmailAddress => {
  const parsed = parseEmailAddress(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', ...refused('community.address', 'this is not a mail address; write it as name@example.com') });
  return z.NEVER;
});

const week = z.string().transform((text, context): Week => {
  const parsed = parseWeek(text);
  if (parsed.ok) return parsed.value;
  context.addIssue({ code: 'custom', ...refused('community.week', 'this is not a week of the calendar; write it as 2026-W52') });
  return z.NEVER;
});

const isTimeZone = (zone: string): boolean => /^[A-Za-z]/.test(zone) && understood(() => new Intl.DateTimeFormat('en', { timeZone: zone }));
const isLocale = (locale: string): boolean =>
  understood(() => Intl.getCanonicalLocales(locale)) && Intl.DateTimeFormat.supportedLocalesOf([locale]).length === 1;

const shape = z.strictObject({
  name: line(nameCharactersMax),
  timeZone: z
    .string()
    .refine(isTimeZone, refused('community.time_zone', 'this is not a time zone of the IANA list; write it as Europe/Lisbon')),
  round: z.strictObject({
    day: z.string().pipe(z.enum(weekdays, { error: `name a day: ${weekdays.join(', ')}` })),
    hour,
  }),
  sendingHour: hour,
  locale: z
    .string()
    .refine(isLocale, refused('community.locale', 'this is not a language tag that we can write dates in; write it as en-GB')),
  from: address,
  postalAddress: list(line(postalLineCharactersMax), { least: 1, most: postalLinesMax }),
  holidayWeeks: list(week, { least: 0, most: holidayWeeksMax }),
  operators: list(address, { least: 1, most: operatorsMax }),
  standingHost: address.optional(),
});

/** What stands twice in a list that holds each thing once; people are compared as Loop knows them. */
const repeated = (json: unknown): readonly Fault[] => {
  const lists = z.object({ operators: z.array(z.unknown()).catch([]), holidayWeeks: z.array(z.unknown()).catch([]) }).safeParse(json);
  if (!lists.success) return [];
  return [
    ...repeatedIn(lists.data.operators.map(personIn)).map((at) => ({ ...twiceListed, path: `operators.${String(at)}` })),
    ...repeatedIn(lists.data.holidayWeeks).map((at) => ({ ...twiceListed, path: `holidayWeeks.${String(at)}` })),
  ];
};
const twiceListed = { code: 'community.twice', message: 'this is in the list already' } as const;

const repeatedIn = (items: readonly unknown[]): readonly number[] =>
  items.flatMap((item, at) => (typeof item === 'string' && items.indexOf(item) < at ? [at] : []));

const personIn = (item: unknown): unknown => {
  const parsed = typeof item === 'string' ? parseEmailAddress(item) : undefined;
  return parsed?.ok ? canonicalAddress(parsed.value) : item;
};

// Messages say what belongs there and never quote what was: the file holds addresses.
const faultsOf = (issue: z.core.$ZodIssue, json: unknown): readonly Fault[] => {
  const path = issue.path.map(String).join('.') || null;
  if (issue.code === 'custom') return [{ path, code: String(issue.params?.['code'] ?? 'community.shape'), message: issue.message }];
  if (issue.code === 'unrecognized_keys')
    return issue.keys.map((key) => {
      const field = printable(key).slice(0, nameCharactersMax);
      return {
        path: path === null ? field : `${path}.${field}`,
        code: 'community.unknown_field',
        message: 'there is no such field; look for a slip of the pen',
      };
    });
  if (path !== null && valueAt(json, issue.path) === undefined)
    return [{ path, code: 'community.missing', message: 'this field is missing' }];
  return [
    {
      path,
      code: issue.code === 'invalid_value' ? 'community.day' : 'community.shape',
      message: issue.message.replace(/^Invalid input: /, ''),
    },
  ];
};

const valueAt = (json: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (value, key) =>
      typeof value === 'object' && value !== null && Object.hasOwn(value, key) ? (value as Record<PropertyKey, unknown>)[key] : undefined,
    json,
  );

const parsedJson = (text: string, file: string): Result<unknown, FileProblem> => {
  try {
    return ok(JSON.parse(text) as unknown);
  } catch {
    const faultLine = lineOfJsonFault(text) ?? null;
    return err({
      file,
      line: faultLine,
      column: null,
      code: 'community.not_json',
      message: 'this is not JSON; look for a missing comma, quote or bracket there or just before',
    });
  }
};

/** Whether a call that throws on what it does not know knows this. */
const understood = (call: () => unknown): boolean => {
  try {
    call();
    return true;
  } catch {
    return false;
  }
};
