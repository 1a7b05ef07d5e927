import { describe, expect, it } from 'vitest';
import { createThreads } from '../../../adapters/bridges/chat-threads.ts';
import { createOpenSessions } from '../../../adapters/bridges/open-sessions.ts';
import { sidesFor } from '../../../domain/introductions/match.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { sessionMs, withSession } from '../../../domain/membership/sessions.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { aMember } from '../../support/contract-membership.ts';
import { createIntroductionsWorld, idOf, nowIs, settle, valueOf } from '../../support/introductions-world.ts';

describe('a member’s threads in the chat', () => {
  it('are their introductions, once these took place, by either of the two and nobody else', async () => {
    const world = await createIntroductionsWorld();
    await settle(world, 'Ana', 'Ben', 'Cleo', 'Dov');
    const threads = createThreads(world);
    valueOf(await world.run({ week: thisWeek }));
    expect(await threads.ofMember(idOf('Ana'), 60)).toEqual([]);
    valueOf(await world.send({ week: thisWeek }));
    const [match] = await world.matches.ofMember(idOf('Ana'), 1);
    const { own, partner } = sidesFor(match!, idOf('Ana'))!;
    const { conversationId } = match!;
    const thread = {
      conversationId,
      alias: own.alias,
      partner: partner.member,
      partnerName: ['Ben', 'Cleo', 'Dov'].find((name) => idOf(name) === partner.member),
      week: formatWeek(thisWeek),
      introducedAt: match!.state.name === 'claimed' ? match!.state.at : 0,
    };
    expect(await threads.ofMember(idOf('Ana'), 60)).toEqual([thread]);
    expect(await threads.find(idOf('Ana'), conversationId)).toEqual(thread);
    expect(await threads.find(partner.member, conversationId)).toMatchObject({
      alias: partner.alias,
      partner: idOf('Ana'),
      partnerName: 'Ana',
    });
    const stranger = ['Ben', 'Cleo', 'Dov'].map((name) => idOf(name)).find((id) => id !== partner.member)!;
    expect([await threads.find(stranger, conversationId), await threads.find(idOf('Ana'), 'another')]).toEqual([undefined, undefined]);
    await nowIs(world, 'Ana', { stage: { name: 'erasing', at: 0 as Instant } });
    expect((await threads.find(partner.member, conversationId))?.partnerName).toBeUndefined();
  });
});

describe('a session is open', () => {
  const at = 1_000 as Instant;
  const sessionsOf = (member: Member | undefined) => {
    const clock = createStillClock(at);
    return { clock, sessions: createOpenSessions({ members: { account: async () => Promise.resolve(member) }, clock }) };
  };
  const signedIn = withSession(aMember(), { id: 'session', hash: 'hash' }, at);

  it('until it expires', async () => {
    const { sessions, clock } = sessionsOf(signedIn);
    expect([await sessions.has(signedIn.id, 'session'), await sessions.has(signedIn.id, 'another')]).toEqual([true, false]);
    clock.moveBy(sessionMs);
    expect(await sessions.has(signedIn.id, 'session')).toBe(false);
  });

  it('of nobody who is gone, or is being erased', async () => {
    expect(await sessionsOf(undefined).sessions.has(signedIn.id, 'session')).toBe(false);
    expect(await sessionsOf({ ...signedIn, stage: { name: 'erasing', at } }).sessions.has(signedIn.id, 'session')).toBe(false);
  });
});
