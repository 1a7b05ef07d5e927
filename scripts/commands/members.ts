import { T } from '../../adapters/composition/tokens.ts';
import { printable } from '../../adapters/files/printable.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Member } from '../../domain/membership/member.ts';
import { stageAt } from '../../domain/membership/taking-part.ts';
import { onStack, type Stack } from './stack.ts';
import type { Place, StackOptions } from './stack-options.ts';
import { inColumns } from './columns.ts';
import { counted, type ExitCode, exitCode, print, say } from './terminal.ts';

export interface ListOptions extends StackOptions {
  readonly search: string;
  readonly stage?: Place;
  readonly limit: number;
}

/** `loop members list`: who is there, with names and addresses. */
export const listMembers = async (options: ListOptions): Promise<ExitCode> =>
  onStack(options, async (stack) => {
    const { members, more } = await found(stack, options);
    const now = stack.clock.now();
    if (options.json === true)
      print(`${JSON.stringify({ members: members.map((member) => ({ ...factsOf(member, now) })), more }, null, 2)}\n`);
    else {
      const rows = members.map((member) => {
        const { email, name, place, signedUp, id } = factsOf(member, now);
        return [printable(email), printable(name), place, signedUp, id];
      });
      print(inColumns(['ADDRESS', 'NAME', 'STAGE', 'SIGNED UP', 'ID'], rows));
      say(counted(members.length, ['member', 'members']) + (more ? '; there are more, raise --limit to see them' : ''));
    }
    return exitCode.done;
  });

const pageSize = 200;

const found = async (
  { container, clock }: Stack,
  { search, stage, limit }: ListOptions,
): Promise<{ readonly members: readonly Member[]; readonly more: boolean }> => {
  const searchMembers = container.get(T.membership.searchMembers);
  const now = clock.now();
  const members: Member[] = [];
  let after: MemberId | undefined;
  do {
    const page = await searchMembers({ text: search, after, limit: pageSize });
    if (!page.ok) break;
    members.push(...page.value.members.filter((member) => stage === undefined || placeOf(member, now) === stage));
    after = page.value.next;
  } while (after !== undefined && members.length <= limit);
  return { members: members.slice(0, limit), more: members.length > limit };
};

export const placeOf = (member: Member, now: Instant): Place =>
  member.standing === 'good' || member.stage.name === 'erasing' ? stageAt(member, now).name : member.standing;

const factsOf = (member: Member, now: Instant) => ({
  id: member.id,
  email: member.email,
  name: member.name,
  place: placeOf(member, now),
  signedUp: new Date(member.signedUpAt).toISOString().slice(0, 10),
});
