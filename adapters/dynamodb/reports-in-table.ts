import * as z from 'zod';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { ok } from '../../domain/kernel/result.ts';
import type { Report, Reports } from '../../domain/membership/ports.ts';
import { asBody, bodyOf, type FieldsOf, instantSchema, memberIdSchema } from './bodies.ts';
import { createChange, type NextItem } from './change-in-table.ts';
import { inTime, lists, reportKey, reportOfKey, reportsOf } from './keys.ts';
import { everyItem } from './pages.ts';
import type { Item, Table, Write } from './table.ts';

export const createTableReports = (table: Table): Reports => {
  const change = createChange(table);
  return {
    add: async (report) => {
      const members = [...new Set([report.by, report.about])].filter((member) => member !== undefined);
      // A conflict is a report that is there already, and then so are the ways to it.
      await table.commit([
        { op: 'put', item: { ...reportKey(report.id), ...itemIn(report) }, expect: 'absent' },
        ...members.map((member): Write => ({
          op: 'put',
          item: { ...reportOfKey(member, report.id), body: report.id },
          expect: 'anything',
        })),
      ]);
    },
    change: async (id, handledAt) => {
      await change([reportKey(id)], ([item]) => {
        const next: NextItem = item === undefined ? 'unchanged' : itemIn({ ...reportOf(item), handledAt });
        return ok({ items: [next], outcome: undefined });
      });
    },
    latest: async (limit) => {
      const { items } = await table.query({ by: 'index', partition: lists.reports, limit, descending: true });
      return items.map(reportOf);
    },
    by: async (member) => {
      const reports: Report[] = [];
      for await (const { body } of everyItem(table, { by: 'key', partition: reportsOf(member) })) {
        const item = await table.get(reportKey(z.string().parse(body)));
        const report = item === undefined ? undefined : reportOf(item);
        if (report?.by === member) reports.push(report);
      }
      return reports.sort((one, other) => other.at - one.at).slice(0, reportsByMax);
    },
    anonymise: async (member) => {
      for await (const { body } of everyItem(table, { by: 'key', partition: reportsOf(member) })) {
        const id = z.string().parse(body);
        await change([reportKey(id), reportOfKey(member, id)], ([item]) => {
          const next: NextItem = item === undefined ? 'unchanged' : itemIn(without(member, reportOf(item)));
          return ok({ items: [next, 'removed'], outcome: undefined });
        });
      }
    },
  };
};

/** Reports of one member that go into an export. */
const reportsByMax = 200;

const without = (member: MemberId, report: Report): Report => ({
  ...report,
  by: report.by === member ? undefined : report.by,
  about: report.about === member ? undefined : report.about,
  // Whoever wrote it, it is either their words or words about them.
  text: '',
});

const itemIn = (report: Report) => ({ body: asBody(report), index: { pk: lists.reports, sk: inTime(report.at, report.id) } });

const reportOf = (item: Item): Report => {
  const body = bodyOf(reportSchema, item);
  return { ...body, by: body.by, about: body.about };
};

const reportSchema = z.object({
  id: z.string(),
  by: memberIdSchema.optional(),
  about: memberIdSchema.optional(),
  context: z.enum(['introduction', 'mail']),
  text: z.string(),
  at: instantSchema,
  handledAt: instantSchema.optional(),
} satisfies FieldsOf<Report>);
