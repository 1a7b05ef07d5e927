import { err, ok, type Result } from '../kernel/result.ts';
import { contradicts, valuesOf } from './header-block.ts';
import { domainOf, parseMailbox, type Mailbox } from './mailbox.ts';
import type { HeaderField } from './message.ts';
import type { RelayRefused } from './refusals.ts';

/**
 * The one mailbox that a mail says it is from (RFC 5322, 3.6.2). Refused as `relay.malformed`, as it cannot be decided who is to be
 * authenticated, when there is none, when there are several (the same twice is one), when it holds characters that only an encoded word
 * may carry (RFC 2047, 5), or when a `Sender` at another domain speaks for it.
 */
export const fromMailbox = (headers: readonly HeaderField[]): Result<Mailbox, RelayRefused> => {
  const [written] = valuesOf(headers, 'from');
  if (written === undefined) return err(malformed(nobody));
  if (contradicts(headers, 'from') || contradicts(headers, 'sender')) return err(malformed(several));
  const from = parseMailbox(written);
  if (from === undefined) return err(malformed(unreadable));
  const [writtenSender] = valuesOf(headers, 'sender');
  if (writtenSender === undefined) return ok(from);
  const sender = parseMailbox(writtenSender);
  if (sender === undefined) return err(malformed(unreadable));
  return domainOf(sender.address) === domainOf(from.address) ? ok(from) : err(malformed(onBehalf));
};

const malformed = (message: string): RelayRefused => ({ code: 'relay.malformed', message });

const nobody = 'Your message does not say who it is from. Send it from a mail program that gives your address as its sender.';
const several = 'Your message says more than once, and differently, who it is from. Send it again with one address of yours as its sender.';
const unreadable =
  'Who your message is from cannot be read. Send it with exactly one address as its sender, and with a name beside it that is plain, or none.';
const onBehalf =
  'Your message was sent by an address at one domain in the name of an address at another. Send it straight from the mailbox that you signed up with.';
