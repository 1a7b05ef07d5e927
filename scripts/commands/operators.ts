import { T } from '../../adapters/composition/tokens.ts';
import { confirmed, mustAsk } from './confirm.ts';
import { memberNamed, noMember } from './members-standing.ts';
import { onStack } from './stack.ts';
import type { ChangeOptions, Named } from './stack-options.ts';
import { type ExitCode, exitCode, interruptible, print, refuseAt } from './terminal.ts';

/** `loop operators reset-second-factor`: for somebody who lost their phone and their recovery codes. */
export const resetSecondFactorOf = async (who: Named, options: ChangeOptions): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onStack(options, async (stack) => {
    const member = await memberNamed(stack, who);
    if (member === undefined) return refuseAt(stack.name, { code: 'membership.no_member', message: noMember }, options);
    const refused = await confirmed({
      stack: stack.name,
      yes: options.yes,
      what: [
        `Member ${member.id} loses their second factor, is signed out everywhere and told by mail.`,
        'They set up a new one after they have signed in. Be sure that it is them who asked, by another way than mail.',
      ],
    });
    if (refused !== undefined) return refused;
    const reset = await interruptible.step(async () => stack.container.get(T.membership.resetSecondFactor)({ member: member.id }));
    if (!reset.ok) return refuseAt(stack.name, { code: reset.error.code, message: noMember }, options);
    if (options.json === true) print(`${JSON.stringify({ member: member.id, done: reset.value })}\n`);
    else print(reset.value === 'reset' ? `${member.id} has no second factor any more\n` : `${member.id} had none set up\n`);
    return exitCode.done;
  });
};
