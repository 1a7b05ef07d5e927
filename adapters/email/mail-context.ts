import type { EmailAddress } from '../../domain/kernel/email-address.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { Community } from '../config/community.ts';
import { absolute, mePath, unsubscribePath } from '../http/links.ts';
import type { Letter, Way } from './letter.ts';
import { nameShown } from './words.ts';

/** What a template may know beside its message. */
export interface MailContext {
  readonly recipient: Recipient;
  readonly community: Community;
  readonly links: MailLinks;
  readonly secrets: Secrets;
}

export interface Recipient {
  readonly email: EmailAddress;
  readonly name: string;
}

/** Where the pages are reached and which domain the private addresses are at: configuration of a run. */
export interface MailLinks {
  readonly baseUrl: string;
  readonly relayDomain: string;
}

export const greeting = (name: string): Letter['title'] =>
  nameShown(name) === nameShown('') ? ['Hello,'] : ['Hello ', { person: nameShown(name) }, ','];

export const myPage = ({ links }: MailContext, label = 'My page'): Way => ({ label, url: absolute(links.baseUrl, mePath) });

/** What ends every mail that a member can have no more of. */
export const optional = (to: MemberId, { community, links, secrets }: MailContext): Pick<Letter, 'because' | 'unsubscribe'> => ({
  because: `You get this mail because you take part in ${community.name}.`,
  unsubscribe: absolute(links.baseUrl, unsubscribePath(secrets, to)),
});
