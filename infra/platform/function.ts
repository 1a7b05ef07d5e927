import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import { Role } from '@pulumi/aws/iam/role.js';
import { RolePolicy } from '@pulumi/aws/iam/rolePolicy.js';
import { Function as AwsFunction } from '@pulumi/aws/lambda/function.js';
import { FunctionEventInvokeConfig } from '@pulumi/aws/lambda/functionEventInvokeConfig.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { interpolate, type Output } from '@pulumi/pulumi';
import { bundleOf } from './bundle-folder.ts';
import { DeadLetters } from './dead-letters.ts';
import { asyncCalls, checkSizes, environmentOf, type Sizes, type Variables } from './function-plan.ts';
import { allow, policyOf, type Statement, trustOf } from './policy.ts';
import { sendRights } from './queue-rights.ts';
import { called, type Stack } from './stack.ts';

export interface FunctionArgs<Set extends Variables> extends Sizes {
  /** Of the entry point: its bundle lies in `dist/<name>`. */
  readonly name: string;
  /** `new LambdaFunction<ApiInputs>(…)`: without the type nothing can be set, so that no variable is forgotten. */
  readonly variables: NoInfer<Set>;
  /** What it may do beside writing its log and its traces, and sending its dead letters. */
  readonly rights: readonly Statement[];
  /** Where bundles lie, if not in `dist`; for tests. */
  readonly bundles?: string;
}

/**
 * An entry point on Lambda: its role, its log, its dead letters of calls that nobody waits for, and the function. Rights and log are there
 * before the function is, so whatever is made of its ARN (a mapping, a schedule) finds them there.
 */
export class LambdaFunction<Set extends Variables = never> extends ComponentResource {
  readonly functionName: Output<string>;
  readonly arn: Output<string>;
  /** What an integration of API Gateway calls. */
  readonly invokeArn: Output<string>;
  readonly roleName: Output<string>;
  readonly logGroupName: Output<string>;
  readonly timeoutSeconds: number;
  readonly deadLetters: DeadLetters;

  constructor(stack: Stack, args: FunctionArgs<Set>, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:LambdaFunction', name, {}, options);
    checkSizes(args.name, args);
    const code = bundleOf(args.name, args.bundles);
    const of = { parent: this };
    this.deadLetters = new DeadLetters(stack, { name: `${args.name}-calls` }, of);
    const log = logOf(stack, name, of);
    // Without conditions: a role is passed by `iam:PassRole`, within its account, and Lambda names none that it would send.
    const role = new Role(name, { assumeRolePolicy: trustOf('lambda.amazonaws.com') }, of);
    const rights = [...args.rights, ...ownRights(log), ...sendRights(stack, this.deadLetters)];
    const policy = new RolePolicy(name, { role: role.name, policy: policyOf(rights) }, of);
    const made = new AwsFunction(
      name,
      {
        role: role.arn,
        code,
        runtime: 'nodejs24.x',
        architectures: ['arm64'],
        handler: 'index.handler',
        timeout: args.timeoutSeconds,
        memorySize: args.memoryMb,
        ...(args.concurrencyMax === undefined ? {} : { reservedConcurrentExecutions: args.concurrencyMax }),
        environment: { variables: environmentOf(args.variables) },
        // No right of the role: Lambda makes a grant for it (Lambda, "Securing Lambda environment variables").
        kmsKeyArn: stack.keyArn,
        tracingConfig: { mode: 'Active' },
        // Our lines are JSON as they are written, and metrics are found by how a line begins: nothing may be put around or before them.
        loggingConfig: { logFormat: 'Text', logGroup: log.name },
      },
      { ...of, dependsOn: [policy] },
    );
    new FunctionEventInvokeConfig(
      name,
      { functionName: made.name, ...asyncCalls, destinationConfig: { onFailure: { destination: this.deadLetters.arn } } },
      of,
    );
    this.functionName = made.name;
    this.arn = made.arn;
    this.invokeArn = made.invokeArn;
    this.roleName = role.name;
    this.logGroupName = log.name;
    this.timeoutSeconds = args.timeoutSeconds;
    this.registerOutputs({ functionName: this.functionName, arn: this.arn });
  }
}

/**
 * The function is named by Pulumi, so that it can be replaced while the old one runs; its log is named here, where people look for it and
 * before there is a function that Lambda would make one for, without an end and without our key.
 */
const logOf = (stack: Stack, name: string, of: ComponentResourceOptions): LogGroup =>
  new LogGroup(name, { name: `/aws/lambda/${name}`, retentionInDays: stack.settings.logRetentionDays, kmsKeyId: stack.keyArn }, of);

/** It writes into its own log alone. Traces cannot be narrowed: X-Ray knows no resource for them (Service Authorization Reference). */
const ownRights = (log: LogGroup): readonly Statement[] => [
  allow(['logs:CreateLogStream', 'logs:PutLogEvents'], [interpolate`${log.arn}:*`]),
  allow(['xray:PutTelemetryRecords', 'xray:PutTraceSegments'], ['*']),
];
