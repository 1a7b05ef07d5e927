import type { NewAlias } from '../../domain/introductions/mails.ts';
import type { MembershipMail } from '../../domain/membership/ports.ts';
import { absolute, confirmAddressPath } from '../http/links.ts';
import type { Letter } from './letter.ts';
import { greeting, type MailContext, myPage } from './mail-context.ts';
import { person, plain } from './words.ts';

/**
 * Goes to an address that somebody says is theirs, too, and that may be anybody's: it repeats nothing of theirs and nothing that they
 * typed. It cannot be ended, as there is nobody yet who could end it; five a day of one member is all there are.
 */
export const confirmAddress = (
  { token }: Extract<MembershipMail, { readonly template: 'confirm-address' }>,
  { community, links }: MailContext,
): Letter => ({
  subject: `Is this address yours? – ${community.name}`,
  preview: 'One click, if you asked for it.',
  title: ['Is this address yours?'],
  blocks: [
    { kind: 'paragraph', words: ['Hello,'] },
    {
      kind: 'paragraph',
      words: [
        `A member of ${community.name} says that they write from this address, too. If that is you, please confirm it: what you write from here to people whom you were introduced to then reaches them.`,
      ],
    },
    { kind: 'button', way: { label: 'Confirm this address', url: absolute(links.baseUrl, confirmAddressPath(token)) } },
    { kind: 'aside', words: ['The link works once, within 24 hours. Mails from us keep going to the address that you signed up with.'] },
    { kind: 'aside', words: ['You did not ask for this? Then leave the mail alone, and nothing happens. Please do not press the button.'] },
  ],
  links: [],
  because: `You get this mail because a member of ${community.name} asked for it with your address.`,
});

/** Where the reader writes to a partner from now on. Why it changed is the partner's business. */
export const newAlias = ({ partnerName, alias }: NewAlias, context: MailContext): Letter => {
  const { community, recipient, links } = context;
  const partner = person(partnerName);
  return {
    subject: `A new address for ${plain([partner])}`,
    preview: 'The one before no longer works.',
    title: ['A new address for ', partner],
    blocks: [
      { kind: 'paragraph', words: greeting(recipient.name) },
      {
        kind: 'paragraph',
        words: [
          'The private address at which you write to ',
          partner,
          ' has changed. The one before no longer works; please use this one, also for your next reply.',
        ],
      },
      {
        kind: 'mailbox',
        label: plain(['Write to ', partner]),
        address: `${alias}@${links.relayDomain}`,
        subject: `Hello from ${community.name}`,
      },
      { kind: 'aside', words: ['Your own private address stays as it is, and so does everything that you wrote to each other.'] },
    ],
    links: [myPage(context, 'Block or report'), myPage(context)],
    because: `You get this mail because ${community.name} introduced you two. It says where to write, so it cannot be ended.`,
  };
};
