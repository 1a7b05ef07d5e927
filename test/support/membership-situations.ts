import type { Situation } from '../arbitraries/membership.ts';
import { aForm, activeMember, idOf, invitedMember, valueOf, type MembershipWorld } from './membership-world.ts';

/** Brings Ana into a situation, an hour before the test goes on. */
export const bringAna = async (world: MembershipWorld, situation: Situation): Promise<void> => {
  const member = idOf(world, 'ana@example.com');
  switch (situation) {
    case 'unknown':
      break;
    case 'invited':
      await invitedMember(world);
      break;
    case 'active':
      await activeMember(world);
      break;
    case 'paused':
      await activeMember(world);
      valueOf(await world.pause({ member, until: undefined }));
      break;
    case 'left':
      await activeMember(world);
      valueOf(await world.leave({ member }));
      break;
    case 'suspended':
      await activeMember(world);
      valueOf(await world.suspend({ member }));
      break;
    case 'banned':
      await activeMember(world);
      valueOf(await world.ban({ member }));
      break;
    case 'banned and erased':
      valueOf(await world.ban({ member }));
      break;
    case 'mails used up':
      await activeMember(world);
      for (let mail = 0; mail < 5; mail++) {
        valueOf(await world.signUp({ ...aForm(), ip: 'another' }));
        valueOf(await world.requestSignIn({ email: 'ana@example.com', ip: 'another' }));
      }
      break;
  }
};
