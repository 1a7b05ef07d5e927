import { LogMetricFilter } from '@pulumi/aws/cloudwatch/logMetricFilter.js';
import type { Input } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { logMetricsNamespace, logPatterns } from './log-errors-plan.ts';
import { called, type Stack } from './stack.ts';

export interface LogErrorsArgs {
  readonly name: string;
  /** By the entry point that writes into it. */
  readonly logGroups: Readonly<Record<string, Input<string>>>;
}

/** Counts what logs tell of errors. */
export class LogErrors extends ComponentResource {
  constructor(stack: Stack, args: LogErrorsArgs, options?: ComponentResourceOptions) {
    super('loop:platform:LogErrors', called(stack, args.name), {}, options);
    for (const [service, logGroupName] of Object.entries(args.logGroups))
      for (const [metric, pattern] of Object.entries(logPatterns))
        new LogMetricFilter(
          called(stack, `${service}-${metric}`),
          {
            logGroupName,
            pattern,
            metricTransformation: {
              namespace: logMetricsNamespace(stack.settings.stack),
              name: metric,
              value: '1',
              // So that nothing wrong is a line at zero, and not a gap.
              defaultValue: '0',
              unit: 'Count',
            },
          },
          { parent: this },
        );
    this.registerOutputs({});
  }
}
