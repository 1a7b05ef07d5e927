import { reportCharactersMax, type ReportView } from '../../../../domain/membership/report.ts';
import { type Markup, markup, shown } from '../../../files/report-markup.ts';
import { counted } from '../../../files/round-figures.ts';
import { badge, type Desk, opening, type OperatorPage, pageIn, pager } from './frame.ts';
import { notice } from '../form.ts';
import { memberLink } from './round-parts.ts';
import { goneName } from './round-view.ts';
import { momentOf } from './words.ts';

/** As many as are read; older ones are no longer listed. */
export const reportsReadMax = 200;
export const reportsAPage = 20;

export const reportsPage = (
  desk: Desk,
  reports: readonly ReportView[],
  { page: wanted, handled }: { readonly page: string | undefined; readonly handled: boolean },
): OperatorPage => {
  const open = reports.filter(({ handledAt }) => handledAt === undefined);
  // Those that wait come first, each group newest first.
  const inOrder = [...open, ...reports.filter(({ handledAt }) => handledAt !== undefined)];
  const pages = Math.ceil(inOrder.length / reportsAPage);
  const page = pageIn(wanted, pages);
  return {
    title: 'Reports',
    section: 'reports',
    content: markup`${handled ? notice('done', markup`<p>Marked as handled.</p>`) : undefined}${opening({ heading: 'Reports', lead: open.length === 0 ? 'No report waits for you.' : `${counted(open.length, 'report')} ${open.length === 1 ? 'waits' : 'wait'} for somebody to look.` })}
${
  inOrder.length === 0
    ? markup`<p class="card empty">Members can report somebody they were introduced to. Whoever a report is about never learns of it.</p>`
    : markup`<ul class="rows cards" role="list">${inOrder.slice((page - 1) * reportsAPage, page * reportsAPage).map((report) => reportItem(desk, report, page))}</ul>`
}
${pager({ page, pages, hrefOf: (to) => `/operator/reports?page=${String(to)}` })}`,
  };
};

const reportItem = ({ community, formField }: Desk, report: ReportView, page: number): Markup => {
  const { id, by, byName, about, aboutName, context, text, at, handledAt } = report;
  return markup`<li class="card"><p>${handledAt === undefined ? badge('warm', 'Open') : badge('calm', `Handled ${momentOf(handledAt, community)}`)}</p>
<p>${person(by, byName)} about ${person(about, aboutName)} <span class="quiet">${contexts[context]}, ${momentOf(at, community)}</span></p>
${text === '' ? markup`<p class="quiet">The words were taken out with somebody’s data.</p>` : markup`<blockquote>${text.split(/\s*\n\s*/).map((line) => markup`<p dir="auto">${shown(line, reportCharactersMax)}</p>`)}</blockquote>`}
${handledAt === undefined ? markup`<form method="post" action="/operator/reports/handle" class="buttons">${formField}<input type="hidden" name="report" value="${id}"><input type="hidden" name="page" value="${page}"><button type="submit" class="quiet-button">Mark as handled</button></form>` : undefined}</li>
`;
};

const contexts = { introduction: 'after an introduction', mail: 'about a mail' } as const;

const person = (id: string | undefined, name: string | undefined): Markup =>
  id === undefined || name === undefined ? markup`${goneName}` : memberLink(id, name);
