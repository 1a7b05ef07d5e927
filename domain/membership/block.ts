import type { Clock } from '../kernel/clock.ts';
import type { MemberId } from '../kernel/member-id.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import { blocksMax, type Block, type Blocks, type Members } from './ports.ts';
import { isPresent } from './present.ts';

/** Never meets `whom` again, in any context. It is not said to `whom`, and whether they exist is not said to anyone. Idempotent. */
export type BlockMember = (command: BlockCommand) => Promise<Result<'blocked', BlockFailure>>;

export interface BlockCommand {
  readonly member: MemberId;
  readonly whom: MemberId;
}

export type BlockFailure =
  { readonly code: 'membership.block_self' } | { readonly code: 'membership.too_many_blocks'; readonly blocksMax: number };

export const makeBlockMember =
  ({ blocks, clock }: { readonly blocks: Blocks; readonly clock: Clock }): BlockMember =>
  async ({ member, whom }) => {
    const now = clock.now();
    if (member === whom) return err({ code: 'membership.block_self' });
    const before = await blocks.by(member);
    if (before.some((block) => block.whom === whom)) return ok('blocked');
    if (before.length >= blocksMax) return err({ code: 'membership.too_many_blocks', blocksMax });
    await blocks.add({ by: member, whom, at: now });
    return ok('blocked');
  };

/** Takes one's own block back. Idempotent. */
export type UnblockMember = (command: BlockCommand) => Promise<Result<'unblocked', never>>;

export const makeUnblockMember =
  ({ blocks }: { readonly blocks: Blocks }): UnblockMember =>
  async ({ member, whom }) => {
    await blocks.remove(member, whom);
    return ok('unblocked');
  };

/** Whom a member blocked, newest first; never who blocked them. Someone who is gone has no name any more. */
export type ListBlocks = (command: { readonly member: MemberId }) => Promise<Result<readonly BlockView[], never>>;

export interface BlockView extends Pick<Block, 'whom' | 'at'> {
  readonly name: string | undefined;
}

export const makeListBlocks =
  ({ blocks, members }: { readonly blocks: Blocks; readonly members: Members }): ListBlocks =>
  async ({ member }) => {
    const own = await blocks.by(member);
    const nameOf = async (whom: MemberId): Promise<string | undefined> => {
      const member = await members.find(whom);
      return isPresent(member) ? member.name : undefined;
    };
    const views = await Promise.all(own.map(async ({ whom, at }) => ({ whom, at, name: await nameOf(whom) })));
    return ok(views.sort((one, other) => other.at - one.at || (one.whom < other.whom ? -1 : 1)));
  };
