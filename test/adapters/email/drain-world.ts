import { makeDrain, type DrainNeeds } from '../../../adapters/email/drain.ts';
import type { DrainLimits } from '../../../adapters/email/drain-limits.ts';
import { type DrainReport, nothingYet } from '../../../adapters/email/drain-report.ts';
import { createLocalPacer } from '../../../adapters/email/pacer.ts';
import { outboxWrite } from '../../../adapters/dynamodb/outbox-rows.ts';
import { createTableOutbox } from '../../../adapters/dynamodb/outbox.ts';
import { createTableInMemory } from '../../../adapters/dynamodb/table-in-memory.ts';
import type { Json } from '../../../adapters/dynamodb/table.ts';
import type { LoopMail } from '../../../adapters/email/render.ts';
import { createStillClock } from '../../../adapters/memory/movable-clock.ts';
import type { EmailAddress } from '../../../domain/kernel/email-address.ts';
import { dayMs, later, type Instant } from '../../../domain/kernel/instant.ts';
import type { MemberId } from '../../../domain/kernel/member-id.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import type { Member } from '../../../domain/membership/member.ts';
import { createFaultyMailer, type MailerFault } from '../../support/faulty-mailer.ts';
import { createFaults, type Faults } from '../../support/faults.ts';

export const start = Date.UTC(2026, 10, 23, 9) as Instant;
export const week = 2969 as Week;
export const memberNumber = (number: number): MemberId => `m_${String.fromCharCode(97 + number).repeat(26)}` as MemberId;

export const aMember = (number: number, overrides: Partial<Member> = {}): Member => ({
  id: memberNumber(number),
  email: `reader-${String(number)}@example.com` as EmailAddress,
  name: `Reader ${String(number)}`,
  stage: { name: 'active' },
  standing: 'good',
  signedUpAt: start,
  consentedAt: start,
  answers: undefined,
  draft: undefined,
  skips: [],
  unsubscribed: [],
  links: [],
  sessions: [],
  mailed: { day: '2026-11-23', counts: {} },
  ...overrides,
});

/** Whom everybody is introduced to. */
export const partnerOfAll: Member = { ...aMember(25), name: 'Ana' };

export const anIntroduction = (number: number): LoopMail => ({
  template: 'introduction',
  to: memberNumber(number),
  week,
  match: `match-${String(number)}`,
  partner: partnerOfAll.id,
  partnerName: 'Ana',
  reasons: ['You both speak Portuguese'],
  alias: 'c_abcdefghijklmnopqrstuvwxyza',
});

export const limits: DrainLimits = {
  ratePerSecond: 10,
  burst: 1,
  retryMax: 40,
  retryBaseDelayMs: 1_000,
  retryDelayMaxMs: 60_000,
  leaseMs: 120_000,
  pauseMaxMs: 30_000,
};

export interface DrainWish {
  readonly mails?: readonly LoopMail[];
  readonly members?: readonly Member[];
  readonly luck?: readonly MailerFault[];
  readonly honoursKeys?: boolean;
  readonly limits?: Partial<DrainLimits>;
  readonly faults?: Faults;
}

/** An outbox with mails in it, whoever they are for, a provider with the given luck, and a time that passes only in pauses. */
export const drainWorld = async ({
  mails = [],
  members,
  luck = [],
  honoursKeys = true,
  limits: changed = {},
  faults = createFaults(),
}: DrainWish) => {
  const clock = createStillClock(start);
  const table = await createTableInMemory();
  for (const [at, message] of mails.entries()) {
    await table.commit([outboxWrite({ key: keyNumber(at), dueAt: later(start, at), message: message as unknown as Json })]);
  }
  clock.moveBy(mails.length);
  const everyone = new Map([partnerOfAll, ...(members ?? mails.map((_, number) => aMember(number)))].map((member) => [member.id, member]));
  const mailer = createFaultyMailer({ clock, luck, honoursKeys });
  const outbox = createTableOutbox(table);
  const recorded = new Set<string>();
  const reports: DrainReport[] = [];
  const ports = faults.guardAll({
    outbox,
    mailer,
    members: { find: async (id: MemberId) => Promise.resolve(everyone.get(id)) },
    blocks: { between: async () => Promise.resolve(false) },
    introductions: {
      record: async ({ template, to }: LoopMail) => {
        await Promise.resolve();
        recorded.add(`${template} ${to}`);
      },
    },
  });
  const needs: DrainNeeds = {
    ...ports,
    clock,
    random: seededRandom(7),
    pause: async (ms) => Promise.resolve(clock.moveBy(ms)),
    render: (message, recipient) => ({
      to: recipient.email,
      from: 'circle@example.com',
      subject: message.template,
      html: '',
      text: '',
      headers: {},
    }),
    limits: { ...limits, ...changed },
    pacer: createLocalPacer(clock, { ...limits, ...changed }),
    onAccepted: ports.introductions.record,
    onProgress: (sofar) => reports.push(sofar),
  };
  return { clock, table, outbox, mailer, recorded, reports, needs, everyone, drain: makeDrain(needs) };
};

export type DrainWorld = Awaited<ReturnType<typeof drainWorld>>;

export const keyNumber = (number: number): string => `introduction:2026-W48:${String(number)}`;

/** Runs, and lets time pass until the next thing is due, until nothing waits; what all runs did together. */
export const drained = async (world: DrainWorld): Promise<DrainReport> => {
  const sum: Record<Count, number> = { ...nothingYet };
  for (let run = 0; run < 200; run++) {
    const report = await world.drain();
    for (const count of Object.keys(nothingYet) as Count[]) sum[count] += report[count];
    if ((await world.outbox.pending()).waiting === 0) return sum;
    world.clock.moveTo(report.resumeAt ?? later(world.clock.now(), dayMs));
  }
  throw new Error('something waits for ever');
};

type Count = Exclude<keyof DrainReport, 'resumeAt' | 'closed'>;
