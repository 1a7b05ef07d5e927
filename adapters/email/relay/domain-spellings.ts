import { domainToASCII, domainToUnicode } from 'node:url';
import type { Correspondent } from '../../../domain/relay/message.ts';

/** Somebody with each address in both spellings of its domain (RFC 5890): mails name a host as `xn--…`, people in its own script. */
export const withBothDomainSpellings = <T extends Pick<Correspondent, 'email' | 'otherEmails'>>(correspondent: T): T => {
  const { email, otherEmails } = correspondent;
  const own = [email, ...otherEmails];
  const others = own.flatMap(spellingsOf).filter((address) => !own.includes(address));
  return others.length === 0 ? correspondent : { ...correspondent, otherEmails: [...otherEmails, ...new Set(others)] };
};

const spellingsOf = (address: string): readonly string[] => {
  const at = address.lastIndexOf('@') + 1;
  const domain = address.slice(at);
  if (!/[^\0-\x7f]|xn--/i.test(domain)) return [];
  return [domainToASCII(domain), domainToUnicode(domain)]
    .filter((spelling) => spelling !== '')
    .map((spelling) => address.slice(0, at) + spelling);
};
