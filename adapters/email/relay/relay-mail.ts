import { createHash } from 'node:crypto';
import { err, ok, type Result } from '../../../domain/kernel/result.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { admit } from '../../../domain/relay/gate.ts';
import { domainOf } from '../../../domain/relay/mailbox.ts';
import type { Correspondent } from '../../../domain/relay/message.ts';
import type { Footer, Rebuilt } from '../../../domain/relay/ports.ts';
import type { RelayRefused } from '../../../domain/relay/refusals.ts';
import { type KnownMessage, threadOf } from '../../../domain/relay/threading.ts';
import type { Verdicts } from '../../../domain/relay/verdicts.ts';
import { withBothDomainSpellings } from './domain-spellings.ts';
import { createMailPipeline } from './pipeline.ts';

/** What is known of a mail beside its bytes. */
export interface Envelope {
  readonly sender: Correspondent;
  /** Whose alias is the envelope recipient. */
  readonly partner: Correspondent;
  readonly verdicts: Verdicts;
  /** The envelope sender, without brackets; empty for `<>`. */
  readonly mailFrom: string;
  readonly known: readonly KnownMessage[];
  /** Epoch milliseconds. */
  readonly sentAt: number;
  readonly isOurHop: (token: string) => boolean;
  readonly footer?: Footer | undefined;
}

/**
 * From the bytes of a mail to the bytes that its partner gets, or why it is not relayed: the gate, the rebuild, and the leak scan, which
 * refuses whatever the rebuild may have missed. The same mail makes the same bytes.
 */
export const relayMail = async (raw: Uint8Array, given: Envelope): Promise<Result<Uint8Array, RelayRefused>> => {
  const remade = await remakeMail(raw, given);
  return remade.ok ? ok(remade.value.raw) : remade;
};

/** The same, with what is shown of it elsewhere. */
export const remakeMail = async (raw: Uint8Array, given: Envelope): Promise<Result<Rebuilt, RelayRefused>> => {
  const envelope = { ...given, sender: withBothDomainSpellings(given.sender), partner: withBothDomainSpellings(given.partner) };
  const { rawBytes, headers, mail } = await pipeline.open(raw);
  if (!headers.ok) return headers;
  const admission = admit({ rawBytes, headers: headers.value, ...envelope, alsoRefused: mail.ok ? [] : [mail.error] });
  if (admission.kind === 'retry') return err({ code: admission.code, message: admission.message });
  if (admission.kind === 'refused') return err(admission.refused);
  if (!mail.ok) return mail;
  const digest = createHash('sha256').update(envelope.partner.alias).update('\0').update(raw).digest('hex');
  return pipeline.rebuild(mail.value, {
    ...envelope,
    sentAt: envelope.sentAt as Instant,
    thread: threadOf(mail.value.headers, envelope.known),
    messageId: `${digest.slice(0, idCharacters)}@${domainOf(envelope.partner.alias) ?? 'localhost'}`,
    hop: digest.slice(-idCharacters),
  });
};

const pipeline = createMailPipeline();

const idCharacters = 32;
