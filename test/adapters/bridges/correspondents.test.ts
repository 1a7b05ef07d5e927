import { describe, expect, it } from 'vitest';
import { createCorrespondents } from '../../../adapters/bridges/correspondents.ts';
import { createReportPartner } from '../../../adapters/bridges/report-partner.ts';
import { createTableAllowances } from '../../../adapters/dynamodb/allowances-in-table.ts';
import { createTableReports } from '../../../adapters/dynamodb/reports-in-table.ts';
import { sidesFor } from '../../../domain/introductions/match.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { makeReportMember, reportCharactersMax, reportsADay } from '../../../domain/membership/report.ts';
import { thisWeek } from '../../arbitraries/rounds.ts';
import { createIntroductionsWorld, idOf, nowIs, settle, valueOf } from '../../support/introductions-world.ts';

const at = 0 as Instant;
const trouble = (kind: 'bounced' | 'complained') => ({ mailTrouble: { kind, at, eventId: 'event' } });

const anaIs = async (overrides: Partial<Member> = {}) => {
  const world = await createIntroductionsWorld();
  await settle(world, 'Ana', 'Ben');
  await nowIs(world, 'Ana', overrides);
  return { world, correspondents: createCorrespondents(world) };
};

describe('the relay knows of a member', () => {
  it('their address, those that they confirmed, and what to call them', async () => {
    const { correspondents } = await anaIs({
      otherAddresses: ['ana@example.org' as EmailAddress],
      pendingAddresses: [{ address: 'ana@example.net' as EmailAddress, hash: '', expiresAt: at }],
    });
    expect(await correspondents.find(idOf('Ana'))).toEqual({
      email: 'ana@example.com',
      otherEmails: ['ana@example.org'],
      name: 'Ana',
      state: 'open',
    });
    expect(await correspondents.find(idOf('Cleo'))).toBeUndefined();
  });

  it.each<[string, Partial<Member>, string]>([
    ['takes part', {}, 'open'],
    ['pauses', { stage: { name: 'paused', until: undefined } }, 'open'],
    ['complained of a mail of the community', trouble('complained'), 'open'],
    ['has a mailbox that mails come back from', trouble('bounced'), 'unreachable'],
    ['has not answered the questions', { stage: { name: 'invited' } }, 'closed'],
    ['has left', { stage: { name: 'left', at }, ...trouble('bounced') }, 'closed'],
    ['is being erased', { stage: { name: 'erasing', at } }, 'closed'],
    ['is suspended', { standing: 'suspended' }, 'closed'],
    ['is banned', { standing: 'banned', ...trouble('bounced') }, 'closed'],
  ])('whether mail passes: who %s', async (_, overrides, state) => {
    const { correspondents } = await anaIs(overrides);
    expect((await correspondents.find(idOf('Ana')))?.state).toBe(state);
  });

  it('the aliases of introductions that took place, and whether somebody blocked them', async () => {
    const { world, correspondents } = await anaIs();
    valueOf(await world.run({ week: thisWeek }));
    expect(await correspondents.aliasesOf(idOf('Ana'))).toEqual([]);
    valueOf(await world.send({ week: thisWeek }));
    const [match] = await world.matches.ofMember(idOf('Ana'), 1);
    expect(await correspondents.aliasesOf(idOf('Ana'))).toEqual([sidesFor(match!, idOf('Ana'))?.own.alias]);
    expect(await correspondents.areApart(idOf('Ana'), idOf('Ben'))).toBe(false);
    await world.blocks.add({ by: idOf('Ben'), whom: idOf('Ana'), at });
    expect(await correspondents.areApart(idOf('Ana'), idOf('Ben'))).toBe(true);
  });
});

describe('a report about a partner', () => {
  const desk = async () => {
    const world = await createIntroductionsWorld();
    const reports = createTableReports(world.table);
    const report = createReportPartner(makeReportMember({ ...world, reports, allowances: createTableAllowances(world.table) }));
    return { reports, report: async (evidence: string) => report({ member: idOf('Ana'), about: idOf('Ben'), evidence }) };
  };

  it('lies before the operators as one about a mail, once however often it is told', async () => {
    const { reports, report } = await desk();
    for (let told = 0; told < 3; told++) await report('3 messages, the last at 10:00');
    expect(await reports.latest(10)).toMatchObject([
      { by: idOf('Ana'), about: idOf('Ben'), context: 'mail', text: '3 messages, the last at 10:00' },
    ]);
  });

  it('loses the end of what is too long, and stops no caller when the day’s are used up', async () => {
    const { reports, report } = await desk();
    await report('x'.repeat(reportCharactersMax + 1));
    expect((await reports.latest(1))[0]?.text).toHaveLength(reportCharactersMax);
    for (let told = 0; told < reportsADay.most + 3; told++) await report(String(told));
    expect(await reports.latest(100)).toHaveLength(reportsADay.most);
  });
});
