import type { Input } from '@pulumi/pulumi';
import { type AlarmPlan, atOnce, type Metric, usually } from './alarm-plan.ts';

/** Schedules are measured by their group (EventBridge Scheduler, "Monitoring with CloudWatch"). */
export const scheduleAlarms = ({ groupName }: { readonly groupName: Input<string> }): readonly AlarmPlan[] => {
  const counted = (name: string): Metric => ({
    namespace: 'AWS/Scheduler',
    name,
    dimensions: { ScheduleGroup: groupName },
    statistic: 'Sum',
    periodSeconds: 60,
  });
  return [
    {
      ...usually,
      name: 'schedules-given-up',
      severity: 'page',
      says: 'A schedule could not start what it should, and gave up. What it would have started lies among the dead letters of the schedules.',
      runbook: 'a-round-is-late.md',
      watches: counted('InvocationDroppedCount'),
      datapoints: atOnce,
    },
    {
      ...usually,
      name: 'schedules-fail',
      severity: 'note',
      says: 'What schedules start refuses to be started, again and again; it is tried further.',
      runbook: 'a-round-is-late.md',
      watches: counted('TargetErrorCount'),
    },
  ];
};

export interface WatchedTasks {
  /** Of the rules in `task-failures.ts`. */
  readonly failedRule: Input<string>;
  readonly cutShortRule: Input<string>;
}

/** A rule counts its own events (EventBridge, "Monitoring Amazon EventBridge"), so that no target has to be reached for it. */
export const taskAlarms = ({ failedRule, cutShortRule }: WatchedTasks): readonly AlarmPlan[] => {
  const matched = (rule: Input<string>, periodSeconds: number): Metric => ({
    namespace: 'AWS/Events',
    name: 'TriggeredRules',
    dimensions: { RuleName: rule },
    statistic: 'Sum',
    periodSeconds,
  });
  return [
    {
      ...usually,
      name: 'tasks-failed',
      severity: 'page',
      says: 'A task of the week (weekly-round, intro-sender) did not start, or ended with a fault that comes again until somebody mends it.',
      runbook: 'a-round-is-late.md',
      watches: matched(failedRule, 300),
      datapoints: atOnce,
    },
    {
      ...usually,
      name: 'tasks-cut-short',
      severity: 'note',
      says: 'A task of the week was ended early, or has to be tried again. The next one goes on; where none does, it is overdue after 30 minutes.',
      runbook: 'a-round-is-late.md',
      watches: matched(cutShortRule, 300),
      datapoints: atOnce,
    },
  ];
};
