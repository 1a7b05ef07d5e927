import { EventRule } from '@pulumi/aws/cloudwatch/eventRule.js';
import { EventTarget } from '@pulumi/aws/cloudwatch/eventTarget.js';
import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { LogResourcePolicy } from '@pulumi/aws/cloudwatch/logResourcePolicy.js';
import { type Input, interpolate, output, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { allow, policyOf } from './policy.ts';
import { called, type Stack } from './stack.ts';
import { cutShortPattern, failedPattern, toldOf } from './task-failures-plan.ts';

export interface TaskFailuresArgs {
  readonly name: string;
  readonly clusterArn: Input<string>;
}

/**
 * Sees every task of a cluster that ended badly: a schedule knows only whether a task was started. Two rules, whose own counts alarms are
 * raised by (`taskAlarms`), and one log that says which task it was.
 */
export class TaskFailures extends ComponentResource {
  readonly failedRule: Output<string>;
  readonly cutShortRule: Output<string>;
  readonly logGroupName: Output<string>;

  constructor(stack: Stack, args: TaskFailuresArgs, options?: ComponentResourceOptions) {
    super('loop:platform:TaskFailures', called(stack, args.name), {}, options);
    const { stack: of, logRetentionDays } = stack.settings;
    const log = new LogGroup(
      called(stack, args.name),
      { name: `/aws/events/loop-${of}-tasks`, retentionInDays: logRetentionDays, kmsKeyId: stack.keyArn },
      { parent: this },
    );
    const clusterArn = output(args.clusterArn);
    const seen = (kind: 'failed' | 'cut-short', description: string): EventRule =>
      new EventRule(
        called(stack, `tasks-${kind}`),
        { description, eventPattern: clusterArn.apply(kind === 'failed' ? failedPattern : cutShortPattern) },
        { parent: this },
      );
    const failed = seen('failed', 'Tasks that did not start, or ended with a fault');
    const short = seen('cut-short', 'Tasks that were ended early, or have to be tried again');
    const mayWrite = this.allowed(stack, { log, rules: [failed, short] });
    for (const [kind, rule] of [['failed', failed] as const, ['cut-short', short] as const])
      new EventTarget(
        called(stack, `tasks-${kind}`),
        { rule: rule.name, arn: log.arn, inputTransformer: toldOf },
        { parent: this, dependsOn: [mayWrite] },
      );
    this.failedRule = failed.name;
    this.cutShortRule = short.name;
    this.logGroupName = log.name;
    this.registerOutputs({ failedRule: this.failedRule, cutShortRule: this.cutShortRule, logGroupName: this.logGroupName });
  }

  /**
   * EventBridge shows the rule when it writes, and not yet when it makes its stream, so only the first can depend on it. It writes by the
   * delivery service of CloudWatch Logs, which has to be let in too (EventBridge, "Using resource-based policies", "CloudWatch Logs permissions").
   */
  private allowed(stack: Stack, { log, rules }: { readonly log: LogGroup; readonly rules: readonly EventRule[] }): LogResourcePolicy {
    const lines = interpolate`${log.arn}:*`;
    const principal = { service: ['events.amazonaws.com', 'delivery.logs.amazonaws.com'] };
    return new LogResourcePolicy(
      called(stack, 'tasks'),
      {
        policyName: called(stack, 'tasks'),
        policyDocument: policyOf([
          allow(['logs:CreateLogStream'], [lines], { principal }),
          allow(['logs:PutLogEvents'], [lines], { principal, conditions: { ArnEquals: { 'aws:SourceArn': rules.map(({ arn }) => arn) } } }),
        ]),
      },
      { parent: this },
    );
  }
}
