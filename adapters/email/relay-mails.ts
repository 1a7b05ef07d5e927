import { type AliasName, parseAliasName } from '../../domain/kernel/alias-name.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import type { RelayDone, RelayExpiring, RelayNotice, RelayShared, RelayUnreachable } from '../../domain/relay/conversations/mails.ts';
import { absolute, addressesPath, conversationPath } from '../http/links.ts';
import { momentInWords } from './dates.ts';
import type { Letter, Way } from './letter.ts';
import { greeting, type MailContext, myPage } from './mail-context.ts';
import { type NoticeWords, noticeWords } from './relay-notice-words.ts';
import { person, plain, type Words } from './words.ts';

/** What the relay itself says. Each answers something, so none of them can be ended, and none is itself answered by a machine. */
export const relayNotice = ({ reason, conversation }: RelayNotice, context: MailContext): Letter => {
  const { subject, happened, toDo, leadsTo } = noticeWords[reason];
  return {
    subject,
    preview: toDo,
    title: [subject],
    blocks: [
      { kind: 'paragraph', words: greeting(context.recipient.name) },
      { kind: 'paragraph', words: [happened] },
      { kind: 'paragraph', words: [toDo] },
      { kind: 'button', way: wayOf(leadsTo, conversation, context) },
      { kind: 'aside', words: ['You hear of this once a day at the most, however often it happens.'] },
    ],
    links: leadsTo === 'my-page' ? [] : [myPage(context)],
    ...because(context),
  };
};

export const relayDone = ({ what, conversation }: RelayDone, context: MailContext): Letter => {
  const { subject, words } = done[what];
  return {
    subject,
    preview: words,
    title: [subject],
    blocks: [
      { kind: 'paragraph', words: greeting(context.recipient.name) },
      { kind: 'paragraph', words: [`You sent the word ${commands[what]}. ${words}`] },
      ...(what === 'muted'
        ? [{ kind: 'button', way: wayOf('conversation', conversation, context) } as const]
        : [{ kind: 'aside', words: ['To make sure that you two are never introduced again, block the other one on your page.'] } as const]),
    ],
    links: [myPage(context)],
    ...because(context),
  };
};

const commands = { muted: 'STOP', ended: 'END', reported: 'REPORT' } as const;

const done = {
  muted: {
    subject: 'Muted, as you asked',
    words: 'Nothing more is passed on to you from this conversation until you write in it yourself, or say otherwise on its page.',
  },
  ended: {
    subject: 'Ended, as you asked',
    words: 'Nothing more is passed on between the two of you, and both private addresses are closed. Nobody is told that it was you.',
  },
  reported: {
    subject: 'Reported, as you asked',
    words:
      'The people who run this community will look at it. Nothing more is passed on between the two of you. Nobody but them is told that it was you.',
  },
} as const satisfies Record<RelayDone['what'], { readonly subject: string; readonly words: string }>;

export const relayExpiring = ({ partnerName, closesAt, alias }: RelayExpiring, context: MailContext): Letter => {
  const { community, links } = context;
  const partner: Words = partnerName === undefined ? ['somebody whom you were introduced to'] : [person(partnerName)];
  return {
    subject: plain(['Your conversation with ', ...partner, ' closes soon']),
    preview: 'One message keeps it open.',
    title: ['Still in touch?'],
    blocks: [
      { kind: 'paragraph', words: greeting(context.recipient.name) },
      { kind: 'paragraph', words: ['It has been quiet between you and ', ...partner, '.'] },
      {
        kind: 'paragraph',
        words: ['Unless one of you writes, the private addresses close on ', { strong: momentInWords(closesAt, community) }, '.'],
      },
      { kind: 'mailbox', label: 'Write a few lines', address: `${alias}@${links.relayDomain}`, subject: `Hello from ${community.name}` },
      { kind: 'aside', words: ['Done with it? Then there is nothing that you need to do.'] },
    ],
    links: [myPage(context)],
    ...because(context),
  };
};

/** Of the reader's own address it says nothing but that it would be seen. */
export const relayShared = ({ partnerName, partnerAddress }: RelayShared, context: MailContext): Letter => {
  const partner: Words = partnerName === undefined ? ['Somebody whom you were introduced to'] : [person(partnerName)];
  return {
    subject: plain([...partner, ' shares their address with you']),
    preview: 'You may write there, or go on as before.',
    title: ['An address for you'],
    blocks: [
      { kind: 'paragraph', words: greeting(context.recipient.name) },
      { kind: 'paragraph', words: [...partner, ' wants you to have their own address:'] },
      { kind: 'paragraph', words: [{ strong: partnerAddress ?? 'it is no longer there' }] },
      {
        kind: 'aside',
        words: [
          'What you send there goes straight to them, and shows them the address that you write from. The private addresses stay open: you may go on as before.',
        ],
      },
    ],
    links: [myPage(context)],
    ...because(context),
  };
};

/** Why they cannot be reached is theirs to tell. */
export const relayUnreachable = ({ conversation }: RelayUnreachable, context: MailContext): Letter => ({
  subject: 'Your messages do not arrive at present',
  preview: 'Please try again in a few days.',
  title: ['Your messages do not arrive at present'],
  blocks: [
    { kind: 'paragraph', words: greeting(context.recipient.name) },
    {
      kind: 'paragraph',
      words: [
        'In one of your conversations mail cannot be delivered to the other one at present. What you wrote last may not have arrived.',
      ],
    },
    { kind: 'paragraph', words: ['Please try again in a few days. Until then nothing that you write there is passed on or kept.'] },
    { kind: 'button', way: wayOf('conversation', conversation, context) },
  ],
  links: [myPage(context)],
  ...because(context),
});

const wayOf = (leadsTo: NoticeWords['leadsTo'], conversation: string, context: MailContext): Way => {
  const { baseUrl } = context.links;
  switch (leadsTo) {
    case 'conversation':
      return { label: 'Look at the conversation', url: absolute(baseUrl, conversationPath(context.secrets, ownAlias(conversation))) };
    case 'addresses':
      return { label: 'My addresses', url: absolute(baseUrl, addressesPath) };
    case 'my-page':
      return myPage(context, 'Open my page');
  }
};

const ownAlias = (text: string): AliasName => {
  const alias = parseAliasName(text);
  invariant(alias !== undefined, 'a mail of the relay names its conversation by an alias');
  return alias;
};

const because = ({ community }: MailContext): Pick<Letter, 'because'> => ({
  because: `You get this mail because ${community.name} passes on what you and those whom you were introduced to write to each other.`,
});
