import type { Clock } from '../kernel/clock.ts';
import { dayMs, utcDay } from '../kernel/instant.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { TooManyRequests } from './link-request.ts';
import type { Allowance, Allowances, Members, Report, Reports } from './ports.ts';

/** Tells the operators about someone. The one it is about never learns of it. The same words on the same day are one report. */
export type ReportMember = (command: {
  readonly member: MemberId;
  readonly about: MemberId;
  readonly context: Report['context'];
  readonly text: string;
}) => Promise<Result<'reported', ReportFailure | TooManyRequests>>;

export type ReportFailure =
  | { readonly code: 'membership.report_self' | 'membership.report_empty' }
  | { readonly code: 'membership.report_too_long'; readonly charactersMax: number };

export const reportCharactersMax = 2_000;
export const reportsADay: Allowance = { most: 20, windowMs: dayMs };

interface ReportNeeds {
  readonly reports: Reports;
  readonly allowances: Allowances;
  readonly secrets: Secrets;
  readonly clock: Clock;
}

export const makeReportMember =
  ({ reports, allowances, secrets, clock }: ReportNeeds): ReportMember =>
  async ({ member, about, context, text }) => {
    const now = clock.now();
    const words = text.trim();
    if (member === about) return err({ code: 'membership.report_self' });
    if (words === '') return err({ code: 'membership.report_empty' });
    if (words.length > reportCharactersMax) return err({ code: 'membership.report_too_long', charactersMax: reportCharactersMax });
    const allowed = await allowances.take(`report.${secrets.sign('caller', member)}`, reportsADay, now);
    if (allowed !== 'taken') return err({ code: 'membership.too_many_requests', until: allowed.usedUpUntil });
    const id = secrets.sign('report', JSON.stringify([member, about, context, words, utcDay(now)]));
    await reports.add({ id, by: member, about, context, text: words, at: now });
    return ok('reported');
  };

/** For operators: newest first, at most 200, with the names of those who are still there. */
export type ListReports = (command: { readonly limit: number }) => Promise<Result<readonly ReportView[], never>>;

export interface ReportView extends Report {
  readonly byName: string | undefined;
  readonly aboutName: string | undefined;
}

export const makeListReports =
  ({ reports, members }: { readonly reports: Reports; readonly members: Members }): ListReports =>
  async ({ limit }) => {
    const latest = await reports.latest(limit);
    const ids = [...new Set(latest.flatMap(({ by, about }) => [by, about]))];
    const names = new Map(await Promise.all(ids.map(async (id) => [id, id && (await members.find(id))?.name] as const)));
    return ok(latest.map((report) => ({ ...report, byName: names.get(report.by), aboutName: names.get(report.about) })));
  };

/** For operators: marks a report as seen to. */
export type HandleReport = (command: { readonly report: string }) => Promise<Result<'handled', never>>;

export const makeHandleReport =
  ({ reports, clock }: { readonly reports: Reports; readonly clock: Clock }): HandleReport =>
  async ({ report }) => {
    await reports.change(report, clock.now());
    return ok('handled');
  };
