import { T } from '../../adapters/composition/tokens.ts';
import { type MemberWish, noMember, onMember } from './members-standing.ts';
import type { ChangeOptions, Named } from './stack-options.ts';
import { type ExitCode, exitCode, interruptible, print, refuseAt } from './terminal.ts';

/** `loop operators reset-second-factor`: for somebody who lost their phone and their recovery codes. */
export const resetSecondFactorOf = async (who: Named, options: ChangeOptions): Promise<ExitCode> => {
  const wish: MemberWish = {
    what: ({ id }) => [
      `Member ${id} loses their second factor, is signed out everywhere and told by mail.`,
      'They set up a new one after they have signed in. Be sure that it is them who asked, by another way than mail.',
    ],
  };
  return onMember({ who, wish, options }, async (stack, member) => {
    const reset = await interruptible.step(async () => stack.container.get(T.membership.resetSecondFactor)({ member: member.id }));
    if (!reset.ok) return refuseAt(stack.name, { code: reset.error.code, message: noMember }, options);
    if (options.json === true) print(`${JSON.stringify({ member: member.id, done: reset.value })}\n`);
    else print(reset.value === 'reset' ? `${member.id} has no second factor any more\n` : `${member.id} had none set up\n`);
    return exitCode.done;
  });
};
