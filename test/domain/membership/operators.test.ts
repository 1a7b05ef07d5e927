import { describe, expect, it } from 'vitest';
import { canonicalAddress } from '../../../domain/kernel/email-address.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { isOperator } from '../../../domain/membership/operators.ts';
import { activeMember, aForm, address, codeOf, idOf, invitedMember, membershipWorld, valueOf } from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

const signedUp = async () => {
  const world = await membershipWorld();
  const ana = await activeMember(world);
  return { world, ...ana, ana: async (): Promise<Member> => (await world.ports.members.find(ana.member)) as Member };
};

describe('an operator', () => {
  it('is who has an address of the community’s file, in any spelling', async () => {
    const { ana } = await signedUp();
    expect(isOperator(await ana(), new Set([canonicalAddress(address('ANA+work@example.com'))]))).toBe(true);
    expect(isOperator(await ana(), new Set([canonicalAddress(address('olga@example.com'))]))).toBe(false);
    expect(isOperator({ ...(await ana()), standing: 'suspended' }, new Set([canonicalAddress(address('ana@example.com'))]))).toBe(false);
  });

  it('is a member from the start, at the address of the file, and mailed nothing', async () => {
    const world = await membershipWorld();
    for (let start = 0; start < 2; start++) await world.seatOperators({ operators: [address('Olga@example.com')] });
    valueOf(await world.signUp(aForm('olga+mallory@example.com')));
    expect((await world.everyone()).map(({ email, stage }) => [email, stage.name])).toEqual([['Olga@example.com', 'invited']]);
    expect(world.mails()).toMatchObject([{ to: idOf(world, 'olga@example.com') }]);
  });

  it('keeps what they have when they are a member already', async () => {
    const { world, ana } = await signedUp();
    const before = await ana();
    await world.seatOperators({ operators: [address('ANA@example.com')] });
    expect(await ana()).toEqual(before);
  });

  it('can be neither suspended nor banned by another', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world, 'Olga+x@example.com');
    expect(codeOf(await world.suspend({ member }))).toBe('membership.operator_protected');
    expect(codeOf(await world.ban({ member }))).toBe('membership.operator_protected');
    expect(await world.ports.bans.has(member)).toBe(false);
  });
});

describe('suspending', () => {
  it('takes a member out of the rounds without a word, until they are reinstated', async () => {
    const { world, member, ana, cookie } = await signedUp();
    const mails = world.mails().length;
    for (let click = 0; click < 2; click++) expect(await poison(() => world.suspend({ member }))).toEqual({ ok: true, value: 'suspended' });
    expect(await ana()).toMatchObject({ standing: 'suspended', stage: { name: 'active' } });
    expect((await world.resumeSession({ cookie })).ok).toBe(true);
    for (let click = 0; click < 2; click++) expect(await world.reinstate({ member })).toEqual({ ok: true, value: 'good' });
    expect((await ana()).standing).toBe('good');
    expect(world.mails()).toHaveLength(mails);
  });

  it('does not soften a ban', async () => {
    const { world, member, ana } = await signedUp();
    await world.ban({ member });
    expect(valueOf(await world.suspend({ member }))).toBe('banned');
    expect((await ana()).standing).toBe('banned');
  });

  it('is not shed by being erased and signing up again', async () => {
    const { world, member, session } = await signedUp();
    await world.suspend({ member });
    valueOf(await world.eraseMember({ member, session }));
    const mails = world.mails().length;
    valueOf(await world.signUp(aForm()));
    expect([world.mails().length, await world.ports.members.find(member)]).toEqual([mails, undefined]);
    await world.reinstate({ member });
    valueOf(await world.signUp(aForm()));
    expect(world.mails()).toHaveLength(mails + 1);
  });
});

describe('a ban', () => {
  it('ends sessions and links, and outlives erasure', async () => {
    const { world, member, cookie, ana } = await signedUp();
    await world.requestSignIn({ email: 'ana@example.com', ip: 'x' });
    for (let click = 0; click < 2; click++) expect(await poison(() => world.ban({ member }))).toEqual({ ok: true, value: 'banned' });
    expect(await ana()).toMatchObject({ standing: 'banned', links: [], sessions: [] });
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
  });

  it('also meets someone who was never here or is gone, under the id of their address', async () => {
    const world = await membershipWorld();
    const member = idOf(world, 'mallory@example.com');
    valueOf(await world.ban({ member }));
    valueOf(await world.signUp(aForm('M.allory+x@example.com'.replace('M.', 'M'))));
    expect([world.mails(), await world.everyone()]).toEqual([[], []]);
    valueOf(await world.reinstate({ member }));
    await invitedMember(world, 'mallory@example.com');
    expect(world.mails()).toHaveLength(1);
  });

  it('put on while erasing goes on outlives it', async () => {
    const { world, member, session } = await signedUp();
    const slow = await membershipWorld((ports) => ({
      ...ports,
      members: world.ports.members,
      bans: world.ports.bans,
      reports: world.ports.reports,
      erasers: [{ erase: async (id) => void (await world.suspend({ member: id })) }],
    }));
    valueOf(await slow.eraseMember({ member, session }));
    expect(await world.ports.bans.has(member)).toBe(true);
  });
});

describe('searching members', () => {
  const crowd = async () => {
    const world = await membershipWorld();
    for (let at = 0; at < 450; at++) {
      valueOf(
        await world.signUp({
          ...aForm(`someone${String(at)}@example.com`),
          name: at % 10 === 0 ? `Ána ${String(at)}` : 'Someone',
          ip: String(at),
        }),
      );
    }
    return world;
  };

  it('finds parts of names and addresses in any case, page by page, each once', async () => {
    const world = await crowd();
    const found: MemberId[] = [];
    let after: MemberId | undefined;
    do {
      const page = valueOf(await poison(() => world.searchMembers({ text: ' ÁNA ', after, limit: 7 })));
      expect(page.members.length).toBeLessThanOrEqual(7);
      found.push(...page.members.map(({ id }) => id));
      after = page.next;
    } while (after !== undefined);
    expect(found).toHaveLength(45);
    expect(new Set(found).size).toBe(45);
    expect(valueOf(await world.searchMembers({ text: 'SOMEONE449@', limit: 10 })).members).toHaveLength(1);
  });

  it('shows everyone for nothing asked, and nobody for what is not there', async () => {
    const world = await crowd();
    expect(valueOf(await world.searchMembers({ text: '', limit: 500 })).members).toHaveLength(450);
    expect(valueOf(await world.searchMembers({ text: 'nobody', limit: 500 }))).toEqual({ members: [] });
  });
});
