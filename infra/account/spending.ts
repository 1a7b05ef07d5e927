import { Budget } from '@pulumi/aws/budgets/budget.js';
import { AnomalyMonitor } from '@pulumi/aws/costexplorer/anomalyMonitor.js';
import { AnomalySubscription } from '@pulumi/aws/costexplorer/anomalySubscription.js';
import { CostAllocationTag } from '@pulumi/aws/costexplorer/costAllocationTag.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { tagNames } from '../config/tag-names.ts';
import type { Account } from './account.ts';

/** Smaller surprises are noise at what a small community costs. */
const anomalyUsd = 10;

/** Who hears of the bill before it comes. */
export class Spending extends ComponentResource {
  constructor(account: Account, options?: ComponentResourceOptions) {
    super('loop:account:Spending', 'loop-spending', {}, options);
    const { alarmEmail, monthlyBudgetUsd, anomalies, costTags } = account.settings;
    const mailed = { comparisonOperator: 'GREATER_THAN', thresholdType: 'PERCENTAGE', subscriberEmailAddresses: [alarmEmail] };
    new Budget(
      'loop-month',
      {
        budgetType: 'COST',
        timeUnit: 'MONTHLY',
        limitAmount: String(monthlyBudgetUsd),
        limitUnit: 'USD',
        notifications: [
          { ...mailed, notificationType: 'ACTUAL', threshold: 80 },
          { ...mailed, notificationType: 'FORECASTED', threshold: 100 },
        ],
      },
      { parent: this },
    );
    if (costTags)
      for (const tagKey of tagNames)
        new CostAllocationTag(`loop-tag-${tagKey.toLowerCase()}`, { tagKey, status: 'Active' }, { parent: this });
    if (anomalies) this.watchForAnomalies(alarmEmail);
    this.registerOutputs({});
  }

  private watchForAnomalies(address: string): void {
    const monitor = new AnomalyMonitor('loop-anomalies', { monitorType: 'DIMENSIONAL', monitorDimension: 'SERVICE' }, { parent: this });
    new AnomalySubscription(
      'loop-anomalies',
      {
        // Mail takes a summary a day; at once would need a topic (Cost Management, "Creating an AWS cost anomaly subscription").
        frequency: 'DAILY',
        monitorArnLists: [monitor.arn],
        subscribers: [{ type: 'EMAIL', address }],
        thresholdExpression: {
          dimension: { key: 'ANOMALY_TOTAL_IMPACT_ABSOLUTE', matchOptions: ['GREATER_THAN_OR_EQUAL'], values: [String(anomalyUsd)] },
        },
      },
      { parent: this },
    );
  }
}
