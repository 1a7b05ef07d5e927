import { T } from '../../adapters/composition/tokens.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Member } from '../../domain/membership/member.ts';
import { confirmed, mustAsk } from './confirm.ts';
import { placeOf } from './members.ts';
import { onStack, type Stack } from './stack.ts';
import type { ChangeOptions, Named } from './stack-options.ts';
import { type ExitCode, exitCode, interruptible, print, refuseAt } from './terminal.ts';

interface Act {
  /** What will happen, one sentence each. */
  readonly what: readonly string[];
  readonly word?: string;
  readonly done: string;
  readonly do: (
    stack: Stack,
    member: MemberId,
  ) => Promise<{ readonly ok: true } | { readonly ok: false; readonly error: { readonly code: string } }>;
}

const acts = {
  suspend: {
    what: ['They are in no round until they are reinstated. They can sign in, see “on hold”, and are told nothing else.'],
    done: 'suspended',
    do: async ({ container }, member) => container.get(T.membership.suspend)({ member }),
  },
  reinstate: {
    what: ['They take part again from the next round on, a suspension or a ban being taken back.'],
    done: 'reinstated',
    do: async ({ container }, member) => container.get(T.membership.reinstate)({ member }),
  },
  erase: {
    what: [
      'Their name, address, answers and sessions are deleted for good, here and in every introduction; whoever they met keeps “somebody who has left”.',
      'They are mailed a goodbye. What stays is a code that nobody can read an address from, where somebody blocked them or they were suspended or banned.',
      'This cannot be undone.',
    ],
    word: 'erase',
    done: 'erased',
    do: async ({ container }, member) => container.get(T.membership.eraseAsOperator)({ member }),
  },
} as const satisfies Record<string, Act>;

export type ActName = keyof typeof acts;

/** `loop members suspend|reinstate|erase`: the operators' word on one member. */
export const actOnMember = async (name: ActName, who: Named, options: ChangeOptions): Promise<ExitCode> => {
  const act: Act = acts[name];
  const wish: MemberWish = {
    word: act.word,
    what: (member, { clock }) => [`Member ${member.id} (${placeOf(member, clock.now())}) will be ${act.done}.`, ...act.what],
  };
  return onMember({ who, wish, options }, async (stack, member) => {
    const done = await interruptible.step(async () => act.do(stack, member.id));
    if (!done.ok) return refuseAt(stack.name, { code: done.error.code, message: refusals[done.error.code] ?? 'it was refused' }, options);
    print(options.json === true ? `${JSON.stringify({ member: member.id, done: act.done })}\n` : `${member.id} ${act.done}\n`);
    return exitCode.done;
  });
};

/** What is about to be done to a member, and the word that has to be typed for it where it is more than a yes. */
export interface MemberWish {
  readonly what: (member: Member, stack: Stack) => readonly string[];
  readonly word?: string | undefined;
}

/** Finds a member on a stack and asks about what is wished, and only then does it. */
export const onMember = async (
  { who, wish, options }: { readonly who: Named; readonly wish: MemberWish; readonly options: ChangeOptions },
  body: (stack: Stack, member: Member) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const unasked = mustAsk(options.yes, '--yes');
  if (unasked !== undefined) return unasked;
  return onStack(options, async (stack) => {
    const member = await memberNamed(stack, who);
    if (member === undefined) return refuseAt(stack.name, { code: 'membership.no_member', message: noMember }, options);
    const refused = await confirmed({ stack: stack.name, yes: options.yes, word: wish.word, what: wish.what(member, stack) });
    return refused ?? body(stack, member);
  });
};

/** The member of an address or an id, one who is being erased among them. */
const memberNamed = async ({ container }: Stack, who: Named): Promise<Member | undefined> => {
  const id = 'id' in who ? who.id : container.get(T.secrets).memberIdOf(who.address);
  return container.get(T.membership.members).find(id);
};

export const noMember = 'nobody of that address or id is a member here; “loop members list --search” finds people by a part of their name';

const refusals: Readonly<Record<string, string>> = {
  'membership.no_member': noMember,
  'membership.operator_protected': 'operators are not suspended or erased; take the address out of community.json and deploy that first',
};
