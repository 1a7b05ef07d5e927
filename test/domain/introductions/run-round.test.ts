import { describe, expect, it } from 'vitest';
import type { TableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import { parseAliasName } from '../../../domain/kernel/alias-name.ts';
import { dayMs, later } from '../../../domain/kernel/instant.ts';
import { makeRunRound } from '../../../domain/introductions/run-round.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import { err } from '../../../domain/kernel/result.ts';
import {
  introductionsOver,
  codeOf,
  createIntroductionsWorld,
  idOf,
  type IntroductionsWorld,
  mondayMorning,
  nowIs,
  plainRules,
  settle,
  valueOf,
  withCalendar,
} from '../../support/introductions-world.ts';
import { anonymousOf } from '../../support/contract-introductions.ts';
import { createDeterministicSecrets } from '../../support/deterministic-secrets.ts';
import { thisWeek, weekNamed } from '../../arbitraries/rounds.ts';

const five = ['Ana', 'Ben', 'Cleo', 'Dora', 'Emil'] as const;
const week = thisWeek;

const communityOf = async (...names: readonly string[]): Promise<IntroductionsWorld> => {
  const world = await createIntroductionsWorld();
  await settle(world, ...names);
  return world;
};

const matchesIn = async (world: IntroductionsWorld, run = 1) => world.matches.ofRound({ week, run }, undefined, 200);
const tableItems = ({ table }: IntroductionsWorld, kinds: RegExp) => (table as TableInMemory).items().filter(({ pk }) => kinds.test(pk));
const leftOutIn = async (world: IntroductionsWorld, run = 1) => world.leftOuts.ofRound({ week, run }, undefined, 200);

describe('running a round', () => {
  it('pairs everyone who takes part and stores a match for each pair, with two aliases', async () => {
    const world = await communityOf(...five);
    const round = valueOf(await world.run({ week }));
    const matches = await matchesIn(world);
    expect(round).toMatchObject({
      week,
      run: 1,
      state: { name: 'ready' },
      memberCount: 5,
      pairCount: 2,
      leftOutCount: 1,
      certificate: { gap: 0 },
      gaps: [{ componentSize: 5, weeks: 1 }],
    });
    expect(matches).toHaveLength(2);
    const everyone = [...matches.flatMap(({ a, b }) => [a.member, b.member]), ...(await leftOutIn(world)).map(({ member }) => member)];
    expect(everyone.sort()).toEqual(five.map((name) => idOf(name)).sort());
    const aliases = matches.flatMap(({ a, b }) => [a.alias, b.alias]);
    expect(new Set(aliases.map((alias) => alias.slice(0, -1))).size).toBe(4);
    for (const { a, b, conversationId } of matches) {
      expect([parseAliasName(a.alias), a.alias.at(-1), b.alias.at(-1)]).toEqual([a.alias, 'a', 'b']);
      expect(await world.matches.alias(a.alias)).toEqual({
        alias: a.alias,
        member: a.member,
        counterparty: b.alias,
        conversationId,
        status: 'open',
        createdAt: mondayMorning,
        expiresAt: later(mondayMorning, 180 * dayMs),
        deleteAt: later(mondayMorning, 270 * dayMs),
      });
    }
  });

  it('words the reasons for each of the two', async () => {
    const world = await communityOf('Ana', 'Ben');
    await world.run({ week });
    const [match] = await matchesIn(world);
    expect(match?.a.reasons).toEqual(['You both answered “red” to “Which colour?”']);
    expect(match?.b.reasons).toEqual(match?.a.reasons);
  });

  it('sends nothing', async () => {
    const world = await communityOf(...five);
    await world.run({ week });
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
  });

  it('twice, or with another seed, gives the round that was stored first', async () => {
    const world = await communityOf(...five);
    const first = valueOf(await world.run({ week, seed: 1 }));
    const before = await matchesIn(world);
    await settle(world, 'Finn');
    expect(await world.run({ week, seed: 2 })).toEqual({ ok: true, value: first });
    expect(await matchesIn(world)).toEqual(before);
  });

  it('stores the round of a preview that was run with its seed', async () => {
    const world = await communityOf(...five, 'Finn', 'Gala');
    const { round } = valueOf(await world.preview({ week }));
    expect(await world.rounds.find(week)).toBeUndefined();
    await world.run({ week, seed: round.seed });
    expect((await matchesIn(world)).map(({ a, b }) => [a.member, b.member])).toEqual(round.pairs.map(({ a, b }) => [a, b]));
  });

  it('leaves out whoever is paused, skips the week, is suspended, has left or has not answered', async () => {
    const world = await communityOf(...five, 'Finn');
    await nowIs(world, 'Ana', { stage: { name: 'paused', until: undefined } });
    await nowIs(world, 'Ben', { skips: [week] });
    await nowIs(world, 'Cleo', { standing: 'suspended' });
    await nowIs(world, 'Dora', { stage: { name: 'left', at: mondayMorning } });
    await nowIs(world, 'Emil', { answers: undefined });
    expect(valueOf(await world.run({ week }))).toMatchObject({ memberCount: 1, pairCount: 0, leftOutCount: 1 });
  });

  it('lets a pause end by itself', async () => {
    const world = await communityOf('Ana', 'Ben');
    await nowIs(world, 'Ana', { stage: { name: 'paused', until: mondayMorning } });
    expect(valueOf(await world.run({ week }))).toMatchObject({ pairCount: 1 });
  });

  it('keeps the blocked apart', async () => {
    const world = await communityOf('Ana', 'Ben');
    await world.blocks.add({ by: idOf('Ben'), whom: idOf('Ana'), at: mondayMorning });
    expect(valueOf(await world.run({ week }))).toMatchObject({ pairCount: 0, leftOutCount: 2 });
  });

  it('counts answers that the survey no longer takes as unanswered', async () => {
    const world = await communityOf('Ana', 'Ben');
    await nowIs(world, 'Ana', { answers: { version: 0, texts: { colour: ['ochre'], gone: ['x'] }, at: mondayMorning } });
    expect(valueOf(await world.run({ week }))).toMatchObject({ pairCount: 1 });
  });

  it('is fine with nobody', async () => {
    const world = await communityOf();
    expect(valueOf(await world.run({ week }))).toMatchObject({ pairCount: 0, leftOutCount: 0, state: { name: 'ready' } });
  });

  it('lets the standing host meet one of those left over', async () => {
    const table = (await createIntroductionsWorld()).table;
    const world = introductionsOver(table, { rules: { ...plainRules, host: idOf('Hanna') } });
    await settle(world, 'Ana', 'Ben', 'Cleo', 'Hanna');
    expect(valueOf(await world.run({ week }))).toMatchObject({ pairCount: 2, leftOutCount: 0 });
    expect((await matchesIn(world)).filter(({ host }) => host === idOf('Hanna'))).toHaveLength(1);
    await nowIs(world, 'Hanna', { skips: [weeksAfter(week, 1)] });
    await world.send({ week });
    world.clock.moveBy(7 * dayMs);
    expect(valueOf(await world.run({ week: weeksAfter(week, 1) }))).toMatchObject({ memberCount: 3, pairCount: 1, leftOutCount: 1 });
  });

  it('draws an alias again that was issued before', async () => {
    const world = await communityOf('Ana', 'Ben');
    // Two processes whose chance began in the same state draw the same aliases.
    valueOf(await introductionsOver(world.table, { secrets: createDeterministicSecrets('again') }).run({ week, seed: 1 }));
    const [first] = await matchesIn(world);
    await world.discard({ week, because: 'a try' });
    valueOf(await introductionsOver(world.table, { secrets: createDeterministicSecrets('again') }).run({ week, seed: 1 }));
    const [second] = await matchesIn(world, 2);
    expect(new Set([first, second].flatMap((match) => [match?.a.alias, match?.b.alias])).size).toBe(4);
    expect((await world.matches.alias(second!.a.alias))?.status).toBe('open');
    expect((await world.matches.alias(first!.a.alias))?.status).toBe('closed');
  });
});

describe('somebody who is erased while the matches are being written', () => {
  it('is in none of them', async () => {
    const world = await communityOf(...five);
    await world.run({ week });
    // As if the process had died right after the plan was stored.
    await world.rounds.change(week, (round) => changed({ ...round!, state: { name: 'planned' } }, undefined));
    for (const { pk, sk } of tableItems(world, /^(match|left-out|alias|alias-issued)#/))
      await world.table.commit([{ op: 'delete', key: { pk, sk }, expect: 'anything' }]);
    await nowIs(world, 'Ana', undefined);
    await world.forgetMember({ member: idOf('Ana') });
    expect(valueOf(await world.run({ week }))).toMatchObject({ run: 1, state: { name: 'ready' } });
    expect(JSON.stringify(tableItems(world, /./))).not.toContain(idOf('Ana'));
    expect(await matchesIn(world)).toHaveLength(2);
  });
});

describe('a round is refused', () => {
  it('for a week that is over, that is too far ahead or that is a holiday', async () => {
    const table = (await createIntroductionsWorld()).table;
    const world = introductionsOver(table, { rules: withCalendar({ holidays: [weekNamed('2026-W48')] }) });
    expect(codeOf(await world.run({ week: weekNamed('2026-W46') }))).toBe('round.week_past');
    expect(codeOf(await world.run({ week: weekNamed('2026-W49') }))).toBe('round.week_too_far');
    expect(codeOf(await world.run({ week: weekNamed('2026-W48') }))).toBe('round.week_holiday');
    expect(codeOf(await world.preview({ week: weekNamed('2026-W48') }))).toBe('round.week_holiday');
  });

  it('as long as an earlier one is not sent or discarded', async () => {
    const world = await communityOf('Ana', 'Ben');
    await world.run({ week });
    const next = weeksAfter(week, 1);
    expect(await world.run({ week: next })).toEqual(err({ code: 'round.earlier_unsent', week }));
    await world.send({ week });
    expect(await world.run({ week: next })).toMatchObject({ ok: true });
  });

  it('where the week after has one already', async () => {
    const world = await communityOf('Ana', 'Ben');
    const next = weeksAfter(week, 1);
    await world.run({ week: next });
    expect(await world.run({ week })).toEqual(err({ code: 'round.later_exists', week: next }));
  });

  it('where more people take part than are matched at once', async () => {
    const world = await communityOf('Ana', 'Ben', 'Cleo');
    const runOf = (membersMax: number) => makeRunRound({ ...world, rules: { ...world.rules, membersMax } });
    expect(await runOf(2)({ week })).toEqual(err({ code: 'round.too_many_members', most: 2 }));
    expect(await runOf(3)({ week })).toMatchObject({ ok: true });
  });
});

describe('discarding a round', () => {
  it('cancels its matches, closes their aliases, keeps the reason, and the week can be run again', async () => {
    const world = await communityOf(...five);
    await world.run({ week });
    const before = await matchesIn(world);
    expect(valueOf(await world.discard({ week, because: '  too early ' })).state).toEqual({
      name: 'discarded',
      at: mondayMorning,
      because: 'too early',
    });
    expect((await matchesIn(world)).map(({ state }) => state)).toEqual(
      before.map(() => ({ name: 'cancelled', at: mondayMorning, because: 'round_discarded', leftOver: [] })),
    );
    for (const { a, b } of before) for (const { alias } of [a, b]) expect((await world.matches.alias(alias))?.status).toBe('closed');
    expect(await world.outbox.pending()).toEqual({ waiting: 0, failed: 0 });
    expect(valueOf(await world.run({ week }))).toMatchObject({ run: 2, state: { name: 'ready' }, pairCount: 2 });
    expect(await world.rounds.latest(weeksAfter(week, 1), 10)).toHaveLength(1);
  });

  it('is finished by the next run where it was killed right after it was decided', async () => {
    const world = await communityOf(...five);
    await world.run({ week });
    const before = await matchesIn(world);
    await world.rounds.change(week, (round) =>
      changed({ ...round!, state: { name: 'discarded', at: mondayMorning, because: 'x' } }, undefined),
    );
    await world.run({ week });
    expect((await matchesIn(world)).map(({ state }) => state.name)).toEqual(['cancelled', 'cancelled']);
    for (const { a, b } of before) for (const { alias } of [a, b]) expect((await world.matches.alias(alias))?.status).toBe('closed');
    expect((await matchesIn(world, 2)).map(({ state }) => state.name)).toEqual(['planned', 'planned']);
  });

  it('takes back the match of somebody whose erasure was interrupted', async () => {
    const world = await communityOf('Ana', 'Ben');
    await world.run({ week });
    const [match] = await matchesIn(world);
    await world.matches.anonymise(match!.a.member, anonymousOf(1), mondayMorning);
    await world.discard({ week, because: 'again' });
    expect((await matchesIn(world)).map(({ state }) => state.name)).toEqual(['cancelled']);
  });

  it('leaves no trace in history: the same pairs may be made again and nobody has waited', async () => {
    const world = await communityOf('Ana', 'Ben', 'Cleo', 'Dora', 'Emil');
    await world.run({ week, seed: 5 });
    await world.discard({ week, because: 'again' });
    const { input } = valueOf(await world.preview({ week }));
    expect(input.history).toEqual({ met: [], leftOut: [] });
  });

  it('is refused without a reason, for an unknown round, and from the first claim on', async () => {
    const world = await communityOf('Ana', 'Ben');
    expect(codeOf(await world.discard({ week, because: 'no' }))).toBe('round.unknown');
    await world.run({ week });
    expect(codeOf(await world.discard({ week, because: ' ' }))).toBe('round.reason_missing');
    expect(codeOf(await world.discard({ week, because: 'x'.repeat(501) }))).toBe('round.reason_too_long');
    await world.send({ week });
    expect(codeOf(await world.discard({ week, because: 'too late' }))).toBe('round.being_sent');
  });
});
