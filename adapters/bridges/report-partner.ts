import { reportCharactersMax, type ReportMember } from '../../domain/membership/report.ts';
import type { ReportPartner } from '../../domain/relay/ports.ts';

/**
 * Puts what the relay knows of a partner before the operators, as a report of the member about a mail. The same evidence on one day is one
 * report. Evidence that is too long loses its end. Who has used up the reports of a day has told the operators plenty, so nothing
 * is added then; whatever else a report does is done all the same.
 */
export const createReportPartner =
  (reportMember: ReportMember): ReportPartner =>
  async ({ member, about, evidence }) => {
    await reportMember({ member, about, context: 'mail', text: evidence.slice(0, reportCharactersMax) });
  };
