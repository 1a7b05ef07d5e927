import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { Community } from '../../../config/community.ts';
import { type Markup, markup, type Piece } from '../../../files/report-markup.ts';

/** What every operator's page knows beside its own facts. */
export interface Desk {
  readonly community: Community;
  readonly now: Instant;
  /** Goes into every form: proves that the form was ours. */
  readonly formField: Markup;
}

/** A page of the operators, as far as it is not the same on all of them. */
export interface OperatorPage {
  readonly title: string;
  readonly section: Section;
  readonly content: Markup;
}

export type Section = 'overview' | 'round' | 'results' | 'members' | 'reports' | 'mails' | 'relay';

const sections: readonly { readonly section: Section; readonly path: string; readonly label: string }[] = [
  { section: 'overview', path: '/operator', label: 'Overview' },
  { section: 'round', path: '/operator/round', label: 'Round' },
  { section: 'results', path: '/operator/results', label: 'Results' },
  { section: 'members', path: '/operator/members', label: 'Members' },
  { section: 'reports', path: '/operator/reports', label: 'Reports' },
  { section: 'mails', path: '/operator/mails', label: 'Mails' },
  { section: 'relay', path: '/operator/relay', label: 'Relay' },
];

export const operatorFrame = ({ section, content }: Pick<OperatorPage, 'section' | 'content'>): Markup => markup`<div class="desk">
<nav class="sections" aria-label="For operators"><ul role="list">${sections.map(
  (each) => markup`<li><a href="${each.path}"${each.section === section ? markup` aria-current="page"` : undefined}>${each.label}</a></li>`,
)}</ul></nav>
${content}</div>
`;

/** The top of a page: what it is about, and a sentence. */
export const opening = ({
  back,
  eyebrow,
  heading,
  lead,
}: {
  /** A link to the page above this one. */
  readonly back?: Piece;
  readonly eyebrow?: Piece;
  readonly heading: Piece;
  readonly lead?: Piece;
}): Markup => markup`<header class="opening">
${back === undefined ? undefined : markup`<p class="back">${back}</p>\n`}${eyebrow === undefined ? undefined : markup`<p class="eyebrow">${eyebrow}</p>\n`}<h1>${heading}</h1>
${lead === undefined ? undefined : markup`<p class="lead">${lead}</p>\n`}</header>
`;

export const keyFigure = (name: string, value: Piece, more?: Piece): Markup => markup`<div><dt>${name}</dt><dd>${value}${more}</dd></div>
`;

export const badge = (kind: 'calm' | 'good' | 'warm', words: string): Markup => markup`<span class="badge ${kind}">${words}</span>`;

/** Links to the pages of a list that is longer than one. */
export const pager = ({
  page,
  pages,
  hrefOf,
}: {
  readonly page: number;
  readonly pages: number;
  readonly hrefOf: (page: number) => string;
}): Markup | undefined =>
  pages < 2
    ? undefined
    : markup`<nav class="pager" aria-label="Pages">${page > 1 ? markup`<a rel="prev" href="${hrefOf(page - 1)}">Previous</a>` : undefined}<span>Page ${page} of ${pages}</span>${page < pages ? markup`<a rel="next" href="${hrefOf(page + 1)}">Next</a>` : undefined}</nav>
`;

/** A page number out of an address: a whole number from 1 to `pages`. */
export const pageIn = (text: string | undefined, pages: number): number => {
  const page = /^\d{1,6}$/.test(text ?? '') ? Number(text) : 1;
  return Math.min(Math.max(1, page), Math.max(1, pages));
};
