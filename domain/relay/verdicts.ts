/** What the receiving mail service found, in the words of SES (`receipt` of its notification). */
export const verdictWords = ['PASS', 'FAIL', 'GRAY', 'PROCESSING_FAILED', 'DISABLED'] as const;
export type Verdict = (typeof verdictWords)[number];

/** Of the service that took the mail over; never what a mail says of itself (`Authentication-Results`). */
export interface Verdicts {
  readonly spf: Verdict;
  readonly dkim: Verdict;
  /** `GRAY`: the domain of From publishes no policy. A mail that fails a policy of `p=none` has failed. */
  readonly dmarc: Verdict;
  readonly spam: Verdict;
  readonly virus: Verdict;
}

/** `undecided`: the service could not tell, and the same mail may be decided on when it is looked at again. */
export type Decided = 'yes' | 'no' | 'undecided';

/** Whether a mail was found clean: by a scan that ran and said so, and by nothing less. */
export const isClean = ({ virus }: Pick<Verdicts, 'virus'>): Decided => {
  if (virus === 'PASS') return 'yes';
  return virus === 'PROCESSING_FAILED' ? 'undecided' : 'no';
};

/** Whether a mail surely is spam. Doubts pass: its sender is a member, and authenticated. */
export const isSpam = ({ spam }: Pick<Verdicts, 'spam'>): boolean => spam === 'FAIL';
