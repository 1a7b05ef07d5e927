import { describe, expect, it } from 'vitest';
import { changed } from '../../../domain/kernel/decision.ts';
import { dayMs, later } from '../../../domain/kernel/instant.ts';
import { weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { err } from '../../../domain/kernel/result.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { makeSendIntroductions } from '../../../domain/introductions/send-introductions.ts';
import { anonymousOf } from '../../support/contract-introductions.ts';
import {
  codeOf,
  createIntroductionsWorld,
  idOf,
  type IntroductionsWorld,
  mondayMorning,
  nowIs,
  settle,
  valueOf,
  waitingMails,
} from '../../support/introductions-world.ts';

const week = thisWeek;
const next = weeksAfter(week, 1);

const planned = async (...names: readonly string[]): Promise<IntroductionsWorld> => {
  const world = await createIntroductionsWorld();
  await settle(world, ...names);
  valueOf(await world.run({ week }));
  return world;
};
const keysOf = async (world: IntroductionsWorld): Promise<readonly string[]> => (await waitingMails(world)).map(({ key }) => key).sort();
const onlyMatch = async (world: IntroductionsWorld) => (await world.matches.ofRound({ week, run: 1 }, undefined, 200))[0]!;
const heightsNext = async (world: IntroductionsWorld) => {
  world.clock.moveBy(7 * dayMs);
  return valueOf(await world.preview({ week: next })).input.history;
};

describe('sending a round', () => {
  it('tells each of a pair about the other, and asks four days later whether they met', async () => {
    const world = await planned('Ana', 'Ben');
    const { a, b, conversationId } = await onlyMatch(world);
    expect(valueOf(await world.send({ week })).state).toEqual({ name: 'sent', at: mondayMorning });
    const mails = await waitingMails(world);
    expect(mails.find(({ key }) => key === `introduction:2026-W47:${a.member}`)).toEqual({
      key: `introduction:2026-W47:${a.member}`,
      dueAt: mondayMorning,
      message: {
        template: 'introduction',
        to: a.member,
        week,
        match: conversationId,
        partner: b.member,
        partnerName: a.member === idOf('Ana') ? 'Ben' : 'Ana',
        reasons: a.reasons,
        alias: b.alias,
      },
    });
    expect(
      mails
        .filter(({ message }) => message.template === 'did-you-meet')
        .map(({ key, dueAt }) => [key, dueAt])
        .sort(),
    ).toEqual([a, b].map(({ member }) => [`did-you-meet:2026-W47:${member}`, later(mondayMorning, 4 * dayMs)]).sort());
    expect(mails).toHaveLength(4);
  });

  it('tells whoever is left over, once', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo');
    await world.send({ week });
    await world.send({ week });
    expect((await keysOf(world)).filter((key) => key.startsWith('left-over'))).toHaveLength(1);
    expect(await keysOf(world)).toHaveLength(5);
  });

  it('is refused before the round is there, and while its matches are being written', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben');
    expect(await world.send({ week })).toEqual(err({ code: 'round.unknown' }));
    await world.run({ week });
    await world.rounds.change(week, (round) => changed({ ...round!, state: { name: 'planned' } }, undefined));
    expect(await world.send({ week })).toEqual(err({ code: 'round.not_ready' }));
    await world.rounds.change(week, (round) => changed({ ...round!, state: { name: 'ready' } }, undefined));
    await world.discard({ week, because: 'no' });
    expect(await world.send({ week })).toEqual(err({ code: 'round.unknown' }));
  });

  it.each([
    ['left', { stage: { name: 'left', at: mondayMorning } }],
    ['paused', { stage: { name: 'paused', until: undefined } }],
    ['skipped the week', { skips: [week] }],
    ['was suspended', { standing: 'suspended' }],
  ] as const)('cancels where one %s since the plan: the other is told neutrally, and comes first next time', async (_, overrides) => {
    const world = await planned('Ana', 'Ben');
    const { a, b } = await onlyMatch(world);
    await nowIs(world, 'Ana', overrides);
    valueOf(await world.send({ week }));
    expect(await waitingMails(world)).toEqual([
      { key: `cancelled:2026-W47:${idOf('Ben')}`, dueAt: mondayMorning, message: { template: 'cancelled', to: idOf('Ben'), week } },
    ]);
    expect((await onlyMatch(world)).state).toEqual({
      name: 'cancelled',
      at: mondayMorning,
      because: 'no_longer_takes_part',
      leftOver: [idOf('Ben')],
    });
    for (const { alias } of [a, b]) expect((await world.matches.alias(alias))?.status).toBe('closed');
    expect(await heightsNext(world)).toEqual({ met: [], leftOut: [{ week, member: idOf('Ben') }] });
  });

  it('cancels for two who were blocked since; both are told the same and neither of whom', async () => {
    const world = await planned('Ana', 'Ben');
    await world.blocks.add({ by: idOf('Ana'), whom: idOf('Ben'), at: mondayMorning });
    valueOf(await world.send({ week }));
    expect((await waitingMails(world)).map(({ message }) => message.template)).toEqual(['cancelled', 'cancelled']);
    const { leftOut, met } = await heightsNext(world);
    expect([met, leftOut.map(({ member }) => member).sort()]).toEqual([[], [idOf('Ana'), idOf('Ben')].sort()]);
  });

  it('says nothing to somebody left over who left since, and does not count it as waiting', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo');
    const [leftOut] = await world.leftOuts.ofRound({ week, run: 1 }, undefined, 10);
    const name = ['Ana', 'Ben', 'Cleo'].find((each) => idOf(each) === leftOut?.member)!;
    await nowIs(world, name, { stage: { name: 'paused', until: undefined } });
    valueOf(await world.send({ week }));
    expect((await keysOf(world)).filter((key) => key.startsWith('left-over'))).toEqual([]);
    expect((await heightsNext(world)).leftOut).toEqual([]);
  });

  it('introduces nobody to somebody who was erased while the round was being planned, and forgets them', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo');
    const leftOver = (await world.leftOuts.ofRound({ week, run: 1 }, undefined, 10))[0]!.member;
    for (const name of ['Ana', 'Ben', 'Cleo']) if (idOf(name) !== leftOver) await nowIs(world, name, undefined);
    await world.members.change(leftOver, () => changed(undefined, undefined));
    valueOf(await world.send({ week }));
    expect(await keysOf(world)).toEqual([]);
    for (const name of ['Ana', 'Ben', 'Cleo']) {
      expect(await world.matches.ofMember(idOf(name), 10)).toEqual([]);
      expect(await world.leftOuts.ofMember(idOf(name), 10)).toEqual([]);
    }
    expect((await onlyMatch(world)).state).toMatchObject({ name: 'cancelled', leftOver: [] });
  });

  it('cancels for somebody whose erasure was interrupted between their matches and the rest', async () => {
    const world = await planned('Ana', 'Ben');
    const { a, b } = await onlyMatch(world);
    await world.matches.anonymise(a.member, anonymousOf(1), mondayMorning);
    valueOf(await world.send({ week }));
    expect(await keysOf(world)).toEqual([`cancelled:2026-W47:${b.member}`]);
  });

  it('does not count somebody left over as waiting who is erased before they were told', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo');
    const [leftOut] = await world.leftOuts.ofRound({ week, run: 1 }, undefined, 10);
    await world.members.change(leftOut!.member, () => changed(undefined, undefined));
    valueOf(await world.send({ week }));
    expect((await keysOf(world)).filter((key) => key.startsWith('left-over'))).toEqual([]);
    expect((await world.results({ until: week, limit: 1 }))[0]?.leftOut).toBe(0);
  });

  it('shows how far it is', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo', 'Dora', 'Emil');
    expect(valueOf(await world.progress({ week }))).toEqual({
      state: 'ready',
      planned: 2,
      claimed: 0,
      cancelled: 0,
      introduced: 0,
      leftOut: 1,
      leftOutSettled: 0,
    });
    const seen: number[] = [];
    valueOf(await makeSendIntroductions({ ...world, onProgress: ({ done, of }) => seen.push(done, of) })({ week }));
    expect(seen).toEqual([1, 3, 2, 3, 3, 3]);
    const { a } = await onlyMatch(world);
    await world.recordIntroduced({ week, member: a.member, at: mondayMorning });
    expect(valueOf(await world.progress({ week }))).toEqual({
      state: 'sent',
      planned: 0,
      claimed: 2,
      cancelled: 0,
      introduced: 1,
      leftOut: 1,
      leftOutSettled: 1,
    });
    expect(codeOf(await world.progress({ week: next }))).toBe('round.unknown');
  });
});

describe('after an introduction', () => {
  it('keeps when the mailer first took it', async () => {
    const world = await planned('Ana', 'Ben');
    await world.send({ week });
    for (const at of [mondayMorning, later(mondayMorning, 5)]) await world.recordIntroduced({ week, member: idOf('Ana'), at });
    expect((await world.myMatches({ member: idOf('Ana') }))[0]?.introducedAt).toBe(mondayMorning);
    expect((await world.myMatches({ member: idOf('Ben') }))[0]?.introducedAt).toBeUndefined();
  });

  it('lets each of the two say whether they met, and change their mind', async () => {
    const world = await planned('Ana', 'Ben');
    expect(codeOf(await world.answer({ week, member: idOf('Ana'), answer: 'yes' }))).toBe('match.unknown');
    await world.send({ week });
    for (const answer of ['planned', 'yes', 'yes'] as const)
      expect(await world.answer({ week, member: idOf('Ana'), answer })).toEqual({ ok: true, value: answer });
    await world.answer({ week, member: idOf('Ben'), answer: 'no' });
    expect((await world.myMatches({ member: idOf('Ana') }))[0]?.met).toBe('yes');
    expect(codeOf(await world.answer({ week, member: idOf('Cleo'), answer: 'yes' }))).toBe('match.unknown');
    expect(codeOf(await world.answer({ week: next, member: idOf('Ana'), answer: 'yes' }))).toBe('match.unknown');
    const [result] = await world.results({ until: week, limit: 10 });
    expect(result).toMatchObject({ introduced: 2, cancelled: 0, leftOut: 0, met: { yes: 1, planned: 0, no: 1 }, repeats: 0 });
  });

  it('shows a member whom they met and why, and nothing of a plan', async () => {
    const world = await planned('Ana', 'Ben');
    expect(await world.myMatches({ member: idOf('Ana') })).toEqual([]);
    await world.send({ week });
    const { a, b, conversationId } = await onlyMatch(world);
    const [own, partner] = a.member === idOf('Ana') ? [a, b] : [b, a];
    expect(await world.myMatches({ member: idOf('Ana') })).toEqual([
      {
        week,
        conversationId,
        partner: idOf('Ben'),
        partnerName: 'Ben',
        reasons: own.reasons,
        alias: own.alias,
        partnerAlias: partner.alias,
        writeTo: partner.alias,
        claimedAt: mondayMorning,
        introducedAt: undefined,
        met: undefined,
      },
    ]);
  });

  it('closes the way between two of whom one blocked the other', async () => {
    const world = await planned('Ana', 'Ben');
    await world.send({ week });
    await world.endContact({ member: idOf('Ana'), partner: idOf('Ben') });
    for (const name of ['Ana', 'Ben']) expect((await world.myMatches({ member: idOf(name) }))[0]?.writeTo).toBeUndefined();
  });

  it('forgets an erased member: the partner keeps a nameless introduction, history an anonymous one, and the question is taken back', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo');
    await world.send({ week });
    const { a, b } = await onlyMatch(world);
    await world.eraser.erase(a.member);
    await world.eraser.erase(a.member);
    const stored =
      JSON.stringify(await world.table.query({ by: 'index', partition: 'rounds', limit: 10 })) +
      JSON.stringify(await world.matches.ofRound({ week, run: 1 }, undefined, 10));
    expect(stored).not.toContain(a.member);
    expect(await world.matches.ofMember(a.member, 10)).toEqual([]);
    expect((await waitingMails(world)).filter(({ message }) => message.template === 'did-you-meet')).toEqual([]);
    const [kept] = await world.myMatches({ member: b.member });
    expect(kept).toMatchObject({ partnerName: undefined, reasons: [], writeTo: undefined });
    expect(kept?.partner).toMatch(/^gone_/);
    for (const { alias } of [a, b]) expect((await world.matches.alias(alias))?.status).toBe('closed');
    const history = await heightsNext(world);
    expect(history.met).toHaveLength(1);
    expect(JSON.stringify(history)).not.toContain(a.member);
  });

  it('gives a member everything that is kept about them, and of others no more than they were told', async () => {
    const world = await planned('Ana', 'Ben', 'Cleo');
    await world.send({ week });
    const { a } = await onlyMatch(world);
    const [left] = await world.leftOuts.ofRound({ week, run: 1 }, undefined, 10);
    expect(await world.exportIntroductions(left!.member)).toEqual({ introductions: [], cancelled: [], leftOut: [{ week }] });
    const mine = await world.exportIntroductions(a.member);
    expect(mine.introductions).toHaveLength(1);
    expect(JSON.stringify(mine)).not.toMatch(/m_[a-z2-7]{26}/);
  });
});
