import type { AlarmPlan } from '../../../infra/platform/alarm-plan.ts';
import { apiAlarms, certificateAlarms, distributionAlarms } from '../../../infra/platform/alarms-of-edge.ts';
import { concurrencyAlarms, functionAlarms, heartbeatAlarms, streamAlarms } from '../../../infra/platform/alarms-of-functions.ts';
import { logAlarms, metricAlarms, reputationAlarms } from '../../../infra/platform/alarms-of-product.ts';
import { scheduleAlarms, taskAlarms } from '../../../infra/platform/alarms-of-schedules.ts';
import { socketAlarms } from '../../../infra/platform/alarms-of-sockets.ts';
import { deadLetterAlarms, queueAlarms, tableAlarms } from '../../../infra/platform/alarms-of-storage.ts';

const functions = ['api', 'drain-outbox', 'schedule', 'mail-events', 'receive-mail', 'send-relayed', 'chat-socket', 'chat-missed'];

/** Alarms of a stack as large as Loop's, with every kind that there is. */
export const everyAlarm = (): readonly AlarmPlan[] => [
  ...functions.flatMap((name) =>
    functionAlarms({
      name,
      functionName: `${name}-fn`,
      timeoutSeconds: 30,
      calledBy: ['api', 'chat-socket'].includes(name) ? 'people' : 'events',
      concurrencyMax: 10,
    }),
  ),
  ...heartbeatAlarms({ name: 'schedule', functionName: 'schedule-fn' }),
  ...streamAlarms({ name: 'drain-outbox', functionName: 'drain-outbox-fn' }),
  ...concurrencyAlarms(),
  ...queueAlarms({ name: 'mail-events-queue', queueName: 'q' }),
  ...queueAlarms({ name: 'receive-mail-queue', queueName: 'r' }),
  ...queueAlarms({ name: 'chat-missed-queue', queueName: 's', oldestSecondsMax: 1_800 }),
  ...[...functions, 'mail-events-queue', 'receive-mail-queue', 'chat-missed-queue', 'schedules'].flatMap((name) =>
    deadLetterAlarms({ name, queueName: `${name}-dead` }),
  ),
  ...['users', 'surveys', 'matches', 'relays'].flatMap((name) => tableAlarms({ name, tableName: `${name}-table` })),
  ...apiAlarms({ apiId: 'api1' }),
  ...socketAlarms({ apiId: 'api2' }),
  ...distributionAlarms({ distributionId: 'E1' }),
  ...certificateAlarms({ certificateArn: 'arn:aws:acm:us-east-1:000000000000:certificate/1' }),
  ...scheduleAlarms({ groupName: 'loop' }),
  ...taskAlarms({ failedRule: 'failed', cutShortRule: 'short' }),
  ...metricAlarms({ stage: 'dev' }),
  ...logAlarms({ stack: 'dev' }),
  ...reputationAlarms(),
];
