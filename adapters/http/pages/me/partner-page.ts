import type { MyMatch } from '../../../../domain/introductions/my-matches.ts';
import { formatWeek } from '../../../../domain/kernel/iso-week.ts';
import { reportCharactersMax } from '../../../../domain/membership/report.ts';
import { markup } from '../../../files/report-markup.ts';
import { checkbox, formField, problemSummary, textArea } from '../form.ts';
import type { Page } from '../layout.ts';
import { partnerOf } from './introduction.ts';

export interface PartnerFacts {
  readonly match: MyMatch;
  readonly visitor: { readonly formToken: string };
  readonly typed?: { readonly text: string; readonly block: boolean } | undefined;
  readonly problem?: string | undefined;
}

/** What a member can do about somebody they were introduced to. */
export const partnerPage = ({ match, visitor, typed, problem }: PartnerFacts): Page => {
  const partner = partnerOf(match);
  const path = `/me/introductions/${formatWeek(match.week)}`;
  return {
    title: problem === undefined ? 'Block or report' : 'A word is missing',
    here: '/me',
    content: markup`<p class="back"><a href="/me">My page</a></p>
<h1>Block or report ${partner}</h1>
<p class="lead">Whatever you choose, ${partner} does not learn of it.</p>
${problemSummary(problem === undefined ? [] : [{ field: 'text', words: problem }])}<section class="card" aria-labelledby="block"><h2 id="block">Block</h2>
<p>You two are never introduced again, and mail between you ends at once.</p>
<form method="post" action="${path}/block">${formField(visitor)}<button type="submit">Block ${partner}</button></form></section>
<section class="card" aria-labelledby="report"><h2 id="report">Tell the people who run this community</h2>
<form method="post" action="${path}/report" novalidate>${formField(visitor)}${textArea({ id: 'text', name: 'text', label: 'What happened?', charactersMax: reportCharactersMax, value: typed?.text, help: 'The operators read it, nobody else.', problem })}${checkbox({ id: 'also-block', name: 'block', label: markup`Block ${partner}, too`, checked: typed?.block ?? true })}<button type="submit" class="quiet-button">Send the report</button></form></section>
`,
  };
};
