import type { AliasHistoryView } from '../../../../domain/relay/conversations/use-cases.ts';
import { refusalCodes } from '../../../../domain/relay/refusals.ts';
import { type Markup, markup, type Piece } from '../../../files/report-markup.ts';
import { counted, grouped } from '../../../files/round-figures.ts';
import type { Desk } from './frame.ts';
import { eventInWords, refusalNames } from './relay-words.ts';
import { memberLink } from './round-parts.ts';
import { goneName } from './round-view.ts';
import { momentOf } from './words.ts';

export interface AliasFacts {
  /** With its domain. */
  readonly address: string;
  readonly history: AliasHistoryView;
  /** Of those of the two who are still there. */
  readonly names: ReadonlyMap<string, string>;
}

/** What is known of one private address: who, when, how often, and no word of any message. */
export const aliasCard = ({ community }: Desk, { address, history, names }: AliasFacts): Markup => {
  const { member, partner, relayed, refused, strangersToday, events } = history;
  const refusals = refusalCodes.filter((code) => (refused[code] ?? 0) > 0);
  return markup`<section class="card" aria-labelledby="found"><h2 id="found">${address}</h2>
<dl class="facts">
${fact('Leads to', who(member, names))}${fact('Given to', who(partner, names))}${fact('Passed on', counted(relayed, 'message'))}${fact('By strangers today', grouped(strangersToday))}</dl>
${refusals.length === 0 ? undefined : markup`<h3>Not passed on</h3><ul>${refusals.map((code) => markup`<li>${refusalNames[code]}: ${grouped(refused[code] ?? 0)}</li>`)}</ul>\n`}<h3>What happened</h3>
<ul class="happenings" role="list">${events.map(({ what, at }) => markup`<li>${momentOf(at, community)}: ${eventInWords(what)}</li>`)}</ul></section>
`;
};

const fact = (name: string, value: Piece): Markup => markup`<div><dt>${name}</dt><dd>${value}</dd></div>
`;

const who = (member: string, names: ReadonlyMap<string, string>): Markup => {
  const name = names.get(member);
  return name === undefined ? markup`${goneName}` : memberLink(member, name);
};
