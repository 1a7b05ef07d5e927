import { wants } from '../../domain/membership/mail-wishes.ts';
import type { Members } from '../../domain/membership/ports.ts';
import type { Recipient } from './mail-context.ts';
import type { LoopMail } from './render.ts';

/** Who gets a message when it leaves; `undefined` where nobody should any more: erased since, left, or without a wish for such mails. */
export const recipientOf = async (message: LoopMail, members: Pick<Members, 'find'>): Promise<Recipient | undefined> => {
  if (message.template === 'goodbye') return { email: message.address, name: message.name };
  const member = await members.find(message.to);
  return member !== undefined && wants(member, message.template) ? { email: member.email, name: member.name } : undefined;
};
