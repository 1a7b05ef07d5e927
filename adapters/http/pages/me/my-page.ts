import type { MyMatch } from '../../../../domain/introductions/my-matches.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import { formatWeek, type Week } from '../../../../domain/kernel/iso-week.ts';
import type { MailTrouble, Member } from '../../../../domain/membership/member.ts';
import { stageAt, takesPart } from '../../../../domain/membership/taking-part.ts';
import type { ConversationView } from '../../../../domain/relay/conversations/use-cases.ts';
import type { Community } from '../../../config/community.ts';
import { momentInWords } from '../../../email/dates.ts';
import { type Markup, markup, nameOf } from '../../../files/report-markup.ts';
import { dayInWords } from '../../calendar-words.ts';
import { formField, hidden, problemSummary, textField } from '../form.ts';
import type { Page } from '../layout.ts';
import { introductions } from './introduction.ts';

export interface MeFacts {
  readonly community: Community;
  readonly visitor: { readonly member: Member; readonly formToken: string };
  readonly now: Instant;
  readonly next: { readonly week: Week; readonly roundAt: Instant };
  readonly matches: readonly MyMatch[];
  /** By conversation; `undefined` where nothing is passed on at all. */
  readonly conversations: ReadonlyMap<string, ConversationView> | undefined;
  readonly relayDomain: string;
  /** Where one writes to an address; a mail program where nothing is said. */
  readonly writeHref?: ((address: string, subject: string) => string) | undefined;
  readonly hasChat: boolean;
  /** The survey of today insists on something that was never answered. */
  readonly isMissingAnswers: boolean;
  /** Tomorrow on the community's calendars, as `2026-11-24`. */
  readonly tomorrow: string;
  readonly said?: Markup | undefined;
  readonly pauseProblem?: string | undefined;
}

export const myPage = (facts: MeFacts): Page => {
  const { visitor, said } = facts;
  return {
    title: 'My page',
    here: '/me',
    content: markup`<h1>Hello, ${nameOf({ name: visitor.member.name, address: 'you' })}</h1>
${said}${draftNote(facts)}${nextRound(facts)}${introductions(facts)}`,
  };
};

const draftNote = ({ visitor: { member }, isMissingAnswers }: MeFacts): Markup | undefined => {
  if (isMissingAnswers)
    return markup`<div class="notice calm" role="status"><p><strong>The questions have changed.</strong> Some need an answer from you before we can introduce you again. <a href="/survey">Look at them</a></p></div>
`;
  if (member.draft === undefined) return undefined;
  return markup`<div class="notice calm" role="status"><p>You began to change your answers. <a href="/survey">Go on, and send them</a></p></div>
`;
};

const nextRound = (facts: MeFacts): Markup => {
  const { community, next } = facts;
  const { badge, words, actions } = standingOf(facts);
  return markup`<section class="card next" aria-labelledby="next"><h2 id="next">Next round <span class="badge ${badge === inTheRound ? 'good' : 'calm'}">${badge}</span></h2>
<p class="when">${momentInWords(next.roundAt, community)}</p>
<p class="standing">${words}</p>
${actions}</section>
`;
};

const inTheRound = 'you are in';

interface StandingShown {
  readonly badge: string;
  readonly words: string | Markup;
  readonly actions?: Markup | undefined;
}

const standingOf = (facts: MeFacts): StandingShown => {
  const { visitor, now, next, community, isMissingAnswers } = facts;
  const { member } = visitor;
  if (member.standing !== 'good')
    return {
      badge: 'on hold',
      words: markup`Your membership is on hold. Please write to <a href="mailto:${community.from}">the people who run this community</a>.`,
    };
  const stage = stageAt(member, now);
  switch (stage.name) {
    case 'invited':
    case 'erasing':
      return { badge: 'not yet', words: 'You are in once you have answered the questions.', actions: toTheQuestions('To the questions') };
    case 'left':
      return {
        badge: 'you left',
        words: 'You have left. Answer the questions once more, and you are back.',
        actions: toTheQuestions('Come back'),
      };
    case 'paused': {
      if (member.mailTrouble !== undefined) return outOfReach(facts, member.mailTrouble);
      const until =
        stage.until === undefined ? 'until you come back' : markup`until <strong>${dayInWords(stage.until, community)}</strong>`;
      return {
        badge: 'pausing',
        words: markup`You are pausing ${until}. Nobody is introduced to you meanwhile.`,
        actions: resumeForm(facts, 'Take part again'),
      };
    }
    case 'active':
      if (isMissingAnswers)
        return {
          badge: 'not yet',
          words: 'You are in again once you have answered the new questions.',
          actions: toTheQuestions('To the questions'),
        };
      return takesPart(member, next.week, now)
        ? {
            badge: inTheRound,
            words: 'You are in. We will look for the one person who fits you best.',
            actions: ways(facts, skipForm(facts, true)),
          }
        : { badge: 'skipped', words: 'You skip this one, and are in again for the next.', actions: ways(facts, skipForm(facts, false)) };
  }
};

const toTheQuestions = (label: string): Markup => markup`<p class="buttons"><a class="button" href="/survey">${label}</a></p>
`;

const skipForm = ({ visitor, next }: MeFacts, skip: boolean): Markup =>
  markup`<form method="post" action="/me/skip">${formField(visitor)}${hidden('week', formatWeek(next.week))}${hidden('skip', skip ? 'yes' : 'no')}<button type="submit"${skip ? markup` class="quiet-button"` : undefined}>${skip ? 'Skip this round' : 'Take part after all'}</button></form>`;

const resumeForm = ({ visitor }: MeFacts, label: string): Markup =>
  markup`<form method="post" action="/me/resume" class="buttons">${formField(visitor)}<button type="submit">${label}</button></form>
`;

/** Says plainly what became of our mails, and how to come back. */
const outOfReach = (facts: MeFacts, { kind, at }: MailTrouble): StandingShown => {
  const day = markup`<strong>${dayInWords(at, facts.community)}</strong>`;
  if (kind === 'complained')
    return {
      badge: 'no mails',
      words: markup`On ${day} one of our mails to you was marked as unwanted. So we write to you only when you ask for a link, and nobody is introduced to you. If that was a mistake, or you want introductions again, press the button.`,
      actions: resumeForm(facts, 'Write to me again'),
    };
  return {
    badge: 'mails came back',
    words: markup`Mails to <bdi>${facts.visitor.member.email}</bdi> came back on ${day}. So nobody is introduced to you, and we write to you only when you ask for a link. When your mailbox works again, press the button. To use another address, leave and sign up with it.`,
    actions: resumeForm(facts, 'My mailbox works again'),
  };
};

const ways = ({ visitor, tomorrow, pauseProblem }: MeFacts, skip: Markup): Markup => markup`<div class="buttons">${skip}</div>
<details class="more"${pauseProblem === undefined ? undefined : markup` open`}><summary>Pause for longer</summary>
${problemSummary(pauseProblem === undefined ? [] : [{ field: 'until', words: pauseProblem }])}<form method="post" action="/me/pause" class="row" novalidate>${formField(visitor)}${textField({ id: 'until', name: 'until', label: 'Back on', type: 'date', min: tomorrow, problem: pauseProblem })}<button type="submit">Pause until then</button></form>
<form method="post" action="/me/pause">${formField(visitor)}${hidden('open', 'yes')}<button type="submit" class="quiet-button">Pause until I come back</button></form></details>
`;
