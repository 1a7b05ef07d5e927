import { wants } from '../../domain/membership/mail-wishes.ts';
import { isMembershipOpen } from '../../domain/membership/pause.ts';
import type { Blocks, Members } from '../../domain/membership/ports.ts';
import { isPresent } from '../../domain/membership/present.ts';
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
  if (message === undefined || member === undefined || !wants(member, message.template)) return undefined;
  return { message, recipient: { email: member.email, name: member.name } };
};

/** Nobody is named to their match who is gone, shut out or blocked; an introduction to them becomes the neutral word that it does not take place. */
const withPartnerStill = async (message: LoopMail, { members, blocks }: LeavingNeeds): Promise<LoopMail | undefined> => {
  if (message.template !== 'introduction' && message.template !== 'did-you-meet') return message;
  const { to, week, partner: id } = message;
  const partner = await members.find(id);
  const isThere = isPresent(partner) && partner.standing === 'good' && !(await blocks.between(to, id));
  if (message.template === 'did-you-meet') return isThere ? message : undefined;
  return isThere && isMembershipOpen(partner) ? message : { template: 'cancelled', to, week };
};
