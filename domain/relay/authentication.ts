import { domainOf } from './mailbox.ts';
import type { Decided, Verdicts } from './verdicts.ts';

/**
 * Whether a mail comes from where its From says (relay rules, 1.1). DMARC (RFC 7489) says so; where the domain publishes no policy, SPF
 * does (RFC 7208) for an envelope sender at the very domain of From. DKIM alone never does: its verdict does not name who signed.
 * `from` and `mailFrom` are addresses; `mailFrom` is empty for the null reverse-path (RFC 5321, 4.5.5).
 */
export const authenticated = (verdicts: Pick<Verdicts, 'spf' | 'dmarc'>, from: string, mailFrom: string): Decided => {
  switch (verdicts.dmarc) {
    case 'PASS':
      return 'yes';
    case 'GRAY':
      return bySpf(verdicts, from, mailFrom);
    case 'PROCESSING_FAILED':
      return 'undecided';
    case 'FAIL':
    case 'DISABLED':
      return 'no';
  }
};

const bySpf = ({ spf }: Pick<Verdicts, 'spf'>, from: string, mailFrom: string): Decided => {
  const domain = domainOf(from);
  if (domain === undefined || domain !== domainOf(mailFrom)) return 'no';
  if (spf === 'PASS') return 'yes';
  return spf === 'PROCESSING_FAILED' ? 'undecided' : 'no';
};
