import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { readCommunityTimes } from '../../config/community.ts';
import { Cluster } from '../../platform/cluster.ts';
import { DeadLetters } from '../../platform/dead-letters.ts';
import { FunctionSchedule } from '../../platform/function-schedule.ts';
import { Network } from '../../platform/network.ts';
import { ScheduleGroup } from '../../platform/schedule-group.ts';
import { taskStarts, tickInput, ticks, warmerInput } from '../../platform/schedule-plan.ts';
import { secretRights } from '../../platform/secret.ts';
import type { Stack } from '../../platform/stack.ts';
import { tableRights } from '../../platform/table-rights.ts';
import { Task } from '../../platform/task.ts';
import { TaskSchedule } from '../../platform/task-schedule.ts';
import type { Chat } from '../chat/chat.ts';
import type { Relay } from '../relay/relay.ts';
import { coreVariables, type Functions, type FunctionsNeeds } from './functions.ts';
import { tablesOf } from './state.ts';

/** What time drives: two tasks of the week, and ticks. */
export interface Timed {
  readonly cluster: Cluster;
  readonly group: ScheduleGroup;
  readonly weeklyRound: Task;
  readonly introSender: Task;
  /** Starts that AWS refused. */
  readonly deadLetters: DeadLetters;
}

export const timedOf = (stack: Stack, needs: FunctionsNeeds, functions: TickedFunctions): Timed => {
  const { state, mail, parent } = needs;
  const of = { parent };
  const times = readCommunityTimes();
  const core = coreVariables(stack, needs);
  const network = new Network(stack, { name: 'network' }, of);
  const cluster = new Cluster(stack, { name: 'tasks' }, of);
  const group = new ScheduleGroup(stack, { name: 'schedules' }, of);
  const deadLetters = new DeadLetters(stack, { name: 'schedules' }, of);
  const key = secretRights(stack, [state.key.arn]);
  const weeklyRound = new Task(
    stack,
    { name: 'weekly-round', variables: core, rights: [...tableRights(stack, tablesOf(state), 'write'), ...key] },
    of,
  );
  const introSender = new Task(
    stack,
    {
      name: 'intro-sender',
      variables: { ...core, ...mail.variables },
      rights: [...tableRights(stack, tablesOf(state), 'change'), ...key, ...mail.rights],
    },
    of,
  );
  const common = { timeZone: times.timeZone, cluster, network, group, deadLettersArn: deadLetters.arn };
  const starts = taskStarts(times);
  new TaskSchedule(stack, { ...common, name: 'weekly-round', task: weeklyRound, starts: starts.weeklyRound }, of);
  new TaskSchedule(stack, { ...common, name: 'intro-sender', task: introSender, starts: starts.introSender }, of);
  tickFunctions(stack, functions, { group, deadLetters, parent });
  return { cluster, group, weeklyRound, introSender, deadLetters };
};

/** What is called every few minutes. */
type TickedFunctions = Pick<Functions, 'api' | 'drainOutbox' | 'schedule'> & Pick<Relay, 'sendRelayed'> & Pick<Chat, 'chatSocket'>;

const tickFunctions = (
  stack: Stack,
  functions: TickedFunctions,
  { group, deadLetters, parent }: Pick<Timed, 'group' | 'deadLetters'> & { readonly parent: ComponentResource },
): void => {
  const called = [
    { name: 'drain-outbox-tick', functionArn: functions.drainOutbox.arn, tick: ticks.drainOutbox, input: tickInput },
    { name: 'send-relayed-tick', functionArn: functions.sendRelayed.arn, tick: ticks.sendRelayed, input: tickInput },
    { name: 'schedule-tick', functionArn: functions.schedule.arn, tick: ticks.schedule, input: tickInput },
    // What is ticked is warm; what comes by a queue has nobody who waits for it.
    ...(stack.settings.warm
      ? [
          { name: 'api-warmer', functionArn: functions.api.arn },
          { name: 'chat-socket-warmer', functionArn: functions.chatSocket.arn },
        ].map((each) => ({ ...each, tick: ticks.warmer, input: warmerInput }))
      : []),
  ];
  for (const each of called) new FunctionSchedule(stack, { ...each, group, deadLettersArn: deadLetters.arn }, { parent });
};
