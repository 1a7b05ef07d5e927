import { asciiLowerCase, canonicalAddress, parseEmailAddress } from '../kernel/email-address.ts';
import type { Correspondent } from './message.ts';

/**
 * Which address of a correspondent a mail is from: the first, or one that they verified besides, however spelled (case, `+tag`, dots and
 * googlemail.com at Gmail; `canonicalAddress`). `undefined` when it is none of theirs. Says nothing unless the mail is authenticated.
 */
export const senderOf = (from: string, sender: Pick<Correspondent, 'email' | 'otherEmails'>): string | undefined => {
  const wanted = personOf(from);
  return [sender.email, ...sender.otherEmails].find((address) => personOf(address) === wanted);
};

/** An address that no member could have signed up with is compared as it stands. */
const personOf = (text: string): string => {
  const address = parseEmailAddress(text);
  return address.ok ? canonicalAddress(address.value) : asciiLowerCase(text);
};
