import type { MemberId } from '../kernel/member-id.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Member } from './member.ts';
import type { Members } from './ports.ts';

/**
 * For operators: members whose name or address contains `text`, in any case, in order of id; everyone for an empty text. `troubled`: of
 * these only whose mails came back, or who complained of one.
 * `next` is there when more may follow, also after a page that found few.
 */
export type SearchMembers = (command: {
  readonly text: string;
  readonly troubled?: boolean | undefined;
  readonly after?: MemberId | undefined;
  readonly limit: number;
}) => Promise<Result<FoundMembers, never>>;

export interface FoundMembers {
  readonly members: readonly Member[];
  readonly next?: MemberId;
}

/** One search reads so many members at most; the next page goes on from there. */
const pageSize = 200;
const pagesMax = 25;

export const makeSearchMembers =
  ({ members }: { readonly members: Members }): SearchMembers =>
  async ({ text, troubled = false, after, limit }) => {
    const wanted = folded(text.trim().slice(0, searchCharactersMax));
    const found: Member[] = [];
    let at = after;
    for (let pages = 0; pages < pagesMax; pages++) {
      const page = await members.page(at, pageSize);
      for (const member of page) {
        if (found.length === limit) return ok({ members: found, ...(at === undefined ? {} : { next: at }) });
        at = member.id;
        if (isPart(wanted, member) && (!troubled || member.mailTrouble !== undefined)) found.push(member);
      }
      if (page.length < pageSize) return ok({ members: found });
    }
    return ok({ members: found, ...(at === undefined ? {} : { next: at }) });
  };

const searchCharactersMax = 100;
const isPart = (wanted: string, { name, email }: Member): boolean => folded(name).includes(wanted) || folded(email).includes(wanted);
const folded = (text: string): string => text.normalize('NFKC').toLowerCase();
