import type { MemberId } from '../../domain/kernel/member-id.ts';
import { ok } from '../../domain/kernel/result.ts';
import type { Member } from '../../domain/membership/member.ts';
import type { Members } from '../../domain/membership/ports.ts';
import { type BodyUnreadable, type OnUnreadable, readOrTold } from './bodies.ts';
import { attemptsMax, createChange } from './change-in-table.ts';
import { lists, memberKey, surveyKey } from './keys.ts';
import { accountIn, memberBodies, memberIn } from './member-codec.ts';
import { everyItem } from './pages.ts';
import { type Item, type Table, Unavailable } from './table.ts';

/**
 * One whose items cannot be read does not keep `page` from showing the others: it goes on behind them, and `onUnreadable` hears of it.
 * More than `unreadableMax` are no accident but another version, and then `page` throws: what it showed would be taken for everyone.
 */
export const createTableMembers = (table: Table, onUnreadable: OnUnreadable = () => undefined): Members => {
  const change = createChange(table);
  return {
    find: async (id) => findMember(table, id),
    account: async (id) => {
      const item = await table.get(memberKey(id));
      return item === undefined ? undefined : accountIn(item);
    },
    change: async (id, decide) =>
      change([memberKey(id), surveyKey(id)], ([item, surveyItem]) => {
        const before = item === undefined ? undefined : memberIn(item, surveyItem);
        if (before === 'torn') return 'torn';
        const decided = decide(before?.member);
        if (!decided.ok) return decided;
        const { next, outgoing, outcome } = decided.value;
        if (next === before?.member) return ok({ items: ['unchanged', 'unwatched'], outgoing, outcome });
        if (next === undefined) return ok({ items: ['removed', surveyItem === undefined ? 'unwatched' : 'removed'], outgoing, outcome });
        const { member, survey } = memberBodies(next, before);
        return ok({
          items: [
            { body: member, index: { pk: lists.members, sk: id } },
            survey === undefined ? 'unwatched' : { body: survey, index: { pk: lists.surveys, sk: id } },
          ],
          outgoing,
          outcome,
        });
      }),
    page: makePage(table, onUnreadable),
  };
};

/** So many in one page may be unreadable. */
export const unreadableMax = 10;

const findMember = async (table: Table, id: MemberId): Promise<Member | undefined> => {
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const [item, surveyItem] = await Promise.all([memberKey(id), surveyKey(id)].map(async (key) => table.get(key)));
    const read = item === undefined ? undefined : memberIn(item, surveyItem);
    if (read !== 'torn') return read?.member;
  }
  throw new Unavailable(`the two items of a member were of different states ${String(attemptsMax)} times`);
};

/** Two lists of the same order side by side, so that a page costs two queries. They may lag, each by itself: what does not fit is got by key. */
const makePage = (table: Table, onUnreadable: OnUnreadable): Members['page'] => {
  const surveysOf = async (items: readonly Item[]): Promise<ReadonlyMap<string, Item>> => {
    const surveys = new Map<string, Item>();
    const [first, last] = [items[0]?.index?.sk, items.at(-1)?.index?.sk];
    if (first === undefined || last === undefined) return surveys;
    for await (const item of everyItem(table, { by: 'index', partition: lists.surveys, from: first, to: last })) {
      if (item.index !== undefined) surveys.set(item.index.sk, item);
    }
    return surveys;
  };

  return async (after, limit) => {
    const members: Member[] = [];
    let unreadable = 0;
    const tell = (error: BodyUnreadable): void => {
      onUnreadable(error);
      unreadable += 1;
      if (unreadable > unreadableMax) throw error;
    };
    let next: string | undefined;
    do {
      // One more than asked for, because the one named comes first where it is still there.
      const listed = await table.query({
        by: 'index',
        partition: lists.members,
        from: after,
        limit: limit - members.length + 1,
        after: next,
      });
      const surveys = await surveysOf(listed.items);
      for (const item of listed.items) {
        const id = item.index?.sk as MemberId;
        if (id === after || members.length === limit) continue;
        const member = await readOrTold(async () => {
          const read = memberIn(item, surveys.get(id));
          return read === 'torn' ? findMember(table, id) : read.member;
        }, tell);
        if (member !== undefined) members.push(member);
      }
      next = listed.next;
    } while (next !== undefined && members.length < limit);
    return members;
  };
};
