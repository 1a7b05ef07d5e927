import type { AliasName } from '../../domain/kernel/alias-name.ts';
import type { Change, Decision } from '../../domain/kernel/decision.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { ok, type Result } from '../../domain/kernel/result.ts';
import type { IntroductionMail } from '../../domain/introductions/mails.ts';
import { type Match, sidesFor } from '../../domain/introductions/match.ts';
import type { AliasRecord, Matches, RoundMemberKey } from '../../domain/introductions/ports.ts';
import { aliasItem, aliasOf, closedSide } from './alias-rows.ts';
import { asBody, carriedOn } from './bodies.ts';
import type { ChangeItems, ItemsChange } from './change-in-table.ts';
import { hasOtherAliases, rowKeys, rowsOf } from './match-rows.ts';
import { aliasIssuedKey, aliasKey } from './relay-keys.ts';
import { matchOf } from './round-codec.ts';
import { matchKey } from './round-keys.ts';
import { type Item, type Table, Unavailable } from './table.ts';

type Decide<E> = (match: Match | undefined, current: AliasRecord | undefined) => Decision<Match, 'renewed', E, IntroductionMail>;

type Renewed<E> = Result<'renewed' | 'alias_taken', E>;

/** So often something is tried again because others changed the same meanwhile. */
const attemptsMax = 5;

/** Both rows of the match, the alias before and the new one, and that of the partner, which names the new one: all or nothing. */
export const makeRenewAlias =
  (table: Table, change: ChangeItems): Matches['renewAlias'] =>
  async <E>(key: RoundMemberKey, { alias, at }: Naming, decide: Decide<E>): Promise<Renewed<E>> => {
    for (let attempt = 1; attempt <= attemptsMax; attempt++) {
      const seen = await table.get(matchKey(key));
      if (seen === undefined) return refusal(decide(undefined, undefined));
      const renewed = await renewSeen<E>(change, seen, { key, alias, at, decide });
      if (renewed !== 'moved') return renewed;
    }
    throw new Unavailable('the aliases of a match changed time after time');
  };

const refusal = <E>(decided: Decision<Match, unknown, E, IntroductionMail>): Result<never, E> => {
  invariant(!decided.ok, 'a match or an alias that is not there is not renewed');
  return decided;
};

interface Naming {
  readonly alias: AliasName;
  readonly at: Instant;
}

interface Renewal<E> extends Naming {
  readonly key: RoundMemberKey;
  readonly decide: Decide<E>;
}

/** `'moved'`: the partner's row lies elsewhere by now, or an alias is another one. */
const renewSeen = async <E>(change: ChangeItems, seen: Item, { key, alias, at, decide }: Renewal<E>): Promise<Renewed<E> | 'moved'> => {
  const before = matchOf(seen);
  const sides = sidesFor(before, key.member);
  invariant(sides !== undefined, 'a row of a match lies with a member of it');
  const keys = [...rowKeys(before), aliasKey(sides.own.alias), aliasKey(sides.partner.alias), aliasIssuedKey(alias)];
  const nothing = <T>(outcome: T) => ok({ items: keys.map(() => 'unwatched' as const), outcome });

  const changed = await change<'renewed' | 'alias_taken' | 'moved', E>(
    keys,
    ([first, second, own, partner, issued]) => {
      if (first === undefined || second === undefined) return nothing('moved');
      const [current] = [matchOf(first), matchOf(second)];
      if (hasOtherAliases(current, before)) return nothing('moved');
      // What is forgotten of one of the two cannot be put together any more.
      const decided = decide(current, own === undefined || partner === undefined ? undefined : aliasOf(own));
      if (!decided.ok || own === undefined || partner === undefined) return refusal(decided);
      if (issued !== undefined) return nothing('alias_taken');
      return ok(renewing(decided.value, { alias, own, partner, at }));
    },
    [seen],
  );
  return changed.ok && changed.value === 'moved' ? 'moved' : (changed as Renewed<E>);
};

interface Renewing extends Naming {
  readonly own: Item;
  readonly partner: Item;
}

/**
 * The new alias goes on where the one before ends: open as long, as muted, and with what its member has written lately. Only what happened
 * at the one before stays with that.
 */
const renewing = (
  { next, outgoing }: Change<Match, 'renewed', IntroductionMail>,
  { alias, own, partner, at }: Renewing,
): ItemsChange<'renewed'> => {
  const { tally: _, ...goesOn } = aliasOf(own);
  const item = aliasItem({ ...goesOn, alias, createdAt: at });
  return {
    items: [
      ...rowsOf(next).map((row) => row.item),
      closedSide(own, { at, because: 'replaced' }),
      aliasItem({ ...aliasOf(partner), counterparty: alias }),
      { body: {} },
    ],
    beside: [{ op: 'put', item: { ...aliasKey(alias), ...item, body: carriedOn(own, item.body) }, expect: 'absent' }],
    // Whoever muted the conversation hears nothing of it, as often as the other one takes a new alias; their page has it.
    outgoing: aliasOf(partner).mutedAt === undefined ? outgoing.map((mail) => ({ ...mail, message: asBody(mail.message) })) : [],
    outcome: 'renewed',
  };
};
