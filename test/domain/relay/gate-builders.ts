import { readHeaderBlock } from '../../../domain/relay/header-block.ts';
import type { Arrival } from '../../../domain/relay/gate.ts';
import type { Correspondent, HeaderField } from '../../../domain/relay/message.ts';
import type { Verdicts } from '../../../domain/relay/verdicts.ts';

export const ana: Correspondent = {
  email: 'ana@example.com',
  otherEmails: ['ana.lima@gmail.com'],
  name: 'Ana',
  alias: 'c_aaaaaaaaaaaaaaaaaaaaaaaaaaa@relay.example.org',
};

export const ben: Correspondent = {
  email: 'ben@example.org',
  otherEmails: ['ben.second@example.net'],
  name: 'Ben',
  alias: 'c_aaaaaaaaaaaaaaaaaaaaaaaaaab@relay.example.org',
};

export const allPass: Verdicts = { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' };

/** Characters become bytes of their number. */
export const bytesOf = (raw: string): Uint8Array => Uint8Array.from(raw, (character) => character.charCodeAt(0));

/** The fields of a header written as lines. */
export const headersOf = (...lines: readonly string[]): readonly HeaderField[] => {
  const headers = readHeaderBlock(bytesOf(`${lines.join('\r\n')}\r\n\r\nHello`));
  if (!headers.ok) throw new Error(headers.error.code);
  return headers.value;
};

/** An ordinary mail of Ana to Ben's alias. */
export const anArrival = (changes: Partial<Arrival> = {}): Arrival => ({
  rawBytes: 2_000,
  headers: headersOf('From: Ana <ana@example.com>', `To: ${ben.alias}`, 'Subject: Tea?', 'Content-Type: text/plain'),
  mailFrom: 'ana@example.com',
  verdicts: allPass,
  sender: ana,
  partner: ben,
  isOurHop: (token) => token === 'ours',
  ...changes,
});
