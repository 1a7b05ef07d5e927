import type { ConversationView } from '../../../domain/relay/conversations/use-cases.ts';
import type { Community } from '../../config/community.ts';
import { type Markup, markup } from '../../files/report-markup.ts';
import type { ConversationDeed } from '../links.ts';
import { isOver, messagesInWords, stateInWords, stateNames } from './conversation-words.ts';
import { problemSummary, textArea } from './form.ts';
import type { Page } from './layout.ts';

/** Somebody's own side of a conversation, for whoever has the link out of their mails. It names nobody: mails are passed on to others. */
export interface ConversationFacts {
  readonly community: Community;
  readonly view: ConversationView;
  /** With the token. */
  readonly pathOf: (deed?: ConversationDeed) => string;
}

export const conversationPage = ({ community, view, pathOf }: ConversationFacts): Page => ({
  title: 'Your conversation',
  content: markup`<h1>Your conversation</h1>
<p class="lead">With somebody whom ${community.name} introduced you to.</p>
<section class="card" aria-labelledby="state"><h2 id="state">How it stands <span class="badge ${view.state === 'open' ? 'good' : 'calm'}">${stateNames[view.state]}</span></h2>
<p>${stateInWords(view, community)}</p>
<p class="quiet">${messagesInWords(view, community)}</p>
${isOver(view) ? undefined : muteForm(view, pathOf)}</section>
${waysOut(view, pathOf)}`,
});

const muteForm = ({ state }: ConversationView, pathOf: ConversationFacts['pathOf']): Markup =>
  state === 'muted'
    ? markup`<form method="post" action="${pathOf('unmute')}" class="buttons"><button type="submit">Unmute</button></form>
`
    : markup`<form method="post" action="${pathOf('mute')}" class="buttons"><button type="submit">Mute</button></form>
<p class="quiet">Muted, nothing more is passed on to you. You may still write; with your next message you hear from them again.</p>
`;

const waysOut = (
  view: ConversationView,
  pathOf: ConversationFacts['pathOf'],
): Markup => markup`<section class="card" aria-labelledby="out"><h2 id="out">${isOver(view) ? 'Tell somebody' : 'End it, or tell somebody'}</h2>
<p>You are asked once more before anything is done.</p>
<p class="buttons">${isOver(view) ? undefined : markup`<a class="button quiet-button" href="${pathOf('end')}">End the conversation</a> `}<a class="button quiet-button" href="${pathOf('report')}">Report it</a></p></section>
${isOver(view) ? undefined : markup`<p class="quiet after">A reply that says nothing but STOP mutes, END ends and REPORT reports, too.</p>\n`}`;

export const endPage = ({ pathOf }: Pick<ConversationFacts, 'pathOf'>): Page => ({
  title: 'End the conversation',
  content: markup`<p class="back"><a href="${pathOf()}">Your conversation</a></p>
<h1>End this conversation?</h1>
<p class="lead">${endInWords}</p>
<form method="post" action="${pathOf('end')}"><button type="submit">End it</button></form>
<p class="quiet after">To hear nothing for a while only, mute it instead.</p>
`,
});

export const endInWords =
  'Nothing more is passed on between the two of you, in either direction. It cannot be taken back. Nobody is told that it was you.';

export const reportPage = ({
  pathOf,
  typed,
  problem,
}: Pick<ConversationFacts, 'pathOf'> & { readonly typed?: string | undefined; readonly problem?: string | undefined }): Page => ({
  title: problem === undefined ? 'Report the conversation' : 'The report is too long',
  content: markup`<p class="back"><a href="${pathOf()}">Your conversation</a></p>
<h1>Report this conversation</h1>
<p class="lead">It goes to the people who run this community, and the conversation ends. The one you report does not learn of it.</p>
${problemSummary(problem === undefined ? [] : [{ field: 'words', words: problem }])}<form method="post" action="${pathOf('report')}" novalidate>${textArea({ id: 'words', name: 'words', label: 'What happened?', value: typed, charactersMax: reportWordsMax, help: 'The operators read it, nobody else. They do not see what you two wrote, so quote what matters.', problem })}<button type="submit">Report and end it</button></form>
`,
});

/** Leaves room beside it for what the relay adds: digests and times. */
export const reportWordsMax = 1_000;

/** After a press: what was done, and the way back. */
export const donePage = (
  what: 'muted' | 'unmuted' | 'ended' | 'reported' | 'over',
  { pathOf }: Pick<ConversationFacts, 'pathOf'>,
): Page => ({
  title: doneWords[what].heading,
  content: markup`<h1>${doneWords[what].heading}</h1>
<p class="lead">${doneWords[what].words}</p>
${what === 'muted' ? markup`<form method="post" action="${pathOf('unmute')}"><button type="submit" class="quiet-button">Unmute</button></form>\n` : undefined}${what === 'unmuted' ? markup`<p><a href="${pathOf()}">Back to the conversation</a></p>\n` : undefined}${what === 'ended' || what === 'reported' ? markup`<p>To make sure that you two are never introduced again, block them on <a href="/me">your page</a>.</p>\n` : undefined}`,
});

const doneWords = {
  muted: { heading: 'Muted', words: 'Nothing more is passed on to you from this conversation, until you write in it yourself.' },
  unmuted: { heading: 'Not muted any more', words: 'What is written to you is passed on again. What came meanwhile was not kept.' },
  ended: { heading: 'Ended', words: 'Nothing more is passed on between the two of you. Nobody is told that it was you.' },
  reported: { heading: 'Thank you', words: 'The people who run this community will look at it. The conversation has ended.' },
  over: { heading: 'Nothing more comes', words: 'This conversation is over: nothing is passed on to you from it any more.' },
} as const;
