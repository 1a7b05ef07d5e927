import { authenticated } from '../authentication.ts';
import { fromMailbox } from '../from-header.ts';
import { valuesOf } from '../header-block.ts';
import { domainOf } from '../mailbox.ts';
import type { Correspondent, HeaderField } from '../message.ts';
import { senderOf } from '../sender.ts';
import type { Verdicts } from '../verdicts.ts';
import type { Claim } from './notices.ts';

interface Facts {
  /** `undefined` where they could not be read. */
  readonly headers: readonly HeaderField[] | undefined;
  readonly mailFrom: string;
  readonly verdicts: Verdicts;
  readonly writer: Correspondent | undefined;
  readonly reader: Correspondent;
}

/** Whose a mail says it is. One whose header cannot be read is its envelope sender's, if SPF shows that it comes from there. */
export const claimOf = ({ headers, mailFrom, verdicts, writer, reader }: Facts): Claim => {
  if (headers === undefined) return { of: whose(mailFrom, { writer, reader }), isAuthentic: verdicts.spf === 'PASS' };
  const from = fromMailbox(headers);
  if (!from.ok) return { of: 'nobody', isAuthentic: false };
  const { address } = from.value;
  return { of: whose(address, { writer, reader }), isAuthentic: authenticated(verdicts, address, mailFrom) === 'yes' };
};

const whose = (address: string, { writer, reader }: Pick<Facts, 'writer' | 'reader'>): Claim['of'] => {
  if (writer !== undefined && senderOf(address, writer) !== undefined) return 'writer';
  return senderOf(address, reader) === undefined ? 'nobody' : 'reader';
};

/** Whether others than the relay and its writer stand in To or Cc: they got the same mail, with its writer's address. */
export const hasOutsiders = (
  headers: readonly HeaderField[],
  { writer, relayDomain }: { readonly writer: Correspondent; readonly relayDomain: string },
): boolean =>
  ['to', 'cc'].some((name) =>
    valuesOf(headers, name).some((value) =>
      Array.from(value.matchAll(/[^\s<>,;:"()]{1,64}@[^\s<>,;:"()@]{1,255}/g), ([address]) => address).some(
        (address) => domainOf(address) !== domainOf(`@${relayDomain}`) && senderOf(address, writer) === undefined,
      ),
    ),
  );

/** What its writer's mail program called a mail (RFC 5322, 3.6.4), without brackets; `undefined` for what is longer than any of them makes. */
export const sentIdOf = (headers: readonly HeaderField[]): string | undefined => {
  const [value = ''] = valuesOf(headers, 'message-id');
  return /^<([!-;=?-~]{1,250})>$/.exec(value.trim())?.[1];
};
