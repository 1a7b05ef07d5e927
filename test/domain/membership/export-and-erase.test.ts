import { describe, expect, it } from 'vitest';
import { freshMs } from '../../../domain/membership/sessions.ts';
import type { Eraser } from '../../../domain/membership/ports.ts';
import {
  activeMember,
  aForm,
  codeOf,
  fullAnswers,
  invitedMember,
  membershipWorld,
  start,
  valueOf,
  type MembershipWorld,
} from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

describe('an export', () => {
  it('is one document with everything of the member, from every context, and nothing that opens a door', async () => {
    const world = await membershipWorld();
    const { member, session, cookie } = await activeMember(world);
    const ben = await activeMember(world, 'ben@example.com');
    await world.saveDraft({ member, version: 1, texts: { work: ['a draft'] } });
    await world.block({ member, whom: ben.member });
    await world.report({ member, about: ben.member, context: 'mail', text: 'my words' });
    await world.report({ member: ben.member, about: member, context: 'mail', text: 'their words' });
    await world.block({ member: ben.member, whom: member });
    const document = valueOf(await poison(() => world.exportMember({ member, session })));
    expect(document).toMatchObject({
      exportedAt: '2026-11-21T09:00:00.000Z',
      membership: {
        email: 'ana@example.com',
        name: 'Ana',
        stage: { name: 'active' },
        consentedAt: '2026-11-21T09:00:00.000Z',
        answers: { texts: fullAnswers.texts },
        draft: { texts: { work: ['a draft'] } },
        blocks: [{ whom: ben.member }],
        reports: [{ about: ben.member, text: 'my words' }],
      },
      sections: { introductions: { of: member } },
    });
    const json = JSON.stringify(document);
    expect(JSON.parse(json)).toEqual(document);
    expect(json).not.toContain('their words');
    expect(json).not.toContain(world.ports.secrets.hash(cookie));
  });
});

describe('export and erasure', () => {
  it.each(['exportMember', 'eraseMember'] as const)('ask for a sign-in of the last 15 minutes: %s', async (what) => {
    const world = await membershipWorld();
    const { member, session } = await activeMember(world);
    const ben = await activeMember(world, 'ben@example.com');
    const again = { ok: false, error: { code: 'membership.sign_in_again' } };
    expect(await world[what]({ member, session: ben.session })).toEqual(again);
    expect(await world[what]({ member, session: '' })).toEqual(again);
    world.pass(freshMs + 1);
    expect(await world[what]({ member, session })).toEqual(again);
    expect(await world.ports.members.find(member)).toBeDefined();
    expect(world.erasedElsewhere.size).toBe(0);
  });
});

describe('an erasure', () => {
  it('leaves nothing of the member in one run, and says goodbye with the address it needs', async () => {
    const world = await membershipWorld();
    const { member, session, cookie } = await activeMember(world);
    const ben = await activeMember(world, 'ben@example.com');
    await world.report({ member, about: ben.member, context: 'mail', text: 'my words' });
    expect(await poison(() => world.eraseMember({ member, session }))).toEqual({ ok: true, value: 'erased' });
    expect(JSON.stringify(world.stored())).not.toMatch(new RegExp(`ana@example|my words|${member}`));
    expect([...world.erasedElsewhere]).toEqual([member]);
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
    expect(world.mails().at(-1)).toEqual({ template: 'goodbye', to: member, address: 'ana@example.com', name: 'Ana', erased: true });
    expect(valueOf(await world.listReports({ limit: 10 }))).toMatchObject([{ by: undefined, about: ben.member, text: '' }]);
  });

  it('sent twice says goodbye once', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    for (let click = 0; click < 2; click++) expect(await world.eraseMember(ana)).toEqual({ ok: true, value: 'erased' });
    expect(world.mails().filter(({ template }) => template === 'goodbye')).toHaveLength(1);
  });

  it('of someone who came back meanwhile is not begun by an old click', async () => {
    const world = await membershipWorld();
    const ana = await activeMember(world);
    await world.eraseMember(ana);
    await activeMember(world);
    expect(codeOf(await world.eraseMember(ana))).toBe('membership.sign_in_again');
  });

  it('goes through the other contexts in order, before the record that remembers it goes', async () => {
    const order: string[] = [];
    const eraser = (name: string, world: () => MembershipWorld): Eraser => ({
      erase: async (id) => {
        order.push(`${name} while ${String((await world().ports.members.find(id))?.stage.name)}`);
      },
    });
    const world: MembershipWorld = await membershipWorld((ports) => ({
      ...ports,
      erasers: [eraser('relay', () => world), eraser('introductions', () => world)],
    }));
    valueOf(await world.eraseMember(await activeMember(world)));
    expect(order).toEqual(['relay while erasing', 'introductions while erasing']);
  });

  it('that was interrupted locks the member out and is finished by the next run', async () => {
    let isBroken = true;
    const world = await membershipWorld((ports) => ({
      ...ports,
      erasers: [...ports.erasers, { erase: async () => (isBroken ? Promise.reject(new Error('unplugged')) : Promise.resolve()) }],
    }));
    const ana = await activeMember(world);
    const ben = await invitedMember(world, 'ben@example.com');
    await expect(world.eraseMember(ana)).rejects.toThrow('unplugged');
    const mails = world.mails().length;
    expect(codeOf(await world.resumeSession(ana))).toBe('membership.signed_out');
    expect(codeOf(await world.handIn({ member: ana.member, ...fullAnswers }))).toBe('membership.no_member');
    valueOf(await world.signUp(aForm()));
    valueOf(await world.requestSignIn({ email: 'ana@example.com', ip: 'x' }));
    expect(world.mails()).toHaveLength(mails);
    isBroken = false;
    expect(valueOf(await world.finishErasures())).toBe(1);
    expect(valueOf(await world.finishErasures())).toBe(0);
    expect(await world.everyone()).toMatchObject([{ id: ben.member }]);
    expect(world.mails().slice(mails)).toMatchObject([{ template: 'goodbye', erased: true }]);
    expect(start).toBe(world.ports.clock.now());
  });
});
