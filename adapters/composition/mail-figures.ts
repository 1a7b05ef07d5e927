import type { DrainReport } from '../email/drain-report.ts';
import type { Metrics } from './metrics.ts';

/** Adds what one drain did to the figures. */
export const countMails = (metrics: Metrics, { accepted, failed, retried, maybeTwice }: DrainReport): void => {
  metrics.count('MailsSent', accepted);
  metrics.count('MailsRefused', failed);
  metrics.count('MailsRetried', retried);
  metrics.count('MailsMaybeTwice', maybeTwice);
};
