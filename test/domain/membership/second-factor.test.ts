import { describe, expect, it } from 'vitest';
import { later, minuteMs } from '../../../domain/kernel/instant.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { pendingMs, verifiedMs } from '../../../domain/membership/second-factor.ts';
import { freshMs } from '../../../domain/membership/sessions.ts';
import { codeAt, enrol, wrongCodeAt } from '../../support/authenticator.ts';
import { activeMember, codeOf, membershipWorld, start, valueOf } from '../../support/membership-world.ts';
import { enrolled, isVerified, olgas, signInAgain } from './second-factor-world.ts';

describe('setting up a second factor', () => {
  it('takes a first code, verifies the session, tells ten recovery codes and says so by mail', async () => {
    const world = await membershipWorld();
    const olga = await activeMember(world, olgas);
    expect(await isVerified(world, olga.cookie)).toBe(false);
    const { recoveryCodes, cookie } = await enrol(world, olga);
    expect(recoveryCodes.filter((code) => !/^(?:[a-z2-7]{4}-){3}[a-z2-7]{4}$/.test(code))).toEqual([]);
    expect(new Set(recoveryCodes).size).toBe(10);
    expect(await isVerified(world, cookie)).toBe(true);
    expect(world.mails().at(-1)).toEqual({ template: 'second-factor', to: olga.member, what: 'set_up', codesLeft: 10 });
  });

  it('keeps neither the secret nor a recovery code where it can be read', async () => {
    const { world, secret, recoveryCodes } = await enrolled();
    const stored = JSON.stringify([world.stored(), world.outbox()]);
    for (const word of [secret, ...recoveryCodes, ...recoveryCodes.map((code) => code.replaceAll('-', ''))])
      expect(stored).not.toContain(word);
  });

  it('changes nothing for anybody until the first code, and asks for nothing before', async () => {
    const world = await membershipWorld();
    const { member, session } = await activeMember(world, olgas);
    valueOf(await world.beginSecondFactor({ member, session }));
    const view = valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' }));
    expect(view).toMatchObject({ active: undefined, pending: { expiresAt: later(start, pendingMs) } });
    const secret = view.pending?.secret ?? '';
    expect(codeOf(await world.confirmSecondFactor({ member, session, code: wrongCodeAt(secret, start) }))).toBe('membership.code_wrong');
    expect(codeOf(await world.verifySecondFactor({ member, session, code: codeAt(secret, start) }))).toBe(
      'membership.second_factor_missing',
    );
    // Looking again shows the same secret.
    expect(valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' })).pending?.secret).toBe(secret);
    expect((await world.confirmSecondFactor({ member, session, code: codeAt(secret, start) })).ok).toBe(true);
  });

  it('needs a sign-in of the last 15 minutes, and is over after 15 more', async () => {
    const world = await membershipWorld();
    const { member, session } = await activeMember(world, olgas);
    world.pass(freshMs);
    valueOf(await world.beginSecondFactor({ member, session }));
    const secret = valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' })).pending?.secret ?? '';
    world.pass(pendingMs);
    const code = codeAt(secret, world.ports.clock.now());
    expect(codeOf(await world.confirmSecondFactor({ member, session, code }))).toBe('membership.second_factor_expired');
    expect(valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' })).pending).toBeUndefined();
    expect(codeOf(await world.beginSecondFactor({ member, session }))).toBe('membership.sign_in_again');
  });

  it('belongs to the session that began: no other sees the secret or ends it', async () => {
    const world = await membershipWorld();
    const { member, session } = await activeMember(world, olgas);
    valueOf(await world.beginSecondFactor({ member, session }));
    const secret = valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' })).pending?.secret ?? '';
    const other = await signInAgain(world, member);
    expect(valueOf(await world.lookAtSecondFactor({ member, session: other.session, issuer: 'Circle' })).pending).toBeUndefined();
    const stolen = { member, session: other.session, code: codeAt(secret, start) };
    expect(codeOf(await world.confirmSecondFactor(stolen))).toBe('membership.second_factor_expired');
  });

  it('again needs a code of the one before, which then works no more, nor do its recovery codes and sessions', async () => {
    const { world, member, cookie, code, secret: old, recoveryCodes } = await enrolled();
    const other = await signInAgain(world, member);
    expect(codeOf(await world.beginSecondFactor({ member, session: other.session }))).toBe('membership.second_factor_needed');
    valueOf(await world.verifySecondFactor({ member, session: other.session, code: code() }));
    const { secret, cookie: renewed } = await enrol(world, { member, session: other.session });
    expect([await isVerified(world, cookie), await isVerified(world, renewed)]).toEqual([false, true]);
    expect(world.mails().at(-1)).toMatchObject({ what: 'set_up_again', codesLeft: 10 });
    world.pass(minuteMs);
    const now = world.ports.clock.now();
    expect(secret).not.toBe(old);
    for (const given of [codeAt(old, now), recoveryCodes[0] ?? ''])
      expect(codeOf(await world.verifySecondFactor({ member, session: other.session, code: given }))).toBe('membership.code_wrong');
  });
});

describe('a code', () => {
  it('verifies its session alone, for 12 hours', async () => {
    const { world, member, code } = await enrolled();
    const [one, other] = [await signInAgain(world, member), await signInAgain(world, member)];
    const given = ` ${code().slice(0, 3)} ${code().slice(3)}`;
    const { session: cookie } = valueOf(await world.verifySecondFactor({ member, session: one.session, code: given }));
    expect([await isVerified(world, cookie), await isVerified(world, other.cookie)]).toEqual([true, false]);
    world.pass(verifiedMs - 1);
    expect(await isVerified(world, cookie)).toBe(true);
    world.pass(1);
    expect(await isVerified(world, cookie)).toBe(false);
  });

  it('works once, whoever gives it where; so does the one that set it up', async () => {
    const world = await membershipWorld();
    const { member, session } = await activeMember(world, olgas);
    const { secret } = await enrol(world, { member, session });
    const code = codeAt(secret, start);
    expect(codeOf(await world.verifySecondFactor({ member, session, code }))).toBe('membership.code_used');
    world.pass(30_000);
    const next = codeAt(secret, world.ports.clock.now());
    const sessions = [session, (await signInAgain(world, member)).session];
    const tried = await Promise.all(
      [...sessions, ...sessions].map(async (each) => world.verifySecondFactor({ member, session: each, code: next })),
    );
    expect(tried.map(codeOf).sort()).toEqual([...Array<string>(3).fill('membership.code_used'), undefined]);
  });

  it('that can be none is told apart and costs nothing', async () => {
    const { world, member, session, record } = await enrolled();
    for (const code of ['', '12345', '1234567', 'hello', '１２３４５６', 'x'.repeat(1_000)])
      expect(codeOf(await world.verifySecondFactor({ member, session, code }))).toBe('membership.code_malformed');
    expect((await record()).secondFactor?.wrongAt).toEqual([]);
  });

  it('of a session that has ended is not looked at', async () => {
    const { world, member, session, code } = await enrolled();
    await world.revokeSession({ member, session });
    expect(codeOf(await world.verifySecondFactor({ member, session, code: code() }))).toBe('membership.signed_out');
  });

  it('cannot be checked where the secret was sealed under another key; a recovery code still lets in', async () => {
    const { world, member, session, code, recoveryCodes } = await enrolled();
    await world.ports.members.change(member, (found) => ({
      ok: true,
      value: { next: found && { ...found, secondFactor: damaged(found) }, outgoing: [], outcome: undefined },
    }));
    expect(codeOf(await world.verifySecondFactor({ member, session, code: code() }))).toBe('membership.second_factor_unreadable');
    expect((await world.verifySecondFactor({ member, session, code: recoveryCodes[3] ?? '' })).ok).toBe(true);
  });
});

const damaged = ({ secondFactor }: Member): Member['secondFactor'] =>
  secondFactor?.active === undefined ? secondFactor : { ...secondFactor, active: { ...secondFactor.active, sealed: 'v1.AAAA' } };

describe('a recovery code', () => {
  it('lets in once in place of the app, and its owner is told how many are left', async () => {
    const { world, member, recoveryCodes } = await enrolled();
    const { session } = await signInAgain(world, member);
    const code = recoveryCodes[0] ?? '';
    const { session: cookie } = valueOf(await world.verifySecondFactor({ member, session, code: code.toUpperCase() }));
    expect(await isVerified(world, cookie)).toBe(true);
    expect(world.mails().at(-1)).toEqual({ template: 'second-factor', to: member, what: 'recovery_code_used', codesLeft: 9 });
    expect(codeOf(await world.verifySecondFactor({ member, session, code }))).toBe('membership.code_used');
    expect(valueOf(await world.lookAtSecondFactor({ member, session, issuer: 'Circle' })).active?.codesLeft).toBe(9);
  });

  it('at once from two sides lets in one of them', async () => {
    const { world, member, session, recoveryCodes } = await enrolled();
    const code = recoveryCodes[0] ?? '';
    const tried = await Promise.all([1, 2].map(async () => world.verifySecondFactor({ member, session, code })));
    expect(tried.map(codeOf).sort()).toEqual(['membership.code_used', undefined]);
  });

  it('that was guessed counts as a wrong code', async () => {
    const { world, member, session, record } = await enrolled();
    expect(codeOf(await world.verifySecondFactor({ member, session, code: 'aaaa-aaaa-aaaa-aaaa' }))).toBe('membership.code_wrong');
    expect((await record()).secondFactor?.wrongAt).toHaveLength(1);
  });
});

describe('the end of a second factor', () => {
  it('comes by a code, and what was wrong before still counts', async () => {
    const { world, member, session, cookie, code, wrong, record } = await enrolled();
    await world.verifySecondFactor({ member, session, code: wrong() });
    expect(await world.removeSecondFactor({ member, session, code: code() })).toEqual({ ok: true, value: 'removed' });
    expect(await isVerified(world, cookie)).toBe(false);
    expect(Object.keys((await record()).secondFactor ?? {})).toEqual(['wrongAt']);
    expect(world.mails().at(-1)).toMatchObject({ what: 'removed', codesLeft: 0 });
    expect(codeOf(await world.verifySecondFactor({ member, session, code: code() }))).toBe('membership.second_factor_missing');
  });

  it('comes by another operator, who signs them out everywhere; asking twice is as good as once', async () => {
    const { world, member, cookie, record } = await enrolled();
    expect(await world.resetSecondFactor({ member })).toEqual({ ok: true, value: 'reset' });
    expect(codeOf(await world.resumeSession({ cookie }))).toBe('membership.signed_out');
    expect(await record()).toMatchObject({ links: [], sessions: [] });
    expect((await record()).secondFactor).toBeUndefined();
    expect(world.mails().at(-1)).toMatchObject({ template: 'second-factor', what: 'reset' });
    const mails = world.mails().length;
    expect(await world.resetSecondFactor({ member })).toEqual({ ok: true, value: 'nothing' });
    expect(world.mails()).toHaveLength(mails);
  });

  it('comes with the record of who is erased, which an operator does with a code only', async () => {
    const { world, member, code } = await enrolled();
    const { session } = await signInAgain(world, member);
    expect(codeOf(await world.eraseMember({ member, session }))).toBe('membership.second_factor_needed');
    valueOf(await world.verifySecondFactor({ member, session, code: code() }));
    expect((await world.eraseMember({ member, session })).ok).toBe(true);
    expect(await world.ports.members.find(member)).toBeUndefined();
  });

  it('is not needed by who runs the community no more: they are erased without a code', async () => {
    const world = await membershipWorld((ports) => ({ ...ports, operators: new Set() }));
    const olga = await activeMember(world, olgas);
    await enrol(world, olga);
    const { session } = await signInAgain(world, olga.member);
    expect((await world.eraseMember({ member: olga.member, session })).ok).toBe(true);
  });
});

it('an export says that there is one, since when and when codes were given, and nothing that opens a door', async () => {
  const { world, member, session, secret, recoveryCodes, wrong, record } = await enrolled();
  await world.verifySecondFactor({ member, session, code: wrong() });
  await world.verifySecondFactor({ member, session, code: recoveryCodes[0] ?? '' });
  const document = valueOf(await world.exportMember({ member, session }));
  expect(document.membership).toMatchObject({
    secondFactor: {
      setUpAt: '2026-11-21T09:00:00.000Z',
      recoveryCodesUsedAt: ['2026-11-21T09:00:30.000Z'],
      wrongCodesAt: ['2026-11-21T09:00:30.000Z'],
    },
    sessions: expect.arrayContaining([expect.objectContaining({ secondFactorAt: '2026-11-21T09:00:30.000Z' })]) as unknown[],
  });
  const active = (await record()).secondFactor?.active;
  const hashes = (active?.recovery ?? []).map(({ hash }) => hash);
  for (const word of [secret, active?.sealed ?? '', ...recoveryCodes, ...hashes]) expect(JSON.stringify(document)).not.toContain(word);
});
