import { CompositeAlarm } from '@pulumi/aws/cloudwatch/compositeAlarm.js';
import { MetricAlarm } from '@pulumi/aws/cloudwatch/metricAlarm.js';
import { all, type Input, output, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { AlarmPlan, Severity } from './alarm-plan.ts';
import { AlarmTopic } from './alarm-topic.ts';
import { alarmArgs, anyOf } from './alarms.ts';
import { called, type Stack } from './stack.ts';

/** Where CloudFront and its certificates are measured. */
export const edgeRegion = 'us-east-1';

export interface ObservabilityArgs {
  readonly name: string;
  readonly alarms: readonly AlarmPlan[];
  /** A key in us-east-1 for the topic there; without one SNS encrypts it with its own, as it does every topic. */
  readonly edgeKeyArn?: Input<string>;
}

/**
 * All alarms of a stack. Only two of them speak, by mail to `loop:alarmEmail`:
 *
 * - `…-health`, the only pager: one mail when the first thing that hurts members goes wrong, one when all is well again;
 * - `…-attention`: one mail when something begins to wait for somebody, however many such things there are.
 *
 * They are two because a composite alarm that is raised already says nothing more: a letter that lies in a queue for days would drown an
 * outage. Neither can have children in another region (CloudWatch, "Create a composite alarm"), nor tell a topic in another, so what is
 * measured in us-east-1 has the same pair there, `…-edge-health` and `…-edge-attention`, unless the stack lives there itself.
 */
export class Observability extends ComponentResource {
  readonly topicArn: Output<string>;
  readonly healthArn: Output<string>;
  /** Every alarm of the stack's own region, composite ones first, for the dashboard. */
  readonly alarmArns: readonly Output<string>[];
  /** Alarms of us-east-1, where there are any. */
  readonly edgeAlarmArns: readonly Output<string>[];

  constructor(stack: Stack, args: ObservabilityArgs, options?: ComponentResourceOptions) {
    super('loop:platform:Observability', called(stack, args.name), {}, options);
    const isAtTheEdge = ({ atTheEdge = false }: AlarmPlan): boolean => atTheEdge && stack.settings.region !== edgeRegion;
    const here = watch(stack, { prefix: '', alarms: args.alarms.filter((plan) => !isAtTheEdge(plan)), keyArn: stack.keyArn, parent: this });
    const alarms = args.alarms.filter(isAtTheEdge);
    const edge =
      alarms.length === 0
        ? undefined
        : watch(stack, { prefix: 'edge-', alarms, keyArn: args.edgeKeyArn, region: edgeRegion, parent: this });
    this.topicArn = here.topicArn;
    this.healthArn = here.healthArn;
    this.alarmArns = here.alarmArns;
    this.edgeAlarmArns = edge?.alarmArns ?? [];
    this.registerOutputs({ topicArn: this.topicArn, healthArn: this.healthArn });
  }
}

interface Watch {
  readonly prefix: '' | 'edge-';
  readonly alarms: readonly AlarmPlan[];
  readonly keyArn: Input<string> | undefined;
  readonly region?: string;
  readonly parent: ComponentResource;
}

/** The alarms of one region, and who speaks for them. */
const watch = (stack: Stack, { prefix, alarms, keyArn, region, parent }: Watch) => {
  const at = region === undefined ? {} : { region };
  const topic = new AlarmTopic(stack, { name: `${prefix}alarms`, keyArn, ...at }, { parent });
  const made = alarms.map((plan) => ({
    plan,
    alarm: new MetricAlarm(called(stack, plan.name), { ...alarmArgs(plan), ...at }, { parent }),
  }));
  const speaks = (severity: Severity): CompositeAlarm => {
    const { suffix, description, tellsTheEnd } = voices[severity];
    const children = made.filter(({ plan }) => plan.severity === severity).map(({ alarm }) => alarm.name);
    const alarmName = called(stack, `${prefix}${suffix}`);
    return new CompositeAlarm(
      alarmName,
      {
        alarmName,
        alarmDescription: description,
        alarmRule: all(children).apply(anyOf),
        alarmActions: [topic.arn],
        ...(tellsTheEnd ? { okActions: [topic.arn] } : {}),
        ...at,
      },
      { parent },
    );
  };
  const [health, attention] = [speaks('page'), speaks('note')];
  return {
    topicArn: topic.arn,
    healthArn: health.arn,
    alarmArns: [health.arn, attention.arn, ...made.map(({ alarm }) => output(alarm.arn))],
  };
};

const voices = {
  page: {
    suffix: 'health',
    description:
      'Members are hurt, or soon will be. The dashboard shows which alarm it is; its description names the page of docs/runbooks.',
    tellsTheEnd: true,
  },
  note: {
    suffix: 'attention',
    description:
      'Something waits for somebody, within days. The dashboard shows what, also what came after this mail; each alarm names its page of docs/runbooks.',
    tellsTheEnd: false,
  },
} as const;
