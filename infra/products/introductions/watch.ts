import type { Input } from '@pulumi/pulumi';
import type { AlarmPlan } from '../../platform/alarm-plan.ts';
import { apiAlarms, certificateAlarms, distributionAlarms } from '../../platform/alarms-of-edge.ts';
import { socketAlarms } from '../../platform/alarms-of-sockets.ts';
import { concurrencyAlarms, functionAlarms, heartbeatAlarms, streamAlarms } from '../../platform/alarms-of-functions.ts';
import { logAlarms, metricAlarms, reputationAlarms } from '../../platform/alarms-of-product.ts';
import { scheduleAlarms, taskAlarms } from '../../platform/alarms-of-schedules.ts';
import { deadLetterAlarms, queueAlarms, tableAlarms } from '../../platform/alarms-of-storage.ts';
import { Dashboard } from '../../platform/dashboard.ts';
import type { HttpApi } from '../../platform/http-api.ts';
import { LogErrors } from '../../platform/log-errors.ts';
import { Observability } from '../../platform/observability.ts';
import type { Site } from '../../platform/site.ts';
import type { Stack } from '../../platform/stack.ts';
import { TaskFailures } from '../../platform/task-failures.ts';
import { deadLettersOf, readQueues, type ToldNeeds } from './told.ts';

export interface WatchNeeds extends ToldNeeds {
  readonly api: HttpApi;
  readonly site: Site;
}

/** Alarms, the one pager among them, and the page that shows a stack. */
export const watch = (stack: Stack, needs: WatchNeeds): { readonly dashboardName: Input<string> } => {
  const { functions, relay, chat, timed, state, api, site, parent } = needs;
  const of = { parent };
  const watched = watchedFunctions(needs);
  const logs = [...watched.map(({ name, fn }) => [name, fn.logGroupName] as const), ...tasksIn(needs)];
  new LogErrors(stack, { name: 'log-errors', logGroups: Object.fromEntries(logs) }, of);
  const failures = new TaskFailures(stack, { name: 'task-failures', clusterArn: timed.cluster.arn }, of);
  const alarms: readonly AlarmPlan[] = [
    ...watched.flatMap(({ fn, ...rest }) => functionAlarms({ ...rest, functionName: fn.functionName, timeoutSeconds: fn.timeoutSeconds })),
    ...[
      { name: 'drain-outbox', functionName: functions.drainOutbox.functionName },
      { name: 'send-relayed', functionName: relay.sendRelayed.functionName },
      { name: 'schedule', functionName: functions.schedule.functionName },
    ].flatMap(heartbeatAlarms),
    ...[
      { name: 'drain-outbox', functionName: functions.drainOutbox.functionName },
      { name: 'send-relayed', functionName: relay.sendRelayed.functionName },
    ].flatMap(streamAlarms),
    ...concurrencyAlarms(),
    ...storageAlarms(needs),
    ...apiAlarms({ apiId: api.apiId }),
    ...socketAlarms({ apiId: chat.sockets.apiId }),
    ...distributionAlarms({ distributionId: site.distributionId }),
    ...(site.certificateArn === undefined ? [] : certificateAlarms({ certificateArn: site.certificateArn })),
    ...scheduleAlarms({ groupName: timed.group.groupName }),
    ...taskAlarms(failures),
    ...metricAlarms(stack.settings),
    ...logAlarms({ stack: stack.settings.stack }),
    ...reputationAlarms(),
  ];
  const observed = new Observability(stack, { name: 'alarms', alarms }, of);
  return new Dashboard(
    stack,
    {
      name: 'overview',
      apiId: api.apiId,
      socketApiId: chat.sockets.apiId,
      distributionId: site.distributionId,
      functions: watched.map(({ name, fn }) => ({ name, functionName: fn.functionName })),
      tables: tablesIn(state),
      queues: queuesIn(needs),
      alarmArns: observed.alarmArns,
      alarms,
    },
    of,
  );
};

const watchedFunctions = ({ functions, relay, chatting }: Pick<WatchNeeds, 'functions' | 'relay' | 'chatting'>) => [
  { name: 'api', fn: functions.api, calledBy: 'people' as const },
  { name: 'drain-outbox', fn: functions.drainOutbox, calledBy: 'events' as const, usesItsTime: true },
  { name: 'schedule', fn: functions.schedule, calledBy: 'events' as const },
  { name: 'mail-events', fn: functions.mailEvents, calledBy: 'events' as const },
  { name: 'receive-mail', fn: relay.receiveMail, calledBy: 'events' as const },
  { name: 'send-relayed', fn: relay.sendRelayed, calledBy: 'events' as const, usesItsTime: true },
  { name: 'chat-socket', fn: chatting.chatSocket, calledBy: 'people' as const },
  { name: 'chat-missed', fn: chatting.chatMissed, calledBy: 'events' as const },
];

const tasksIn = ({ timed }: WatchNeeds) => [
  ['weekly-round', timed.weeklyRound.logGroupName] as const,
  ['intro-sender', timed.introSender.logGroupName] as const,
];

const tablesIn = ({ users, surveys, matches, relays }: WatchNeeds['state']) =>
  Object.entries({ users, surveys, matches, relays }).map(([name, { tableName }]) => ({ name, tableName }));

/** A chat waits for up to 15 minutes to be looked at, on purpose (`stillAwayMs` of domain/relay/chat/limits.ts). */
const oldestSeconds: Readonly<Record<string, number>> = { 'chat-missed': 1_800 };

const watchedQueues = (needs: WatchNeeds) =>
  readQueues(needs).map(({ name, queue: { queueName } }) => ({
    name,
    queueName,
    ...(oldestSeconds[name] === undefined ? {} : { oldestSecondsMax: oldestSeconds[name] }),
  }));

const queuesIn = (needs: WatchNeeds) => [
  ...watchedQueues(needs),
  ...deadLettersOf(needs).map(({ name, letters }) => ({ name: `${name} (dead letters)`, queueName: letters.queueName })),
];

const storageAlarms = (needs: WatchNeeds): readonly AlarmPlan[] => [
  ...tablesIn(needs.state).flatMap(tableAlarms),
  ...watchedQueues(needs).flatMap(queueAlarms),
  ...deadLettersOf(needs).flatMap(({ name, letters }) => deadLetterAlarms({ name, queueName: letters.queueName })),
];
