import { dayMs, later, type Instant } from '../../domain/kernel/instant.ts';
import type { Decision } from '../../domain/kernel/decision.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { withoutMember, type Match } from '../../domain/introductions/match.ts';
import type { IntroductionMail } from '../../domain/introductions/mails.ts';
import type { Matches, RoundMemberKey } from '../../domain/introductions/ports.ts';
import { aliasOf, closedSide, issuingWrites, openedSide } from './alias-rows.ts';
import { asBody, carriedOn } from './bodies.ts';
import { createChange, type ChangeItems, type ItemsChange, type NextItem } from './change-in-table.ts';
import { aliasKeys, hasOtherAliases, rowKeys, rowsOf } from './match-rows.ts';
import { everyItem } from './pages.ts';
import { aliasIssuedKey, aliasKey } from './relay-keys.ts';
import { makeRenewAlias } from './renew-alias-in-table.ts';
import { matchOf, roundOf } from './round-codec.ts';
import { behind, matchesOfRun, matchesWith, matchKey, roundKey } from './round-keys.ts';
import { Unavailable, type Item, type Table, type Write } from './table.ts';

/** `aliasDays`: an alias closes so long after it was last used. */
export const createTableMatches = (table: Table, { aliasDays = 180 }: { readonly aliasDays?: number } = {}): Matches => {
  const change = createChange(table);
  const find = async (key: RoundMemberKey): Promise<Match | undefined> => {
    const item = await table.get(matchKey(key));
    return item === undefined ? undefined : matchOf(item);
  };
  return {
    mint: async (match, at) => mint(table, { match, at, expiresAt: later(at, aliasDays * dayMs) }),
    find,
    change: async <O, E>(key: RoundMemberKey, decide: Decide<O, E>) => {
      let withAliases = false;
      for (let attempt = 1; attempt <= attemptsMax; attempt++) {
        const item = await table.get(matchKey(key));
        if (item === undefined) return refusal(decide(undefined));
        const changed: Result<O, E> | Detour = await changeMatch(change, { item, decide, withAliases });
        if (typeof changed === 'object') return changed;
        withAliases = changed === 'aliases_too';
      }
      throw new Unavailable('the partner of a match changed time after time');
    },
    ofRound: async (key, after, limit) => {
      const { items } = await table.query({
        by: 'index',
        partition: matchesOfRun(key),
        ...(after === undefined ? {} : { from: behind(after) }),
        limit,
      });
      return items.map(matchOf);
    },
    ofMember: async (member, limit) => {
      const { items } = await table.query({ by: 'key', partition: matchesWith(member), descending: true, limit });
      return items.map(matchOf);
    },
    closeAliases: async (key, at) => {
      for (let attempt = 1; attempt <= attemptsMax; attempt++) {
        const match = await find(key);
        if (match === undefined || (await closeThose(change, match, { key, at })) === 'closed') return;
      }
      throw new Unavailable('the aliases of a match changed time after time');
    },
    renewAlias: makeRenewAlias(table, change),
    anonymise: async (member, anonymous, at) => {
      for (let pass = 1; pass <= attemptsMax; pass++) {
        const found: Match[] = [];
        for await (const item of everyItem(table, { by: 'key', partition: matchesWith(member) })) found.push(matchOf(item));
        if (found.length === 0) return;
        for (const match of found) {
          await anonymiseReplaced(change, match, { member, anonymous, at });
          await anonymiseMatch(change, match, { member, anonymous, at });
        }
      }
      throw new Unavailable('matches of a member were still there after they were anonymised');
    },
    alias: async (name) => {
      const item = await table.get(aliasKey(name));
      return item === undefined ? undefined : aliasOf(item);
    },
  };
};

interface Minting {
  readonly match: Match;
  readonly at: Instant;
  readonly expiresAt: Instant;
}

/** So often something is tried again because others changed the same meanwhile. */
const attemptsMax = 5;

const refusal = <O, E>(decided: Decision<Match, O, E, IntroductionMail>): Result<never, E> => {
  invariant(!decided.ok, 'what becomes of a match that is not there can only be refused');
  return decided;
};

/** What is written holds only while the round is being written: a discard that comes between finds all there is to take back. */
const mint = async (table: Table, minting: Minting): ReturnType<Matches['mint']> => {
  const { match } = minting;
  for (let attempt = 1; attempt <= attemptsMax; attempt++) {
    const header = await table.get(roundKey(match.week));
    const { run, state } = (header === undefined ? undefined : roundOf(header).round) ?? { run: 0, state: { name: 'discarded' } };
    if (header !== undefined && run === match.run && state.name === 'planned') {
      const check: Write = { op: 'check', key: roundKey(match.week), expect: { version: header.version } };
      if ((await table.commit([check, ...mintWrites(minting)])) === 'committed') return 'minted';
    }
    const rows = await Promise.all(rowKeys(match).map(async (key) => table.get(key)));
    const written = rows.flatMap((row) => (row === undefined ? [] : [matchOf(row)]));
    invariant(
      written.every(({ conversationId }) => conversationId === match.conversationId),
      'a member is in one match of a run',
    );
    if (written.length > 0) return 'already_there';
    if (run !== match.run || state.name !== 'planned') return 'round_over';
    const issued = await Promise.all([match.a.alias, match.b.alias].map(async (alias) => table.get(aliasIssuedKey(alias))));
    if (issued.some((item) => item !== undefined)) return 'alias_taken';
  }
  throw new Unavailable('others changed the same round time after time');
};

const mintWrites = ({ match, at, expiresAt }: Minting): readonly Write[] => [
  ...rowsOf(match).map(({ key, item }): Write => ({ op: 'put', item: { ...key, ...item }, expect: 'absent' })),
  ...(
    [
      [match.a, match.b],
      [match.b, match.a],
    ] as const
  ).flatMap(([{ alias, member }, partner]) => {
    const { conversationId } = match;
    return issuingWrites(openedSide({ alias, member, counterparty: partner.alias, conversationId, at, expiresAt }));
  }),
];

type Decide<O, E> = (match: Match | undefined) => Decision<Match, O, E, IntroductionMail>;

/** Nothing was changed: the partner's row lies elsewhere by now, or the aliases are needed as well. */
type Detour = 'moved' | 'aliases_too';

/** Both rows as one, and the aliases with them where the match is cancelled. */
const changeMatch = async <O, E>(
  change: ChangeItems,
  { item, decide, withAliases }: { readonly item: Item; readonly decide: Decide<O, E>; readonly withAliases: boolean },
): Promise<Result<O, E> | Detour> => {
  const match = matchOf(item);
  const keys = [...rowKeys(match), ...(withAliases ? aliasKeys(match) : [])];
  const unchanged = keys.map(() => 'unchanged' as const);
  let detour: Detour | undefined;
  const looked = ([first, second, ...aliases]: readonly (Item | undefined)[]): Result<ItemsChange<O | undefined>, E> => {
    detour = undefined;
    if (first === undefined || second === undefined) {
      detour = 'moved';
      return ok({ items: unchanged, outcome: undefined });
    }
    // Both rows say the same and both are written, so both have to be readable.
    const [current] = [matchOf(first), matchOf(second)];
    if (withAliases && hasOtherAliases(current, match)) {
      detour = 'moved';
      return ok({ items: unchanged, outcome: undefined });
    }
    const decided = decide(current);
    if (!decided.ok) return decided;
    const { next, outcome } = decided.value;
    const outgoing = decided.value.outgoing.map((mail) => ({ ...mail, message: asBody(mail.message) }));
    if (next === current) return ok({ items: unchanged, outgoing, outcome });
    const { state } = next;
    const closes = state.name === 'cancelled' && current.state.name !== 'cancelled';
    if (closes && !withAliases) {
      detour = 'aliases_too';
      return ok({ items: unchanged, outcome: undefined });
    }
    const closing = aliases.map((alias) => (closes ? closedSide(alias, { at: state.at }) : 'unchanged'));
    return ok({ items: [...rowsOf(next).map(({ item }) => item), ...closing], outgoing, outcome });
  };
  const changed = await change<O | undefined, E>(keys, looked, [item]);
  return detour ?? (changed as Result<O, E>);
};

/** `'moved'`: one of the aliases was replaced meanwhile, and the new one is to be closed. */
const closeThose = async (
  change: ChangeItems,
  match: Match,
  { key, at }: { readonly key: RoundMemberKey; readonly at: Instant },
): Promise<'closed' | 'moved'> => {
  const closed = await change<'closed' | 'moved', never>([matchKey(key), ...aliasKeys(match)], ([row, ...aliases]) => {
    const isMoved = row === undefined || hasOtherAliases(matchOf(row), match);
    const closing = aliases.map((alias): NextItem => (isMoved ? 'unwatched' : closedSide(alias, { at })));
    return ok({ items: [isMoved ? 'unwatched' : 'unchanged', ...closing], outcome: isMoved ? 'moved' : 'closed' });
  });
  return closed.ok ? closed.value : closed.error;
};

interface Anonymising {
  readonly member: MemberId;
  readonly anonymous: MemberId;
  readonly at: Instant;
}

/** Aliases that were replaced are closed already, and lead to the member as long as they are known. One by one, as there may be many. */
const anonymiseReplaced = async (change: ChangeItems, match: Match, as: Anonymising): Promise<void> => {
  for (const alias of match.replacedAliases ?? [])
    await change([aliasKey(alias)], ([item]) => ok({ items: [closedSide(item, { at: as.at, as })], outcome: undefined }));
};

/** The member's row moves to the anonymous id, the partner's stays where it is; both say the same afterwards. */
const anonymiseMatch = async (change: ChangeItems, match: Match, as: Anonymising): Promise<void> => {
  const keys = [...rowKeys(match), ...aliasKeys(match)];
  const ownAt = match.a.member === as.member ? 0 : 1;
  await change(keys, (items) => {
    const [own, partner] = [items[ownAt], items[1 - ownAt]];
    // Somebody else moved it, the partner is being erased or an alias was replaced at the same time: whoever looks again finds what is left to do.
    if (own === undefined || partner === undefined) return ok({ items: keys.map(() => 'unchanged' as const), outcome: undefined });
    const [current] = [matchOf(own), matchOf(partner)];
    if (hasOtherAliases(current, match)) return ok({ items: keys.map(() => 'unchanged' as const), outcome: undefined });
    const rows = rowsOf(withoutMember(current, as.member, as.anonymous));
    const moved = rows[ownAt]!;
    const becomes = rows.map(({ item }, at): NextItem => (at === ownAt ? 'removed' : item));
    const aliases = items.slice(2).map((alias) => closedSide(alias, { at: as.at, as }));
    return ok({
      items: [...becomes, ...aliases],
      beside: [{ op: 'put', item: { ...moved.key, ...moved.item, body: carriedOn(own, moved.item.body) }, expect: 'absent' }],
      outcome: undefined,
    });
  });
};
