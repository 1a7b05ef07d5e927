import { wants } from '../../domain/membership/mail-wishes.ts';
import type { Member } from '../../domain/membership/member.ts';
import { isMembershipOpen } from '../../domain/membership/pause.ts';
import type { Blocks, Members } from '../../domain/membership/ports.ts';
import { isPresent } from '../../domain/membership/present.ts';
import type { RelayMail } from '../../domain/relay/conversations/mails.ts';
import type { Recipient } from './mail-context.ts';
import type { LoopMail } from './render.ts';

export interface LeavingNeeds {
  readonly members: Pick<Members, 'find'>;
  readonly blocks: Pick<Blocks, 'between'>;
}

/** A message as it may leave at this moment, and who gets it. */
export interface Leaving {
  readonly message: LoopMail;
  readonly recipient: Recipient;
}

/**
 * What leaves of a message, by how things stand right before it does; `undefined` where nothing should any more: its reader is erased
 * since, left, or has no wish for such mails. Between its claim and a mailer that takes it hours may pass.
 */
export const leavingNow = async (waiting: LoopMail, needs: LeavingNeeds): Promise<Leaving | undefined> => {
  if (waiting.template === 'goodbye') return { message: waiting, recipient: { email: waiting.address, name: waiting.name } };
  const message = await withPartnerStill(waiting, needs);
  const member = message === undefined ? undefined : await needs.members.find(message.to);
  if (message === undefined || member === undefined || !isWanted(message, member)) return undefined;
  if (message.template === 'confirm-address') return toBeConfirmed(message, member);
  return { message, recipient: { email: member.email, name: member.name } };
};

/** Only while the member still says that the address is theirs. It may be a stranger's, so its mail calls nobody by name. */
const toBeConfirmed = (message: Extract<LoopMail, { readonly template: 'confirm-address' }>, member: Member): Leaving | undefined =>
  member.pendingAddresses?.some(({ address, spentAt }) => address === message.address && spentAt === undefined) === true
    ? { message, recipient: { email: message.address, name: '' } }
    : undefined;

/**
 * What the relay says answers something, so no wish ends it. It is of no use to somebody whose mails come back; that a conversation is
 * about to close can be done without, as whoever complained of our mails wants.
 */
const isWanted = ({ template }: LoopMail, member: Member): boolean => {
  if (!isOfRelay(template)) return wants(member, template);
  if (!isPresent(member) || member.standing !== 'good') return false;
  return template === 'relay-expiring'
    ? isMembershipOpen(member) && member.mailTrouble === undefined
    : member.mailTrouble?.kind !== 'bounced';
};

const isOfRelay = (template: LoopMail['template']): template is RelayMail['template'] => template.startsWith('relay-');

/** Nobody is named to their match who is gone, shut out or blocked; an introduction to them becomes the neutral word that it does not take place. */
const withPartnerStill = async (message: LoopMail, { members, blocks }: LeavingNeeds): Promise<LoopMail | undefined> => {
  if (!('partner' in message)) return message;
  const { to, partner: id } = message;
  const partner = await members.find(id);
  const isThere = isPresent(partner) && partner.standing === 'good' && !(await blocks.between(to, id));
  if (message.template === 'introduction')
    return isThere && isMembershipOpen(partner) ? message : { template: 'cancelled', to, week: message.week };
  if (!isThere) return undefined;
  if (message.template === 'relay-shared') return { partnerName: partner.name, partnerAddress: partner.email, ...message };
  return message.template === 'relay-expiring' ? { partnerName: partner.name, ...message } : message;
};
