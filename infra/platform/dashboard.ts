import { Dashboard as CloudWatchDashboard } from '@pulumi/aws/cloudwatch/dashboard.js';
import { jsonStringify, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { dashboardOf, type DashboardNeeds } from './dashboard-plan.ts';
import { called, type Stack } from './stack.ts';

export interface DashboardArgs extends Omit<DashboardNeeds, 'stack' | 'stage' | 'region'> {
  readonly name: string;
}

/** The one page that shows a stack. */
export class Dashboard extends ComponentResource {
  readonly dashboardName: Output<string>;

  constructor(stack: Stack, args: DashboardArgs, options?: ComponentResourceOptions) {
    const dashboardName = called(stack, args.name);
    super('loop:platform:Dashboard', dashboardName, {}, options);
    const { stack: of, stage, region } = stack.settings;
    const dashboard = new CloudWatchDashboard(
      dashboardName,
      { dashboardName, dashboardBody: jsonStringify(dashboardOf({ ...args, stack: of, stage, region })) },
      { parent: this },
    );
    this.dashboardName = dashboard.dashboardName;
    this.registerOutputs({ dashboardName: this.dashboardName });
  }
}
