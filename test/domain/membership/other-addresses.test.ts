import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { canonicalAddress, parseEmailAddress } from '../../../domain/kernel/email-address.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import { otherAddressesMax } from '../../../domain/membership/other-addresses.ts';
import { situations, spellingOf } from '../../arbitraries/membership.ts';
import { bringAna } from '../../support/membership-situations.ts';
import {
  activeMember,
  aForm,
  address,
  codeOf,
  idOf,
  lastToken,
  membershipWorld,
  type MembershipWorld,
  valueOf,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

const benAnd = async (wrap?: Parameters<typeof membershipWorld>[0]) => {
  const world = await membershipWorld(wrap);
  const ben = await activeMember(world, 'ben@example.com');
  const record = async () => (await world.ports.members.find(ben.member))!;
  const confirmed = async (text: string): Promise<void> => {
    valueOf(await world.addAddress({ member: ben.member, address: text }));
    valueOf(await world.confirmAddress({ token: lastToken(world, ben.member) }));
  };
  return { world, member: ben.member, record, confirmed };
};

describe('a further address', () => {
  it('is a member’s once the link in a mail to that very address was followed, and not before', async () => {
    const { world, member, record } = await benAnd();
    valueOf(await poison(() => world.addAddress({ member, address: ' Ben.B@example.org ' })));
    const token = lastToken(world, member);
    expect(world.mails().at(-1)).toEqual({ template: 'confirm-address', to: member, address: 'Ben.B@example.org', token });
    expect(await poison(() => world.lookAtAddress({ token }))).toEqual({ ok: true, value: 'Ben.B@example.org' });
    expect((await record()).otherAddresses ?? []).toEqual([]);
    expect(await poison(() => world.confirmAddress({ token }))).toEqual({ ok: true, value: 'confirmed' });
    expect(await record()).toMatchObject({ email: 'ben@example.com', otherAddresses: ['Ben.B@example.org'] });
  });

  it('has a link that works once, within a day, and for nothing else', async () => {
    const { world, member } = await benAnd();
    valueOf(await world.addAddress({ member, address: 'ben@example.org' }));
    const token = lastToken(world, member);
    for (const purpose of ['survey', 'sign-in'] as const)
      expect(codeOf(await world.spendLink({ purpose, token }))).toBe('membership.link_unknown');
    valueOf(await world.requestSignIn({ email: 'ben@example.com', ip: 'x' }));
    expect(codeOf(await world.confirmAddress({ token: lastToken(world, member) }))).toBe('membership.link_unknown');
    valueOf(await world.confirmAddress({ token }));
    expect(codeOf(await world.lookAtAddress({ token }))).toBe('membership.link_spent');
    expect(codeOf(await world.confirmAddress({ token }))).toBe('membership.link_spent');
    valueOf(await world.addAddress({ member, address: 'ben@example.net' }));
    const late = lastToken(world, member);
    world.pass(dayMs);
    expect(codeOf(await world.confirmAddress({ token: late }))).toBe('membership.link_expired');
    expect(codeOf(await world.confirmAddress({ token: 'x' }))).toBe('membership.link_unknown');
  });

  it('that was asked for twice is confirmed by the newer link alone', async () => {
    const { world, member, record } = await benAnd();
    valueOf(await world.addAddress({ member, address: 'ben@example.org' }));
    const old = lastToken(world, member);
    valueOf(await world.addAddress({ member, address: 'BEN+x@example.org' }));
    expect(codeOf(await world.confirmAddress({ token: old }))).toBe('membership.link_unknown');
    expect((await record()).pendingAddresses).toHaveLength(1);
  });

  it('is removed as it was written, confirmed or not, any number of times', async () => {
    const { world, member, record, confirmed } = await benAnd();
    await confirmed('ben@example.org');
    valueOf(await world.addAddress({ member, address: 'ben@example.net' }));
    const token = lastToken(world, member);
    for (const text of ['Ben@example.org', 'ben@example.net', 'ben@example.net'])
      expect(await world.removeAddress({ member, address: text })).toEqual({ ok: true, value: 'removed' });
    expect(await record()).toMatchObject({ otherAddresses: [], pendingAddresses: [] });
    expect(codeOf(await world.confirmAddress({ token }))).toBe('membership.link_unknown');
  });

  it('is never the member’s own once more, in any spelling', async () => {
    await fc.assert(
      fc.asyncProperty(spellingOf('ben'), spellingOf('ben', 'example.org'), async (own, other) => {
        const { world, member, confirmed } = await benAnd();
        await confirmed('ben@example.org');
        for (const text of [own, other]) expect(codeOf(await world.addAddress({ member, address: text }))).toBe('membership.address_known');
      }),
      { numRuns: 20 },
    );
  });

  it('is one of five at most, and five mails a day leave', async () => {
    const { world, member, record, confirmed } = await benAnd();
    for (let at = 0; at < otherAddressesMax; at++) await confirmed(`ben${String(at)}@example.org`);
    expect(codeOf(await world.addAddress({ member, address: 'more@example.org' }))).toBe('membership.too_many_requests');
    world.pass(dayMs);
    expect(codeOf(await world.addAddress({ member, address: 'more@example.org' }))).toBe('membership.addresses_full');
    expect((await record()).otherAddresses).toHaveLength(otherAddressesMax);
  });

  it('is not confirmed where five others were meanwhile', async () => {
    const { world, member, confirmed } = await benAnd();
    await confirmed('ben@example.org');
    world.pass(dayMs / 2);
    valueOf(await world.addAddress({ member, address: 'late@example.org' }));
    const late = lastToken(world, member);
    world.pass(dayMs / 2);
    for (let at = 1; at < otherAddressesMax; at++) await confirmed(`ben${String(at)}@example.org`);
    expect(codeOf(await world.confirmAddress({ token: late }))).toBe('membership.addresses_full');
  });

  it.each(['ben', '', '=ben@example.org', 'ben@localhost'])('is not %j', async (text) => {
    const { world, member } = await benAnd();
    expect(codeOf(await world.addAddress({ member, address: text }))).toMatch(/^address\./);
  });
});

describe('an address of somebody else', () => {
  it.each(situations)('is mailed like any other, when Ana is: %s', async (situation) => {
    const asked = async (bring: typeof situation): Promise<unknown> => {
      const calls: string[] = [];
      const { world, member } = await benAnd((ports) => ({
        ...ports,
        members: { ...ports.members, find: async (id) => (calls.push('find'), ports.members.find(id)) },
      }));
      await bringAna(world, bring);
      calls.length = 0;
      const answer = await world.addAddress({ member, address: 'Ana@example.com' });
      return { answer, calls, mail: world.mails().at(-1)?.template };
    };
    expect(await asked(situation)).toEqual(await asked('unknown'));
  });

  it('cannot be confirmed once they signed up with it, in any spelling', async () => {
    await fc.assert(
      fc.asyncProperty(spellingOf('ana'), async (spelling) => {
        const { world, member, record } = await benAnd();
        valueOf(await world.signUp(aForm()));
        valueOf(await world.addAddress({ member, address: spelling }));
        expect(codeOf(await world.confirmAddress({ token: lastToken(world, member) }))).toBe('membership.address_taken');
        expect((await record()).otherAddresses ?? []).toEqual([]);
      }),
      { numRuns: 20 },
    );
  });

  it('may still be signed up with when it is a member’s further one, and stays that', async () => {
    const { world, record, confirmed } = await benAnd();
    await confirmed('ana@example.com');
    const ana = await activeMember(world);
    expect((await world.ports.members.find(ana.member))?.email).toBe('ana@example.com');
    expect((await record()).otherAddresses).toEqual(['ana@example.com']);
  });
});

describe('further addresses', () => {
  const withBoth = async () => {
    const given = await benAnd();
    await given.confirmed('ben@example.org');
    valueOf(await given.world.addAddress({ member: given.member, address: 'ben@example.net' }));
    return given;
  };
  const signedInAgain = async (world: MembershipWorld) => {
    valueOf(await world.requestSignIn({ email: 'ben@example.com', ip: 'x' }));
    const { session: cookie } = valueOf(
      await world.spendLink({ purpose: 'sign-in', token: lastToken(world, idOf(world, 'ben@example.com')) }),
    );
    return valueOf(await world.resumeSession({ cookie })).session;
  };

  it('are in the export, and no link of theirs is', async () => {
    const { world, member } = await withBoth();
    const hash = world.ports.secrets.hash(lastToken(world, member));
    const document = valueOf(await world.exportMember({ member, session: await signedInAgain(world) }));
    expect(document.membership).toMatchObject({
      otherAddresses: ['ben@example.org'],
      addressesToConfirm: [{ address: 'ben@example.net', expiresAt: '2026-11-22T09:00:00.000Z' }],
    });
    expect(JSON.stringify(document)).not.toContain(hash);
  });

  it('go with the member who is erased', async () => {
    const { world, member } = await withBoth();
    const token = lastToken(world, member);
    valueOf(await world.eraseMember({ member, session: await signedInAgain(world) }));
    expect(JSON.stringify(world.stored())).not.toMatch(/ben@example/);
    expect(codeOf(await world.confirmAddress({ token }))).toBe('membership.link_unknown');
  });

  it('stay with a member who leaves, but for those that wait', async () => {
    const { world, member, record } = await withBoth();
    valueOf(await world.leave({ member }));
    expect((await record()).otherAddresses).toEqual(['ben@example.org']);
    expect(codeOf(await world.confirmAddress({ token: lastToken(world, member) }))).toBe('membership.link_unknown');
  });

  it('are no sign-in, and a mail that comes back from one is nobody’s', async () => {
    const { world, record } = await withBoth();
    const before = world.mails().length;
    valueOf(await world.requestSignIn({ email: 'ben@example.org', ip: 'x' }));
    expect(world.mails()).toHaveLength(before);
    const trouble = { address: 'ben@example.org', kind: 'bounced', at: world.ports.clock.now(), eventId: 'event' } as const;
    expect(valueOf(await world.recordMailTrouble(trouble))).toBe('unknown');
    expect((await record()).mailTrouble).toBeUndefined();
  });

  it.each(['suspend', 'ban'] as const)('are not added by somebody who is shut out: %s', async (how) => {
    const { world, member } = await withBoth();
    const token = lastToken(world, member);
    valueOf(await world[how]({ member }));
    world.pass(1);
    expect(codeOf(await world.addAddress({ member, address: 'b@example.org' }))).toBe('membership.suspended');
    expect(codeOf(await world.confirmAddress({ token }))).toBe(how === 'ban' ? 'membership.link_unknown' : undefined);
  });

  it('never hold two that mean the same person', async () => {
    const texts = fc.array(fc.oneof(spellingOf('ben'), spellingOf('ben', 'example.org'), spellingOf('bea', 'example.org')), {
      maxLength: 5,
    });
    await fc.assert(
      fc.asyncProperty(texts, async (all) => {
        const { world, member, record } = await benAnd();
        const tokens: string[] = [];
        for (const text of all) {
          const added = await world.addAddress({ member, address: text });
          if (added.ok) tokens.push(lastToken(world, member));
        }
        for (const token of tokens) await world.confirmAddress({ token });
        const { email, otherAddresses = [] } = await record();
        const people = [email, ...otherAddresses].map((text) => canonicalAddress(address(text)));
        expect(new Set(people).size).toBe(people.length);
        expect(otherAddresses.every((text) => parseEmailAddress(text).ok)).toBe(true);
      }),
      { numRuns: 30 },
    );
  });
});
