import { readContentLines, writeContentLines, type ContentLine } from './content-lines.ts';
import { holdsSpelling, scrubText } from './scrub-text.ts';
import type { Person, ScrubSet } from './spellings.ts';

/**
 * An invitation as the other side may have it (relay rules, 2.2.8): organiser and attendees of the two by their aliases and the names
 * the relay gives them, no property of a program's own that names anybody, and nothing to answer to a mailbox. Undefined where the text
 * is no iCalendar (RFC 5545), or an address of the set is still told.
 */
export const scrubCalendar = (text: string, set: ScrubSet): string | undefined => {
  const lines = readContentLines(text);
  if (lines === undefined || !isCalendar(lines)) return undefined;
  const scrubbed = lines.flatMap((line) => scrubLine(line, set) ?? []);
  const isTold = scrubbed.some(({ value, parameters }) =>
    [unescaped(value), ...parameters.map((one) => one[1].replaceAll('^n', '\n'))].some((told) => holdsSpelling(told, set)),
  );
  return isTold ? undefined : writeContentLines(scrubbed);
};

/** The METHOD (RFC 5546, 3.2) of an invitation, in upper case; undefined where it has none. */
export const calendarMethod = (text: string): string | undefined =>
  readContentLines(text)
    ?.find(({ name }) => name === 'METHOD')
    ?.value.trim()
    .toUpperCase();

const isCalendar = (lines: readonly ContentLine[]): boolean => {
  const open: string[] = [];
  const isWhole = lines.every(({ name, value }, number) => {
    const component = value.trim().toUpperCase();
    if (open.length === 0 && !(name === 'BEGIN' && component === 'VCALENDAR')) return false;
    if (name === 'BEGIN') open.push(component);
    return name !== 'END' || (open.pop() === component && (open.length > 0 || number === lines.length - 1));
  });
  return lines.length > 0 && isWhole && open.length === 0;
};

const scrubLine = (line: ContentLine, set: ScrubSet): ContentLine | undefined => {
  switch (line.name) {
    case 'METHOD':
      return { ...line, value: methods.get(line.value.trim().toUpperCase()) ?? 'PUBLISH' };
    case 'PRODID':
      return { name: 'PRODID', parameters: [], value: '-//Loop//Relay//EN' };
    case 'ORGANIZER':
    case 'ATTENDEE':
      return scrubMailbox(line, set);
    case 'UID':
    case 'RELATED-TO':
      return scrubUid(line, set);
    case 'ATTACH':
      return /^[a-z][a-z0-9+.-]*:/i.test(line.value) && !/^(?:data|cid|file):/i.test(line.value) ? scrubPlain(line, set) : undefined;
  }
  return line.name.startsWith('X-') ? scrubOwn(line, set) : scrubPlain(line, set);
};

// An answer would go to a mailbox past the relay; a cancelled event has to be told as one, and an answer is one.
const methods: ReadonlyMap<string, string> = new Map(['PUBLISH', 'CANCEL', 'REPLY'].map((method) => [method, method]));

/** Of a mailbox of the two, their alias and name. Of another one, what it says, without the ways around it. */
const scrubMailbox = (line: ContentLine, set: ScrubSet): ContentLine => {
  const value = scrubText(line.value, set);
  const email = line.parameters.find(([name]) => name === 'EMAIL')?.[1] ?? '';
  const owner = ownerOf(value, set) ?? ownerOf(scrubParameter(email, set), set);
  const parameters = line.parameters.flatMap(([name, told]) => mailboxParameter(name, told, { owner, set }));
  return { name: line.name, parameters, value: owner === undefined ? value : `mailto:${owner.alias}` };
};

const ownerOf = (text: string, set: ScrubSet): Person | undefined => {
  const lower = text.toLowerCase();
  return set.people.find(({ alias }) => lower.includes(alias.toLowerCase()));
};

interface MailboxFacts {
  readonly owner: Person | undefined;
  readonly set: ScrubSet;
}

const mailboxParameter = (name: string, told: string, { owner, set }: MailboxFacts): readonly (readonly [string, string])[] => {
  switch (name) {
    case 'CN': {
      const shown = owner === undefined ? scrubParameter(told, set) : quoted(owner.name);
      return shown === '""' || shown === '' ? [] : [[name, shown]];
    }
    case 'EMAIL':
      return [[name, owner === undefined ? scrubParameter(told, set) : owner.alias]];
    case 'SENT-BY':
    case 'DELEGATED-TO':
    case 'DELEGATED-FROM':
    case 'MEMBER': {
      const scrubbed = scrubParameter(told, set);
      return owner === undefined || ownerOf(scrubbed, set) !== undefined ? [[name, scrubbed]] : [];
    }
    case 'CUTYPE':
    case 'PARTSTAT':
    case 'ROLE':
    case 'LANGUAGE':
    case 'SCHEDULE-STATUS':
      return [[name, scrubParameter(told, set)]];
    case 'RSVP':
      return [[name, 'FALSE']];
  }
  return [];
};

/** A quote cannot stand in a quoted value, nor can a control character (RFC 5545, 3.2; RFC 6868 is read by few). */
const quoted = (name: string): string => `"${name.replace(/["\p{Cc}]/gu, '')}"`;

/** The host names a server or a computer; the same id always becomes the same, so that a change finds its event. */
const scrubUid = (line: ContentLine, set: ScrubSet): ContentLine => {
  const value = scrubValue(line.value, set);
  const at = value.lastIndexOf('@');
  const alias = set.people[0]?.alias ?? '';
  const host = alias.slice(alias.lastIndexOf('@') + 1);
  const local = value.slice(0, Math.max(at, 0)).replaceAll('@', '-');
  return { name: line.name, parameters: line.parameters, value: at < 0 ? value : `${local}@${host}` };
};

/** A program's own property goes where it names anybody or says who made the calendar. */
const scrubOwn = (line: ContentLine, set: ScrubSet): ContentLine | undefined => {
  const scrubbed = scrubPlain(line, set);
  const isRewritten =
    scrubbed.value !== line.value || scrubbed.parameters.some(([, value], index) => value !== line.parameters[index]?.[1]);
  if (isRewritten && !/calname|caldesc|relcalid/i.test(line.name)) return scrubbed;
  const isHarmless =
    /^X-(?:MICROSOFT-CDO-(?:ALLDAYEVENT|BUSYSTATUS|IMPORTANCE|INTENDEDSTATUS|INSTTYPE)|GOOGLE-CONFERENCE|WR-TIMEZONE)$/.test(line.name);
  return isHarmless && !line.value.includes('@') ? scrubbed : undefined;
};

const scrubPlain = (line: ContentLine, set: ScrubSet): ContentLine => ({
  name: line.name,
  parameters: line.parameters.flatMap(([name, value]) =>
    name === 'ALTREP' || name === 'DIR' ? [] : [[name, scrubParameter(value, set)] as const],
  ),
  value: scrubValue(line.value, set),
});

// `\n` is a line end (RFC 5545, 3.3.11): its letter is none of the address after it.
const scrubValue = (value: string, set: ScrubSet): string => {
  const plain = unescaped(value);
  const scrubbed = scrubText(plain, set);
  return scrubbed === plain ? value : scrubbed.replaceAll('\n', '\\n');
};

/** In a parameter, a line end is `^n` (RFC 6868). */
const scrubParameter = (value: string, set: ScrubSet): string => {
  const plain = value.replaceAll('^n', '\n');
  const scrubbed = scrubText(plain, set);
  return scrubbed === plain ? value : scrubbed.replaceAll('\n', '^n');
};

const unescaped = (value: string): string =>
  value.replace(/\\(.)/g, (pair, letter: string) => (letter.toLowerCase() === 'n' ? '\n' : pair));
