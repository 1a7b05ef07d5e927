import { createHash } from 'node:crypto';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import { dayMs, later, type Instant } from '../../domain/kernel/instant.ts';
import type { Decision } from '../../domain/kernel/decision.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { withoutMember, type Match } from '../../domain/introductions/match.ts';
import type { IntroductionMail } from '../../domain/introductions/mails.ts';
import type { AliasRecord, Matches, RoundMemberKey } from '../../domain/introductions/ports.ts';
import { asBody, carriedOn, secondOf } from './bodies.ts';
import { createChange, type ChangeItems, type ItemsChange, type NextItem } from './change-in-table.ts';
import { everyItem } from './pages.ts';
import { aliasOf, matchOf, roundOf } from './round-codec.ts';
import { aliasIssuedKey, aliasKey, behind, matchesOfRun, matchesWith, matchKey, roundKey } from './round-keys.ts';
import { Unavailable, type Item, type Key, type Table, type Write } from './table.ts';

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
      const match = await find(key);
      if (match === undefined) return;
      await change(aliasKeys(match), (aliases) => ok({ items: aliases.map((alias) => closed(alias, { at })), outcome: undefined }));
    },
    anonymise: async (member, anonymous, at) => {
      for (let pass = 1; pass <= attemptsMax; pass++) {
        const found: Match[] = [];
        for await (const item of everyItem(table, { by: 'key', partition: matchesWith(member) })) found.push(matchOf(item));
        if (found.length === 0) return;
        for (const match of found) await anonymiseMatch(change, match, { member, anonymous, at });
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
    const issued = await Promise.all([match.a.alias, match.b.alias].map(async (alias) => table.get(issuedKey(alias))));
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
  ).flatMap(([own, partner]): readonly Write[] => {
    const record: AliasRecord = {
      alias: own.alias,
      member: own.member,
      counterparty: partner.alias,
      conversationId: match.conversationId,
      status: 'open',
      createdAt: at,
      expiresAt,
      deleteAt: later(expiresAt, aliasKeptMs),
    };
    return [
      { op: 'put', item: { ...aliasKey(own.alias), ...aliasItem(record) }, expect: 'absent' },
      { op: 'put', item: { ...issuedKey(own.alias), body: {} }, expect: 'absent' },
    ];
  }),
];

/** What mail to a closed alias is answered with is known so long. */
const aliasKeptMs = 90 * dayMs;

const aliasItem = (record: AliasRecord): Pick<Item, 'body' | 'deleteAt'> => ({ body: asBody(record), deleteAt: secondOf(record.deleteAt) });

const issuedKey = (alias: AliasName): Key => aliasIssuedKey(createHash('sha256').update(alias).digest('base64url'));

const rowsOf = (match: Match): readonly { readonly key: Key; readonly item: Pick<Item, 'body' | 'index'> }[] => {
  const { week, run, a, b } = match;
  return [
    { key: matchKey({ week, run, member: a.member }), item: { body: asBody(match), index: { pk: matchesOfRun(match), sk: a.member } } },
    { key: matchKey({ week, run, member: b.member }), item: { body: asBody(match) } },
  ];
};

const rowKeys = (match: Match): readonly Key[] => rowsOf(match).map(({ key }) => key);
const aliasKeys = ({ a, b }: Match): readonly Key[] => [aliasKey(a.alias), aliasKey(b.alias)];

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
    const closing = aliases.map((alias) => (closes ? closed(alias, { at: state.at }) : 'unchanged'));
    return ok({ items: [...rowsOf(next).map(({ item }) => item), ...closing], outgoing, outcome });
  };
  const changed = await change<O | undefined, E>(keys, looked, [item]);
  return detour ?? (changed as Result<O, E>);
};

/** The alias goes on being known for a while, so that its writers hear why nothing arrives. */
const closed = (
  item: Item | undefined,
  { at, as }: { readonly at: Instant; readonly as?: { readonly member: MemberId; readonly anonymous: MemberId } },
): NextItem => {
  if (item === undefined) return 'unchanged';
  const alias = aliasOf(item);
  const member = alias.member === as?.member ? as.anonymous : alias.member;
  if (alias.status === 'closed' && member === alias.member) return 'unchanged';
  if (alias.status === 'closed') return aliasItem({ ...alias, member });
  return aliasItem({ ...alias, member, status: 'closed', expiresAt: at, deleteAt: later(at, aliasKeptMs) });
};

/** The member's row moves to the anonymous id, the partner's stays where it is; both say the same afterwards. */
const anonymiseMatch = async (
  change: ChangeItems,
  match: Match,
  as: { readonly member: MemberId; readonly anonymous: MemberId; readonly at: Instant },
): Promise<void> => {
  const keys = [...rowKeys(match), ...aliasKeys(match)];
  const ownAt = match.a.member === as.member ? 0 : 1;
  await change(keys, (items) => {
    const [own, partner] = [items[ownAt], items[1 - ownAt]];
    // Somebody else moved it, or the partner is being erased at the same time: whoever looks again finds what is left to do.
    if (own === undefined || partner === undefined) return ok({ items: keys.map(() => 'unchanged' as const), outcome: undefined });
    const [match] = [matchOf(own), matchOf(partner)];
    const rows = rowsOf(withoutMember(match, as.member, as.anonymous));
    const moved = rows[ownAt]!;
    const becomes = rows.map(({ item }, at): NextItem => (at === ownAt ? 'removed' : item));
    const aliases = items.slice(2).map((alias) => closed(alias, { at: as.at, as }));
    return ok({
      items: [...becomes, ...aliases],
      beside: [{ op: 'put', item: { ...moved.key, ...moved.item, body: carriedOn(own, moved.item.body) }, expect: 'absent' }],
      outcome: undefined,
    });
  });
};
