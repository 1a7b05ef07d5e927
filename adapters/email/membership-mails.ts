import type { MembershipMail } from '../../domain/membership/ports.ts';
import { absolute, endRemindersPath, signInPath, surveyPath } from '../http/links.ts';
import { momentInWords } from './dates.ts';
import type { Letter } from './letter.ts';
import { type MailContext, myPage, optional } from './mail-context.ts';
import { nameShown, person } from './words.ts';

type Mail<T extends MembershipMail['template']> = Extract<MembershipMail, { readonly template: T }>;

/** Goes to an address that nobody has proven yet, so it repeats nothing that its requester typed: no name, nothing chosen by them. */
export const surveyLink = ({ token }: Mail<'survey-link'>, { community, links }: MailContext): Letter => ({
  subject: `Your questions from ${community.name}`,
  preview: 'A few questions, and you are part of the next round.',
  title: ['A few questions first'],
  blocks: [
    { kind: 'paragraph', words: ['Hello,'] },
    {
      kind: 'paragraph',
      words: [
        `${community.name} introduces its members to each other: once a week, one person who is worth meeting, and the reasons why. To choose well, we need a few answers from you.`,
      ],
    },
    { kind: 'button', way: { label: 'Answer the questions', url: absolute(links.baseUrl, surveyPath(token)) } },
    { kind: 'aside', words: ['The link works once, within 7 days. It is for you alone, so please do not pass it on.'] },
    { kind: 'aside', words: ['You did not ask for this? Then somebody mistyped an address. Leave the mail alone and nothing happens.'] },
  ],
  links: [],
  because: `You get this mail because somebody asked ${community.name} for it with your address.`,
});

/** Nobody has proven this address yet either. The button does what that of the first mail did, as its link may have expired. */
export const surveyReminder = ({ to, token, isLast }: Mail<'survey-reminder'>, { community, links, secrets }: MailContext): Letter => ({
  subject: `Your questions from ${community.name} are still waiting`,
  preview: 'A few answers, and you are part of the next round.',
  title: ['Still interested?'],
  blocks: [
    { kind: 'paragraph', words: ['Hello,'] },
    {
      kind: 'paragraph',
      words: [
        `A while ago you asked to join ${community.name}. All that is missing are your answers to a few questions. With them we can introduce you to one person a week who is worth meeting, and tell you why.`,
      ],
    },
    { kind: 'paragraph', words: ['What you have filled in so far is kept.'] },
    { kind: 'button', way: { label: 'Answer the questions', url: absolute(links.baseUrl, surveyPath(token)) } },
    { kind: 'aside', words: ['The link works once, within 7 days. It is for you alone, so please do not pass it on.'] },
    {
      kind: 'aside',
      words: [
        isLast
          ? 'This is the last time that we remind you. Should you come back to it later, ask for a new link on our pages.'
          : 'Changed your mind? Leave the mail alone. We remind you once more, and then no more.',
      ],
    },
  ],
  links: [],
  because: `You get this mail because somebody asked ${community.name} for its questions with your address.`,
  unsubscribe: absolute(links.baseUrl, endRemindersPath(secrets, to)),
});

export const signIn = ({ token }: Mail<'sign-in'>, { community, links }: MailContext): Letter => ({
  subject: `Sign in to ${community.name}`,
  preview: 'The link works once, within 15 minutes.',
  title: ['Sign in'],
  blocks: [
    { kind: 'paragraph', words: ['Hello,'] },
    { kind: 'paragraph', words: [`Here is the link that signs you in to ${community.name}.`] },
    { kind: 'button', way: { label: 'Sign in', url: absolute(links.baseUrl, signInPath(token)) } },
    { kind: 'aside', words: ['The link works once, within 15 minutes. Whoever has it can sign in as you, so please do not pass it on.'] },
    { kind: 'aside', words: ['You did not ask for this? Leave the mail alone: without the link nobody gets in.'] },
  ],
  links: [],
  because: `You get this mail because somebody asked to sign in to ${community.name} with your address.`,
});

export const welcome = ({ to, roundAt }: Mail<'welcome'>, context: MailContext): Letter => {
  const { community, recipient } = context;
  const when = momentInWords(roundAt, community);
  return {
    subject: `Welcome to ${community.name}`,
    preview: `Your first round is on ${when}.`,
    title: nameShown(recipient.name) === nameShown('') ? ['Welcome'] : ['Welcome, ', person(recipient.name)],
    blocks: [
      {
        kind: 'paragraph',
        words: [
          `You are in. Once a week ${community.name} introduces you to one well-chosen person and tells you why the two of you should talk.`,
        ],
      },
      {
        kind: 'paragraph',
        words: [
          'Your first round is on ',
          { strong: when },
          '. The introduction then comes by mail; there is nothing you need to do until then.',
        ],
      },
      { kind: 'button', way: myPage(context, 'Open my page') },
      { kind: 'aside', words: ['There you can change your answers until the round starts, pause, skip a week or leave.'] },
    ],
    links: [],
    ...optional(to, context),
  };
};

export const goodbye = ({ erased }: Mail<'goodbye'>, { community, recipient }: MailContext): Letter => ({
  subject: erased ? `Your data at ${community.name} is erased` : `You have left ${community.name}`,
  preview: erased ? 'Everything about you is gone. This is our last mail.' : 'No more introductions, and no more mails.',
  title: nameShown(recipient.name) === nameShown('') ? ['Goodbye'] : ['Goodbye, ', person(recipient.name)],
  blocks: [
    ...(erased ? erasedWords(community.name) : leftWords(community.name)),
    { kind: 'paragraph', words: ['Thank you for having been part of it. All the best to you.'] },
  ],
  links: [],
  because: `This is the last mail that you get from ${community.name}${erased ? '' : ' unless you come back'}.`,
});

const erasedWords = (community: string): Letter['blocks'] => [
  {
    kind: 'paragraph',
    words: [
      `As you asked, everything that ${community} knew about you is erased: your address, your answers, your introductions. Your private addresses are closed for good.`,
    ],
  },
  {
    kind: 'aside',
    words: [
      'Where somebody must not meet you again, or you them, we keep a code from which nobody can read your address. It serves no other purpose.',
    ],
  },
];

const leftWords = (community: string): Letter['blocks'] => [
  { kind: 'paragraph', words: [`You have left ${community}, as you asked. We introduce you to nobody any more.`] },
  { kind: 'paragraph', words: ['Should you miss it: sign up again with this address, and you are back.'] },
];
