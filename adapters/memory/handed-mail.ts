import type { Verdicts } from '../../domain/relay/verdicts.ts';

/** A mail as it is handed over on this machine: its bytes, and what its envelope says. */
export interface HandedMail {
  readonly raw: Uint8Array;
  /** The envelope sender, without brackets; empty for `<>`. */
  readonly mailFrom: string;
  /** Those at the relay's domain, each once. */
  readonly recipients: readonly string[];
  readonly verdicts: Verdicts;
}

/** On one machine nobody can say where a mail comes from, so each of them is taken at its word. */
export const takenAtTheirWord: Verdicts = { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' };

/** As the mail service would find it of a mail whose sender pretends to be somebody else. */
export const notAuthenticated: Verdicts = { spf: 'FAIL', dkim: 'FAIL', dmarc: 'FAIL', spam: 'PASS', virus: 'PASS' };
