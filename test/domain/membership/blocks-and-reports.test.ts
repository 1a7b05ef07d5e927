import { describe, expect, it } from 'vitest';
import { dayMs } from '../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { blocksMax } from '../../../domain/membership/ports.ts';
import { reportCharactersMax, reportsADay } from '../../../domain/membership/report.ts';
import { activeMember, codeOf, membershipWorld, start, valueOf } from '../../support/membership-world.ts';
import { poison } from '../../support/poison.ts';

const anaAndBen = async () => {
  const world = await membershipWorld();
  const ana = await activeMember(world);
  const ben = await activeMember(world, 'ben@example.com');
  return { world, ana, ben };
};
const someone = (at: number): MemberId =>
  `m_${String(at)
    .replaceAll(/\d/g, (digit) => 'abcdefghij'[Number(digit)] ?? '')
    .padEnd(26, 'z')}` as MemberId;

describe('a block', () => {
  it('keeps two apart, is seen by the one who set it and unheard by the other', async () => {
    const { world, ana, ben } = await anaAndBen();
    const mails = world.mails().length;
    const before = await world.ports.members.find(ben.member);
    for (let click = 0; click < 2; click++)
      expect(await poison(() => world.block({ member: ana.member, whom: ben.member }))).toEqual({ ok: true, value: 'blocked' });
    expect(await world.ports.blocks.between(ben.member, ana.member)).toBe(true);
    expect(valueOf(await world.listBlocks({ member: ana.member }))).toEqual([{ whom: ben.member, name: 'Ana', at: start }]);
    expect(valueOf(await world.listBlocks({ member: ben.member }))).toEqual([]);
    expect([await world.ports.members.find(ben.member), world.mails().length]).toEqual([before, mails]);
  });

  it('is taken back by the one who set it alone', async () => {
    const { world, ana, ben } = await anaAndBen();
    await world.block({ member: ana.member, whom: ben.member });
    await world.unblock({ member: ben.member, whom: ana.member });
    expect(await world.ports.blocks.between(ana.member, ben.member)).toBe(true);
    for (let click = 0; click < 2; click++)
      expect(valueOf(await world.unblock({ member: ana.member, whom: ben.member }))).toBe('unblocked');
    expect(await world.ports.blocks.between(ana.member, ben.member)).toBe(false);
  });

  it('is not for oneself', async () => {
    const { world, ana } = await anaAndBen();
    expect(codeOf(await world.block({ member: ana.member, whom: ana.member }))).toBe('membership.block_self');
  });

  it('can be set on someone who is gone, and stays when they are', async () => {
    const { world, ana, ben } = await anaAndBen();
    await world.block({ member: ana.member, whom: ben.member });
    valueOf(await world.eraseMember(ben));
    expect(await world.ports.blocks.between(ana.member, ben.member)).toBe(true);
    expect(valueOf(await world.listBlocks({ member: ana.member }))).toEqual([{ whom: ben.member, name: undefined, at: start }]);
  });

  it('has a limit, which a block that is there already does not touch', async () => {
    const { world, ana } = await anaAndBen();
    for (let at = 0; at < blocksMax; at++) valueOf(await world.block({ member: ana.member, whom: someone(at) }));
    expect(codeOf(await world.block({ member: ana.member, whom: someone(blocksMax) }))).toBe('membership.too_many_blocks');
    expect(valueOf(await world.block({ member: ana.member, whom: someone(0) }))).toBe('blocked');
    expect(valueOf(await world.listBlocks({ member: ana.member }))).toHaveLength(blocksMax);
  });
});

describe('a report', () => {
  it('reaches the operators with who and about whom, and the one it is about hears nothing', async () => {
    const { world, ana, ben } = await anaAndBen();
    const mails = world.mails().length;
    const report = { member: ana.member, about: ben.member, context: 'introduction', text: '  was rude\n<b>twice</b> ' } as const;
    expect(await poison(() => world.report(report))).toEqual({ ok: true, value: 'reported' });
    expect(valueOf(await world.listReports({ limit: 10 }))).toMatchObject([
      {
        by: ana.member,
        byName: 'Ana',
        about: ben.member,
        aboutName: 'Ana',
        text: 'was rude\n<b>twice</b>',
        context: 'introduction',
        at: start,
      },
    ]);
    expect(world.mails()).toHaveLength(mails);
  });

  it('sent twice is one; the same words another day are another', async () => {
    const { world, ana, ben } = await anaAndBen();
    const report = { member: ana.member, about: ben.member, context: 'mail', text: 'rude' } as const;
    for (let click = 0; click < 2; click++) valueOf(await world.report(report));
    expect(valueOf(await world.listReports({ limit: 10 }))).toHaveLength(1);
    world.pass(dayMs);
    valueOf(await world.report(report));
    expect(valueOf(await world.listReports({ limit: 10 }))).toHaveLength(2);
  });

  it('is seen to once', async () => {
    const { world, ana, ben } = await anaAndBen();
    await world.report({ member: ana.member, about: ben.member, context: 'mail', text: 'rude' });
    const [report] = valueOf(await world.listReports({ limit: 10 }));
    valueOf(await world.handleReport({ report: report?.id ?? '' }));
    expect(valueOf(await world.listReports({ limit: 10 }))).toMatchObject([{ handledAt: start, text: 'rude' }]);
    expect(valueOf(await world.handleReport({ report: 'nothing' }))).toBe('handled');
  });

  it.each([
    ['', 'membership.report_empty'],
    [' \n ', 'membership.report_empty'],
    ['x'.repeat(reportCharactersMax + 1), 'membership.report_too_long'],
  ])('needs words, and not too many (%#)', async (text, code) => {
    const { world, ana, ben } = await anaAndBen();
    expect(codeOf(await world.report({ member: ana.member, about: ben.member, context: 'mail', text }))).toBe(code);
  });

  it('is not about oneself', async () => {
    const { world, ana } = await anaAndBen();
    expect(codeOf(await world.report({ member: ana.member, about: ana.member, context: 'mail', text: 'x' }))).toBe(
      'membership.report_self',
    );
  });

  it('is not a way to flood the operators', async () => {
    const { world, ana, ben } = await anaAndBen();
    const answers = [];
    for (let at = 0; at < 1_000; at++)
      answers.push(await world.report({ member: ana.member, about: ben.member, context: 'mail', text: `rude ${String(at)}` }));
    expect(answers.filter(({ ok }) => ok)).toHaveLength(reportsADay.most);
    expect(codeOf(answers.at(-1)!)).toBe('membership.too_many_requests');
  });
});
