import type { Brand } from './brand.ts';
import { err, ok, type Result } from './result.ts';

/** A mail address as its owner writes it, trimmed; one `@`, no space or control character. */
export type EmailAddress = Brand<string, 'email-address'>;

/** The one spelling of a person's address by which Loop knows them; only ever compared, never written to. */
export type CanonicalAddress = Brand<string, 'canonical-address'>;

/** RFC 5321, 4.5.3.1: 64 octets before the `@`, 254 in all that fit a path. */
const localPartMax = 64;
const addressMax = 254;

/**
 * Reads one mail address. An address that begins like a spreadsheet formula (`= + - @`, also in full width) is refused:
 * the files that operators open in a spreadsheet carry addresses as they were written.
 */
export const parseEmailAddress = (text: string): Result<EmailAddress, AddressRefused> => {
  const address = text.trim();
  if (address === '') return err({ code: 'address.missing' });
  if (/^[=+\-@＝＋－＠]/.test(address)) return err({ code: 'address.like_a_formula' });
  const at = address.indexOf('@');
  const local = address.slice(0, at);
  const domain = address.slice(at + 1);
  const malformed =
    at < 1 ||
    local.length > localPartMax ||
    address.length > addressMax ||
    /[\s\p{Cc}\p{Cf}()<>[\]:;,\\"]/u.test(address) ||
    /^\.|\.\.|\.$/.test(local) ||
    !domainShape.test(domain) ||
    localPartOf(local) === '';
  return malformed ? err({ code: 'address.malformed' }) : ok(address as EmailAddress);
};

export interface AddressRefused {
  readonly code: 'address.missing' | 'address.like_a_formula' | 'address.malformed';
}

/**
 * One person, however spelled: ASCII case and `+tag` at any domain, dots and googlemail.com at Gmail, make no difference.
 * Letters outside ASCII are left alone, so that look-alikes stay different people.
 */
export const canonicalAddress = (address: EmailAddress): CanonicalAddress => {
  const lower = asciiLowerCase(address);
  const at = lower.indexOf('@');
  const local = localPartOf(lower.slice(0, at));
  const domain = lower.slice(at + 1);
  const atGmail = domain === 'gmail.com' || domain === 'googlemail.com';
  return (atGmail ? `${local.replaceAll('.', '')}@gmail.com` : `${local}@${domain}`) as CanonicalAddress;
};

// Labels of letters, digits and hyphens (RFC 5321, 4.1.2; letters of any script, RFC 6531), at least two of them.
const domainShape =
  /^(?:[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?\.)+[\p{L}\p{M}\p{N}](?:[\p{L}\p{M}\p{N}-]{0,61}[\p{L}\p{M}\p{N}])?$/u;

const localPartOf = (local: string): string => local.replace(/\+.*$/, '');

/** A–Z become a–z; every other character stays, whatever Unicode would fold it to (the Kelvin sign is no k). */
export const asciiLowerCase = (text: string): string => text.replace(/[A-Z]/g, (letter) => letter.toLowerCase());
