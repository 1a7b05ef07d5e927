import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { dayMs, hourMs, later } from '../../../domain/kernel/instant.ts';
import { overall, perCaller } from '../../../domain/membership/link-request.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { people, spellingOf } from '../../arbitraries/membership.ts';
import { bringAna } from '../../support/membership-situations.ts';
import {
  activeMember,
  aForm,
  address,
  codeOf,
  idOf,
  invitedMember,
  lastToken,
  membershipWorld,
  start,
  valueOf,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

describe('signing up', () => {
  it('invites a new person and mails a survey link to the address as they wrote it', async () => {
    const world = await membershipWorld();
    const answer = await poison(() => world.signUp({ ...aForm('Ana+Loop@Example.com'), name: ' Ana  Lima ' }));
    expect(answer).toEqual({ ok: true, value: 'link_sent_if_possible' });
    const member = await world.ports.members.find(idOf(world, 'ana@example.com'));
    expect(member).toMatchObject({
      email: 'Ana+Loop@Example.com',
      name: 'Ana Lima',
      stage: { name: 'invited' },
      standing: 'good',
      signedUpAt: start,
      consentedAt: start,
    });
    expect(world.mails()).toEqual([{ template: 'survey-link', to: member?.id, token: expect.any(String) as string }]);
  });

  it('repeats nothing in the first mail that its requester typed', async () => {
    const world = await membershipWorld();
    await world.signUp({ ...aForm(), name: 'Buy Now' });
    expect(JSON.stringify(world.outbox())).not.toMatch(/Buy Now|example/);
  });

  it('stores no token, only what cannot be turned back into one', async () => {
    const world = await membershipWorld();
    await activeMember(world);
    const secrets = world.mails().flatMap((mail) => ('token' in mail ? [mail.token.split('.')[1] ?? ''] : []));
    for (const secret of secrets) expect(JSON.stringify(world.stored())).not.toContain(secret);
  });

  it('knows one person however spelled, and mails only to the spelling of the first time', async () => {
    await fc.assert(
      fc.asyncProperty(people, fc.array(fc.nat(), { minLength: 1, maxLength: 4 }), async (person, seeds) => {
        const world = await membershipWorld();
        const spelled = fc.sample(spellingOf(person), { seed: seeds[0] ?? 0, numRuns: seeds.length + 1 });
        for (const email of spelled) await world.signUp(aForm(email));
        const found = valueOf(await world.searchMembers({ text: '', limit: 10 })).members;
        expect(found.map(({ email }) => email)).toEqual([address(spelled[0] ?? '')]);
        expect(new Set(world.mails().map(({ to }) => to))).toEqual(new Set([found[0]?.id]));
      }),
      { numRuns: 50 },
    );
  });

  it('changes nothing about a person who is known: name, consent and address stay', async () => {
    const world = await membershipWorld();
    await activeMember(world);
    const before = (await world.ports.members.find(idOf(world, 'ana@example.com'))) as Member;
    world.pass(dayMs);
    await world.signUp({ ...aForm('ANA@example.com'), name: 'Mallory' });
    const after = (await world.ports.members.find(before.id)) as Member;
    expect({ ...after, links: [], mailed: {} }).toEqual({ ...before, links: [], mailed: {} });
  });

  it.each([
    ['invited', 'survey-link'],
    ['left', 'survey-link'],
    ['active', 'sign-in'],
    ['paused', 'sign-in'],
  ] as const)('mails someone who is %s a %s', async (situation, template) => {
    const world = await membershipWorld();
    await bringAna(world, situation);
    const before = world.mails().length;
    valueOf(await world.signUp(aForm()));
    expect(world.mails().slice(before)).toMatchObject([{ template }]);
  });

  it.each(['suspended', 'banned', 'banned and erased', 'mails used up'] as const)(
    'mails nothing to someone who is: %s',
    async (situation) => {
      const world = await membershipWorld();
      await bringAna(world, situation);
      const before = world.mails().length;
      expect(valueOf(await world.signUp(aForm()))).toBe('link_sent_if_possible');
      expect(valueOf(await world.requestSignIn({ email: 'ana@example.com', ip: 'x' }))).toBe('link_sent_if_possible');
      expect(world.mails().slice(before)).toEqual([]);
    },
  );

  it('leads back someone who left', async () => {
    const world = await membershipWorld();
    const { member } = await activeMember(world);
    await world.leave({ member });
    world.pass(dayMs);
    const { member: again } = await activeMember(world);
    expect(again).toBe(member);
    expect((await world.ports.members.find(member))?.stage).toEqual({ name: 'active' });
    expect(world.mails().filter(({ template }) => template === 'welcome')).toHaveLength(2);
  });
});

describe('a form', () => {
  it('is refused with everything that is wrong, and then nobody is asked or mailed', async () => {
    const world = await membershipWorld();
    expect(await world.signUp({ email: 'ana', name: 'x\u202Ey', consent: false, ip: '' })).toEqual({
      ok: false,
      error: {
        code: 'membership.sign_up_refused',
        problems: [
          { field: 'email', code: 'address.malformed' },
          { field: 'name', code: 'membership.name_characters' },
          { field: 'consent', code: 'membership.consent_missing' },
        ],
      },
    });
    expect([await world.everyone(), world.mails()]).toEqual([[], []]);
  });

  it.each([
    [{ email: '' }, 'address.missing'],
    [{ email: '=ana@example.com' }, 'address.like_a_formula'],
    [{ name: ' ' }, 'membership.name_missing'],
    [{ name: 'a'.repeat(61) }, 'membership.name_too_long'],
    [{ name: 'see evil.com' }, 'membership.name_link'],
    [{ consent: false }, 'membership.consent_missing'],
  ])('is refused for %j', async (wrong, code) => {
    const refused = await (await membershipWorld()).signUp({ ...aForm(), ...wrong });
    expect(refused).toMatchObject({ ok: false, error: { problems: [{ code }] } });
  });
});

describe('asking for links', () => {
  it('mails at most three of a kind to an address a day, and goes on the next day', async () => {
    const world = await membershipWorld();
    for (let asked = 0; asked < 10; asked++) valueOf(await world.signUp(aForm()));
    expect(world.mails()).toHaveLength(3);
    world.pass(dayMs);
    for (let asked = 0; asked < 10; asked++) valueOf(await world.signUp(aForm()));
    expect(world.mails()).toHaveLength(6);
  });

  it('stands 10,000 sign-ups of one address from everywhere with three mails and one small record', async () => {
    const world = await membershipWorld();
    for (let asked = 0; asked < 10_000; asked++) {
      if (asked % 1_000 === 0 && asked > 0) world.pass(hourMs);
      valueOf(await world.signUp({ ...aForm(), ip: `caller ${String(asked)}` }));
    }
    expect(world.mails()).toHaveLength(3);
    expect(JSON.stringify(await world.everyone()).length).toBeLessThan(2_000);
  });

  it('stops 10,000 sign-ups from one caller at its allowance, and nobody else', async () => {
    const world = await membershipWorld();
    const answers = [];
    for (let asked = 0; asked < 10_000; asked++)
      answers.push(await world.signUp({ ...aForm(`someone${String(asked)}@example.com`), ip: 'one' }));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(perCaller.most);
    expect(answers.at(-1)).toEqual({ ok: false, error: { code: 'membership.too_many_requests', until: later(start, hourMs) } });
    expect((await world.signUp({ ...aForm(), ip: 'another' })).ok).toBe(true);
    world.pass(hourMs);
    expect((await world.signUp({ ...aForm('late@example.com'), ip: 'one' })).ok).toBe(true);
  });

  it('stops a crowd of callers at what the community can bear', async () => {
    const world = await membershipWorld();
    for (let asked = 0; asked < overall.most; asked++) {
      valueOf(await world.signUp({ ...aForm(`someone${String(asked)}@example.com`), ip: `caller ${String(asked)}` }));
    }
    expect(codeOf(await world.signUp({ ...aForm(), ip: 'one more' }))).toBe('membership.too_many_requests');
    expect((await world.requestSignIn({ email: 'ana@example.com', ip: 'one more' })).ok).toBe(true);
  });

  it('refuses what is no address, and says why', async () => {
    expect(codeOf(await (await membershipWorld()).requestSignIn({ email: 'ana', ip: 'x' }))).toBe('address.malformed');
  });

  it('keeps the caller’s address out of every key', async () => {
    const keys: string[] = [];
    const world = await membershipWorld((ports) => ({
      ...ports,
      allowances: {
        take: async (key, allowance, now) => {
          keys.push(key);
          return ports.allowances.take(key, allowance, now);
        },
      },
    }));
    await world.signUp({ ...aForm(), ip: '198.51.100.7' });
    expect(keys).toHaveLength(2);
    expect(keys.join()).not.toContain('198.51.100.7');
  });
});

describe('a wish to sign in', () => {
  it.each([
    ['invited', 'survey-link'],
    ['active', 'sign-in'],
    ['paused', 'sign-in'],
    ['left', 'sign-in'],
  ] as const)('of someone who is %s is answered with a %s', async (situation, template) => {
    const world = await membershipWorld();
    await bringAna(world, situation);
    const before = world.mails().length;
    valueOf(await world.requestSignIn({ email: ' ANA+x@example.com', ip: 'x' }));
    expect(world.mails().slice(before)).toMatchObject([{ template, to: idOf(world, 'ana@example.com') }]);
  });

  it('of someone unknown mails and stores nothing', async () => {
    const world = await membershipWorld();
    expect(valueOf(await world.requestSignIn({ email: 'ana@example.com', ip: 'x' }))).toBe('link_sent_if_possible');
    expect([world.mails(), await world.everyone()]).toEqual([[], []]);
  });

  it('leaves the links that were mailed before working, but for the oldest ones', async () => {
    const world = await membershipWorld();
    const { member } = await invitedMember(world);
    const tokens: string[] = [];
    for (let day = 0; day < 6; day++) {
      world.pass(dayMs);
      await world.requestSignIn({ email: 'ana@example.com', ip: 'x' });
      tokens.push(lastToken(world, member));
    }
    const looks = await Promise.all(tokens.map((token) => world.lookAtLink({ purpose: 'survey', token })));
    expect(looks.map((look) => codeOf(look) ?? 'good')).toEqual(['membership.link_unknown', 'good', 'good', 'good', 'good', 'good']);
  });
});
