import type { EndContact } from '../../domain/introductions/end-contact.ts';
import type { RenewAlias } from '../../domain/introductions/renew-alias.ts';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Thread, Threads } from '../../domain/relay/chat/ports.ts';
import type { CloseWindows, TellChanged } from '../../domain/relay/chat/use-cases.ts';
import type { Conversations } from '../../domain/relay/ports.ts';
import type { ConversationDeed } from '../http/links.ts';

type Call<C, R> = (command: C) => Promise<R>;

/**
 * What open windows of the chat notice of something that was done elsewhere. It is done whatever becomes of that: a window that was not
 * reached is not heard any more either, or sees it when it looks again.
 */
const followedBy =
  <C, R>(call: Call<C, R>, follow: (command: C) => Promise<unknown>): Call<C, R> =>
  async (command) => {
    const answer = await call(command);
    await follow(command).catch(() => undefined);
    return answer;
  };

/** The same, and windows whose session ended by it are closed. */
export const closingWindows = <C extends { readonly member: MemberId }, R>(
  call: Call<C, R>,
  { closeWindows }: { readonly closeWindows: CloseWindows },
): Call<C, R> => followedBy(call, async ({ member }) => closeWindows({ member }));

/** The same, of whoever a cookie or a link names. */
export const closingWindowsOf = <C, R>(
  call: Call<C, R>,
  { closeWindows, memberOf }: { readonly closeWindows: CloseWindows; readonly memberOf: (command: C) => MemberId | undefined },
): Call<C, R> =>
  followedBy(call, async (command) => {
    const member = memberOf(command);
    if (member !== undefined) await closeWindows({ member });
  });

interface TellNeeds {
  readonly conversations: Pick<Conversations, 'of'>;
  readonly tellChanged: TellChanged;
}

/**
 * The same, and the windows of both are told that the conversation of an alias changed; those of its member alone where the other one is
 * not to notice.
 */
export const tellingChanged = <C extends { readonly alias: AliasName; readonly act?: ConversationDeed | undefined }, R>(
  call: Call<C, R>,
  { conversations, tellChanged }: TellNeeds,
): Call<C, R> =>
  followedBy(call, async ({ alias, act }) => {
    const reader = (await conversations.of(alias))?.reader;
    const only = act === 'mute' || act === 'unmute' ? reader?.member : undefined;
    if (reader !== undefined) await tellChanged({ conversationId: reader.conversationId, only });
  });

interface ThreadNeeds {
  readonly threads: Pick<Threads, 'ofMember'>;
  readonly tellChanged: TellChanged;
}

export const tellingRenewed = (call: RenewAlias, needs: ThreadNeeds): RenewAlias =>
  followedBy(call, async ({ member, week }) => tellOf(needs, member, (thread) => thread.week === formatWeek(week)));

export const tellingEnded = (call: EndContact, needs: ThreadNeeds): EndContact =>
  followedBy(call, async ({ member, partner }) => tellOf(needs, member, (thread) => thread.partner === partner));

const tellOf = async ({ threads, tellChanged }: ThreadNeeds, member: MemberId, isIt: (thread: Thread) => boolean): Promise<void> => {
  for (const { conversationId } of (await threads.ofMember(member, threadsMax)).filter(isIt)) await tellChanged({ conversationId });
};

const threadsMax = 60;
