import { output } from '@pulumi/pulumi';
import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { createZone } from '../../../adapters/bridges/zone-from-intl.ts';
import { overdueAfterMs } from '../../../adapters/lambda/chores.ts';
import { isWarmer } from '../../../adapters/lambda/http-event.ts';
import { type RoundCalendar, roundAt, sendingAt } from '../../../domain/introductions/calendar.ts';
import { dayMs, minuteMs } from '../../../domain/kernel/instant.ts';
import type { Week } from '../../../domain/kernel/iso-week.ts';
import { type CommunityTimes, weekdays } from '../../../infra/config/community.ts';
import { FunctionSchedule } from '../../../infra/platform/function-schedule.ts';
import { ScheduleGroup } from '../../../infra/platform/schedule-group.ts';
import { type Start, taskStarts, tickEvery, tickInput, ticks, warmerInput } from '../../../infra/platform/schedule-plan.ts';
import { TaskSchedule } from '../../../infra/platform/task-schedule.ts';
import { capture, type Captured, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

/** Whether a schedule starts something in the minute of an instant: its fields are those that the community's clocks show then. */
const startsAt = (expression: string, clocksMs: number): boolean => {
  const [, minutes = '', hour, , , day = ''] = /^cron\((\S+) (\S+) (\S+) (\S+) (\S+) \*\)$/.exec(expression) ?? [];
  const clocks = new Date(clocksMs);
  const shown = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT'][clocks.getUTCDay()];
  return (
    clocksMs % minuteMs === 0 &&
    minutes.split(',').includes(String(clocks.getUTCMinutes())) &&
    hour === String(clocks.getUTCHours()) &&
    (day === '?' || day === shown)
  );
};

const calendarOf = ({ timeZone, round, sendingHour }: CommunityTimes): RoundCalendar => ({
  zone: createZone(timeZone),
  day: weekdays.indexOf(round.day) + 1,
  hour: round.hour,
  sendingHour,
  holidays: [],
});

/** What is due in a week and is not started then: nothing, or when. */
const missedIn = (times: CommunityTimes, week: Week): readonly string[] => {
  const calendar = calendarOf(times);
  const { weeklyRound, introSender } = taskStarts(times);
  const missed = (starts: readonly Start[], at: number): boolean =>
    !starts.some(({ expression }) => startsAt(expression, at + calendar.zone.aheadMs(at as never)));
  const [round, sending] = [roundAt(calendar, week), sendingAt(calendar, week)];
  return [
    ...(missed(weeklyRound, round) ? [`round ${new Date(round).toISOString()} ${times.timeZone}`] : []),
    ...(missed(introSender, sending) ? [`sending ${new Date(sending).toISOString()} ${times.timeZone}`] : []),
  ];
};

/** Clocks skip two hours there (IANA, Antarctica/Troll), of which one start a year is lost; the station is told of an overdue round. */
const zones = Intl.supportedValuesOf('timeZone').filter((zone) => zone !== 'Antarctica/Troll');
const hour = fc.integer({ min: 0, max: 23 });
const times: fc.Arbitrary<CommunityTimes> = fc.record({
  timeZone: fc.constantFrom(...zones),
  round: fc.record({ day: fc.constantFrom(...weekdays), hour }),
  sendingHour: hour,
});
/** Of the years 2026 to 2031, counted as `Week` is. */
const week = fc.integer({ min: 2_922, max: 3_234 }) as unknown as fc.Arbitrary<Week>;

describe('the starts of tasks', () => {
  it('are written as EventBridge Scheduler reads them', () => {
    expect(taskStarts({ timeZone: 'Europe/Lisbon', round: { day: 'monday', hour: 8 }, sendingHour: 9 })).toEqual({
      weeklyRound: [
        { suffix: '', expression: 'cron(0,20,30 8 ? * MON *)' },
        { suffix: '-later', expression: 'cron(0 9 ? * MON *)' },
      ],
      introSender: [
        { suffix: '', expression: 'cron(0,20,30 9 * * ? *)' },
        { suffix: '-later', expression: 'cron(0 10 * * ? *)' },
      ],
    });
  });

  it('cross midnight, and the end of the week', () => {
    const { weeklyRound, introSender } = taskStarts({ timeZone: 'America/Nuuk', round: { day: 'sunday', hour: 23 }, sendingHour: 23 });
    expect(weeklyRound.map(({ expression }) => expression)).toEqual(['cron(0,20,30 23 ? * SUN *)', 'cron(0 0 ? * MON *)']);
    expect(introSender.map(({ expression }) => expression)).toEqual(['cron(0,20,30 23 * * ? *)', 'cron(0 0 * * ? *)']);
  });

  test.prop([times, week], { numRuns: 300 })('are at the very minute at which something is due, wherever and whenever', (given, inWeek) => {
    expect(missedIn(given, inWeek)).toEqual([]);
  });

  it.each(['Europe/Lisbon', 'Europe/Berlin', 'America/New_York', 'America/Nuuk', 'Africa/Cairo', 'Asia/Beirut', 'Australia/Lord_Howe'])(
    'are so in the weeks in which the clocks of %s change, at any hour',
    (timeZone) => {
      const zone = createZone(timeZone);
      const changed = Array.from({ length: 53 }, (_, at) => 2_922 + at).filter((at) => {
        const monday = (7 * at - 3) * dayMs;
        return zone.aheadMs((monday - dayMs) as never) !== zone.aheadMs((monday + 8 * dayMs) as never);
      }) as unknown as readonly Week[];
      expect(changed.length).toBeGreaterThan(1);
      const missed = changed.flatMap((inWeek) =>
        (['saturday', 'sunday', 'friday'] as const).flatMap((day) =>
          Array.from({ length: 24 }, (_, at) => missedIn({ timeZone, round: { day, hour: at }, sendingHour: at }, inWeek)).flat(),
        ),
      );
      expect(missed).toEqual([]);
    },
  );

  test.prop([times])('come a second time before anything is called overdue', (given) => {
    const all = Object.values(taskStarts(given)) as readonly (readonly Start[])[];
    for (const [first] of all) {
      const again = Number(/^cron\(0,(\d+),/.exec(first?.expression ?? '')?.[1]);
      expect(again).toBeGreaterThan(0);
      expect(again * minuteMs).toBeLessThan(overdueAfterMs);
    }
  });
});

describe('ticks', () => {
  test.prop([fc.integer({ min: 1, max: 60 })])('are tried again until the next one and no longer', (minutes) => {
    const { expression, retries } = tickEvery(minutes);
    expect(expression).toBe(minutes === 1 ? 'rate(1 minute)' : `rate(${String(minutes)} minutes)`);
    expect(retries.maximumEventAgeInSeconds * 1_000).toBe(minutes * minuteMs);
    expect(retries.maximumEventAgeInSeconds).toBeGreaterThanOrEqual(60);
  });

  it('drain the outbox every minute, and do chores every five', () => {
    expect([ticks.drainOutbox.expression, ticks.schedule.expression]).toEqual(['rate(1 minute)', 'rate(5 minutes)']);
  });

  it('are no warmers, which functions answer before anything else', () => {
    expect([isWarmer(tickInput), isWarmer(warmerInput)]).toEqual([false, true]);
  });
});

const keyArn = 'arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000';
const deadLettersArn = 'arn:aws:sqs:eu-central-1:000000000000:schedules-dead';
const groupArn = 'arn:aws:scheduler:eu-central-1:000000000000:ScheduleGroup/loop-dev-schedules-1234567';
const clusterArn = 'arn:aws:ecs:eu-central-1:000000000000:cluster/loop-dev-tasks';
const roleArn = (name: string): string => `arn:aws:iam::000000000000:role/${name}`;

const schedulesIn = ({ of }: Captures): readonly Captured[] => of('aws:scheduler/schedule:Schedule');
const textIn = (captured: Captures, type: 'role:Role' | 'rolePolicy:RolePolicy'): unknown =>
  JSON.parse(String(captured.one(`aws:iam/${type}`).inputs[type === 'role:Role' ? 'assumeRolePolicy' : 'policy'])) as unknown;

const toDeadLetters = [
  { Effect: 'Allow', Action: ['sqs:SendMessage'], Resource: [deadLettersArn] },
  {
    Effect: 'Allow',
    Action: ['kms:Decrypt', 'kms:GenerateDataKey'],
    Resource: [keyArn],
    Condition: { StringEquals: { 'kms:ViaService': 'sqs.eu-central-1.amazonaws.com' } },
  },
];
const trusted = {
  Version: '2012-10-17',
  Statement: [
    {
      Effect: 'Allow',
      Action: 'sts:AssumeRole',
      Principal: { Service: 'scheduler.amazonaws.com' },
      Condition: { StringEquals: { 'aws:SourceAccount': '000000000000', 'aws:SourceArn': groupArn } },
    },
  ],
};

describe('a scheduled task', () => {
  const captured = async () =>
    capture(() => {
      const stack = aStack();
      const group = new ScheduleGroup(stack, { name: 'schedules' });
      new TaskSchedule(stack, {
        name: 'weekly-round',
        starts: taskStarts({ timeZone: 'Europe/Lisbon', round: { day: 'monday', hour: 8 }, sendingHour: 9 }).weeklyRound,
        timeZone: 'Europe/Lisbon',
        task: {
          definitionArn: output('arn:aws:ecs:eu-central-1:000000000000:task-definition/loop-dev-weekly-round:7'),
          family: 'loop-dev-weekly-round',
          roleArn: output(roleArn('round')),
          executionRoleArn: output(roleArn('start')),
        },
        cluster: { arn: output(clusterArn) },
        network: { publicSubnetIds: output(['subnet-0a', 'subnet-0b']), taskSecurityGroupId: output('sg-0') },
        group,
        deadLettersArn,
      });
    });

  it('is started by the community’s clocks, in a public subnet, at the revision that was deployed', async () => {
    const [first, second, ...others] = schedulesIn(await captured());
    expect(others).toEqual([]);
    expect(first?.inputs).toEqual({
      groupName: 'loop-dev-schedules-1234567',
      description: 'Starts weekly-round of Loop, stack dev',
      scheduleExpression: 'cron(0,20,30 8 ? * MON *)',
      scheduleExpressionTimezone: 'Europe/Lisbon',
      flexibleTimeWindow: { mode: 'OFF' },
      state: 'ENABLED',
      target: {
        arn: clusterArn,
        roleArn: roleArn('loop-dev-weekly-round-schedule-1234567'),
        ecsParameters: {
          taskDefinitionArn: 'arn:aws:ecs:eu-central-1:000000000000:task-definition/loop-dev-weekly-round:7',
          launchType: 'FARGATE',
          taskCount: 1,
          networkConfiguration: { subnets: ['subnet-0a', 'subnet-0b'], securityGroups: ['sg-0'], assignPublicIp: true },
        },
        retryPolicy: { maximumRetryAttempts: 10, maximumEventAgeInSeconds: 900 },
        deadLetterConfig: { arn: deadLettersArn },
      },
    });
    expect(second?.name).toBe('loop-dev-weekly-round-schedule-later');
    expect(second?.inputs).toEqual({ ...first?.inputs, scheduleExpression: 'cron(0 9 ? * MON *)' });
  });

  it('is started by a role that can start this task in this cluster, and nothing else', async () => {
    const all = await captured();
    expect(textIn(all, 'rolePolicy:RolePolicy')).toEqual({
      Version: '2012-10-17',
      Statement: [
        {
          Effect: 'Allow',
          Action: ['ecs:RunTask'],
          Resource: ['arn:aws:ecs:eu-central-1:000000000000:task-definition/loop-dev-weekly-round:*'],
          Condition: { ArnEquals: { 'ecs:cluster': clusterArn } },
        },
        {
          Effect: 'Allow',
          Action: ['iam:PassRole'],
          Resource: [roleArn('round'), roleArn('start')],
          Condition: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
        },
        ...toDeadLetters,
      ],
    });
    expect(textIn(all, 'role:Role')).toEqual(trusted);
    const policy = all.one('aws:iam/rolePolicy:RolePolicy').urn;
    expect(schedulesIn(all).every(({ dependencies }) => dependencies.includes(policy))).toBe(true);
  });
});

describe('a scheduled function', () => {
  const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:drain-outbox';
  const captured = async () =>
    capture(() => {
      const stack = aStack();
      const group = new ScheduleGroup(stack, { name: 'schedules' });
      new FunctionSchedule(stack, {
        name: 'drain-outbox-tick',
        tick: ticks.drainOutbox,
        input: tickInput,
        functionArn,
        group,
        deadLettersArn,
      });
    });

  it('is called every minute and told so', async () => {
    expect(schedulesIn(await captured()).map(({ inputs }) => inputs)).toEqual([
      {
        groupName: 'loop-dev-schedules-1234567',
        description: 'Calls a function of Loop, stack dev',
        scheduleExpression: 'rate(1 minute)',
        flexibleTimeWindow: { mode: 'OFF' },
        state: 'ENABLED',
        target: {
          arn: functionArn,
          roleArn: roleArn('loop-dev-drain-outbox-tick-1234567'),
          input: '{"source":"loop.tick"}',
          retryPolicy: { maximumRetryAttempts: 3, maximumEventAgeInSeconds: 60 },
          deadLetterConfig: { arn: deadLettersArn },
        },
      },
    ]);
  });

  it('is called by a role that can call this function, and nothing else', async () => {
    const all = await captured();
    expect(textIn(all, 'rolePolicy:RolePolicy')).toEqual({
      Version: '2012-10-17',
      Statement: [{ Effect: 'Allow', Action: ['lambda:InvokeFunction'], Resource: [functionArn] }, ...toDeadLetters],
    });
    expect(textIn(all, 'role:Role')).toEqual(trusted);
  });
});
