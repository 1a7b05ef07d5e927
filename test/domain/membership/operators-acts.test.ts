import { describe, expect, it } from 'vitest';
import { canonicalAddress, type EmailAddress } from '../../../domain/kernel/email-address.ts';
import { makeEraseAsOperator } from '../../../domain/membership/erase-as-operator.ts';
import { answersCharactersMax } from '../../../domain/membership/given-answers.ts';
import { makeInviteMember } from '../../../domain/membership/invite-member.ts';
import { activeMember, membershipWorld, type MembershipWorld, start, valueOf } from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

const texts = { work: ['clay'] };
const invitation = { email: 'Ana@Example.com', name: 'Ana', version: 1, texts };
const idOf = ({ ports }: MembershipWorld, address: string) => ports.secrets.memberIdOf(canonicalAddress(address as EmailAddress));

describe('an invitation by the operators', () => {
  it('makes somebody a member who has yet to answer, with their answers as a draft and one link to the survey', async () => {
    const world = await membershipWorld();
    expect(await poison(() => makeInviteMember(world.ports)(invitation))).toEqual({ ok: true, value: 'invited' });
    expect(await world.ports.members.find(idOf(world, 'ana@example.com'))).toMatchObject({
      email: 'Ana@Example.com',
      name: 'Ana',
      stage: { name: 'invited' },
      standing: 'good',
      consentedAt: start,
      draft: { version: 1, texts, at: start },
      answers: undefined,
    });
    expect(world.mails().map(({ template }) => template)).toEqual(['survey-link']);
  });

  it('keeps no draft where nothing was answered', async () => {
    const world = await membershipWorld();
    await makeInviteMember(world.ports)({ ...invitation, texts: {} });
    expect((await world.ports.members.find(idOf(world, 'ana@example.com')))?.draft).toBeUndefined();
  });

  it('changes nothing about anybody who is known, and mails them nothing, however they are spelled', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    const [before, mails] = [await world.ports.members.find(member), world.mails().length];
    expect(await makeInviteMember(world.ports)({ ...invitation, email: 'ANA+x@example.com', name: 'Other' })).toEqual({
      ok: true,
      value: 'known_already',
    });
    expect([await world.ports.members.find(member), world.mails().length]).toEqual([before, mails]);
  });

  it('is given once by two at once', async () => {
    const world = await membershipWorld();
    const invite = makeInviteMember(world.ports);
    const answers = await Promise.all([invite(invitation), invite(invitation)]);
    expect(answers.map(valueOf).sort()).toEqual(['invited', 'known_already']);
    expect(world.mails()).toHaveLength(1);
  });

  it('is not given to somebody who was banned, and nothing is kept of them', async () => {
    const world = await membershipWorld();
    await world.ports.bans.add(idOf(world, 'ana@example.com'), start);
    const before = world.stored();
    expect(await makeInviteMember(world.ports)(invitation)).toEqual({ ok: true, value: 'banned' });
    expect([world.stored(), world.outbox()]).toEqual([before, []]);
  });

  it.each([
    [{ email: 'ana' }, 'address.malformed'],
    [{ name: '' }, 'membership.name_missing'],
    [{ texts: { work: ['x'.repeat(answersCharactersMax)] } }, 'membership.answers_too_long'],
  ])('is refused where it cannot be one: %j', async (wrong, code) => {
    const world = await membershipWorld();
    expect(await makeInviteMember(world.ports)({ ...invitation, ...wrong })).toMatchObject({ ok: false, error: { code } });
    expect(await world.everyone()).toEqual([]);
  });
});

describe('an erasure by the operators', () => {
  it('leaves nothing of a member anywhere, and says goodbye to them', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    expect(await poison(() => makeEraseAsOperator(world.ports)({ member }))).toEqual({ ok: true, value: 'erased' });
    expect([await world.everyone(), [...world.erasedElsewhere]]).toEqual([[], [member]]);
    expect(world.mails().at(-1)).toMatchObject({ template: 'goodbye', erased: true });
    expect(await makeEraseAsOperator(world.ports)({ member })).toEqual({ ok: false, error: { code: 'membership.no_member' } });
  });

  it('goes on where it was interrupted', async () => {
    const failing = { erase: async () => Promise.reject(new Error('killed')) };
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    await expect(makeEraseAsOperator({ ...world.ports, erasers: [failing] })({ member })).rejects.toThrow('killed');
    expect(await world.ports.members.find(member)).toMatchObject({ stage: { name: 'erasing' }, sessions: [], links: [] });
    expect(await makeEraseAsOperator(world.ports)({ member })).toEqual({ ok: true, value: 'erased' });
    expect(await world.everyone()).toEqual([]);
  });

  it('keeps a suspension as a ban', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    await world.suspend({ member });
    await makeEraseAsOperator(world.ports)({ member });
    expect(await world.ports.bans.has(member)).toBe(true);
  });

  it('does not touch an operator', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    const operators = new Set([canonicalAddress('ana@example.com' as EmailAddress)]);
    expect(await makeEraseAsOperator({ ...world.ports, operators })({ member })).toEqual({
      ok: false,
      error: { code: 'membership.operator_protected' },
    });
    expect(await world.everyone()).toHaveLength(1);
  });
});
