import { domainToASCII } from 'node:url';
import { type Content, asText } from './content.ts';
import { type Field } from './fields.ts';
import type { Leak } from './leak.ts';
import type { Head } from './walk.ts';

/** What relayed mail carries (relay rules, 2.1), and nothing else. */
const ofMail: ReadonlySet<string> = new Set(
  'from to subject date mime-version in-reply-to references message-id list-unsubscribe list-unsubscribe-post x-loop-relay feedback-id'
    .concat(' content-type content-transfer-encoding content-disposition content-id')
    .split(' '),
);
const ofParts: ReadonlySet<string> = new Set('content-type content-transfer-encoding content-disposition content-id'.split(' '));

/** What is wrong with a header block by itself, addresses aside. */
export const leaksOfHead = (head: Head, allowedTo: string): readonly Leak[] => {
  const where = head.isOfPart ? 'part_header' : 'header';
  const allowed = head.isOfPart ? ofParts : ofMail;
  const names = head.fields.map(({ name }) => name);
  const others = head.fields.filter((field) => !isAllowedTo(head, field, allowedTo));
  const leaks: Leak[] = [];
  if (names.some((name) => !allowed.has(name))) leaks.push({ where, kind: 'unknown_header' });
  if (new Set(names).size < names.length) leaks.push({ where, kind: 'repeated_header' });
  if (others.some(({ value }) => /[^\x20-\x7e\t]/.test(value))) leaks.push({ where, kind: 'eight_bit_header' });
  if (!head.isOfPart && others.length === head.fields.length) leaks.push({ where, kind: 'recipient' });
  return leaks;
};

/** What of it is searched: all but the one recipient, and ids that its reader knows. */
export const contentsOfHead = (head: Head, { allowedTo, knownIds }: Known): readonly Content[] => {
  const lines = head.fields
    .filter((field) => !isAllowedTo(head, field, allowedTo))
    .map((field) => `${field.name}: ${head.isOfPart ? field.value : withoutIds(field, knownIds)}`);
  return [asText(lines.join('\r\n'))];
};

export interface Known {
  readonly allowedTo: string;
  readonly knownIds: ReadonlySet<string>;
}

const withoutIds = ({ name, value }: Field, knownIds: ReadonlySet<string>): string =>
  name === 'references' || name === 'in-reply-to'
    ? value.replace(/<([^<>\s]{1,990})>/g, (written, id: string) => (knownIds.has(id) ? '' : written))
    : value;

/** `To` of the mail, and in it this one address and nothing else, compared as a whole: no name, no comment, no group. */
const isAllowedTo = (head: Head, { name, value }: Field, allowedTo: string): boolean => {
  if (head.isOfPart || name !== 'to') return false;
  const written = Buffer.from(value, 'latin1')
    .toString('utf8')
    .replace(/^<(.*)>$/, '$1');
  return written === allowedTo || withAsciiDomain(written) === withAsciiDomain(allowedTo);
};

const withAsciiDomain = (address: string): string => {
  const at = address.lastIndexOf('@');
  return address.slice(0, at + 1) + domainToASCII(address.slice(at + 1));
};
