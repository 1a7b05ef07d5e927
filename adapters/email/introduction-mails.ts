import type { Cancelled, DidYouMeet, LeftOver, TheIntroduction } from '../../domain/introductions/mails.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { absolute, metPath, type MetAnswerInLink, skipPath } from '../http/links.ts';
import { nextRoundWeek, roundDayInWords } from './dates.ts';
import type { Letter, Way } from './letter.ts';
import { greeting, type MailContext, myPage, optional } from './mail-context.ts';
import { openerOf } from './openers.ts';
import { initialOf, person, plain, speakingOf } from './words.ts';

export const introduction = (mail: TheIntroduction, context: MailContext): Letter => {
  const { to, week, partnerName, reasons, alias } = mail;
  const { community, recipient, links } = context;
  const partner = person(partnerName);
  const why = reasons.map((reason) => speakingOf(reason, partnerName));
  return {
    subject: `Meet ${plain([partner])}`,
    preview: why[0] === undefined ? `Your introduction for this week from ${community.name}.` : plain(why[0]),
    faces: [recipient.name, partnerName].map(initialOf),
    title: ['Meet ', partner],
    blocks: [
      { kind: 'paragraph', words: greeting(recipient.name) },
      {
        kind: 'paragraph',
        words: ['This week we would like you two to get to know each other. ', partner, ' gets a mail like this one about you.'],
      },
      ...(why.length === 0 ? [] : [{ kind: 'list', heading: 'Why you two', items: why } as const]),
      { kind: 'quote', heading: 'A question to start with', words: speakingOf(mail.opener ?? openerOf(week), partnerName) },
      {
        kind: 'mailbox',
        label: plain(['Write to ', partner]),
        address: `${alias}@${links.relayDomain}`,
        subject: `Hello from ${community.name}`,
      },
      {
        kind: 'aside',
        words: [
          'This address is private to the two of you: neither of you sees the other’s own. Two lines and a time to meet are plenty, and somebody has to go first.',
        ],
      },
    ],
    links: [skip(to, week, context), myPage(context, 'Block or report'), myPage(context)],
    ...optional(to, context),
  };
};

export const leftOver = ({ to, week }: LeftOver, context: MailContext): Letter => ({
  subject: 'No introduction this week, and first in line for the next',
  preview: 'In the next round you come first.',
  title: ['You come first next time'],
  blocks: [
    { kind: 'paragraph', words: greeting(context.recipient.name) },
    {
      kind: 'paragraph',
      words: [
        'This week we found nobody for you to meet. That says nothing about you: when the numbers are odd, or few of those who are free fit, somebody has to wait.',
      ],
    },
    { kind: 'paragraph', words: ['In the next round, on ', { strong: nextRoundDay(week, context) }, ', whoever waited comes first.'] },
    { kind: 'button', way: myPage(context, 'Look at my answers') },
    { kind: 'aside', words: ['Nothing needs doing. If your answers have changed since, this is a good moment to say so.'] },
  ],
  links: [skip(to, week, context), myPage(context)],
  ...optional(to, context),
});

/** The same for everybody, whatever happened: who drew back, and why, is nobody’s to guess from it. */
export const cancelled = ({ to, week }: Cancelled, context: MailContext): Letter => ({
  subject: 'Your introduction of this week does not take place',
  preview: 'In the next round you come first.',
  title: ['Not this week after all'],
  blocks: [
    { kind: 'paragraph', words: greeting(context.recipient.name) },
    {
      kind: 'paragraph',
      words: [
        'The introduction that we had planned for you this week does not take place. Plans change between a round and its mails, and it says nothing about you.',
      ],
    },
    { kind: 'paragraph', words: ['In the next round, on ', { strong: nextRoundDay(week, context) }, ', whoever waited comes first.'] },
    { kind: 'button', way: myPage(context, 'Open my page') },
  ],
  links: [skip(to, week, context)],
  ...optional(to, context),
});

export const didYouMeet = ({ to, week, partnerName }: DidYouMeet, context: MailContext): Letter => {
  const partner = person(partnerName);
  const choice = (label: string, answer: MetAnswerInLink): Way => ({
    label,
    url: absolute(context.links.baseUrl, metPath(context.secrets, { member: to, week }, answer)),
  });
  return {
    subject: `Did you and ${plain([partner])} meet?`,
    preview: 'One click is enough.',
    title: ['Did you and ', partner, ' meet?'],
    blocks: [
      { kind: 'paragraph', words: greeting(context.recipient.name) },
      { kind: 'paragraph', words: ['A few days ago we introduced you to ', partner, '. What came of it?'] },
      { kind: 'choices', choices: [choice('Yes, we met', 'yes'), choice('We have a plan', 'planned'), choice('No', 'no')] },
      { kind: 'aside', words: ['Your answer shows us whether introductions lead to something. ', partner, ' is not told.'] },
    ],
    links: [myPage(context, 'Block or report'), myPage(context)],
    ...optional(to, context),
  };
};

const nextRoundDay = (week: Week, { community }: MailContext): string => roundDayInWords(nextRoundWeek(week, community), community);

const skip = (member: MemberId, week: Week, { community, links, secrets }: MailContext): Way => {
  const next = nextRoundWeek(week, community);
  return { label: `Skip ${roundDayInWords(next, community)}`, url: absolute(links.baseUrl, skipPath(secrets, { member, week: next })) };
};
