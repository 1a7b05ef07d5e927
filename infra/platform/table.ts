import { Table as DynamoTable } from '@pulumi/aws/dynamodb/table.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { Output } from '@pulumi/pulumi';
import { called, keeping, type Stack } from './stack.ts';
import { recoveryDays, tableLayout } from './table-plan.ts';

export interface TableArgs {
  readonly name: string;
  /** Tells of each change which item it was, and not what is in it. */
  readonly stream?: 'keys';
}

/**
 * One of the tables of decision 7. No throughput cap: it would turn members away to save money, and a budget of the account's own program
 * tells of money.
 */
export class Table extends ComponentResource {
  readonly tableName: Output<string>;
  readonly arn: Output<string>;
  /** Empty where there is no stream. */
  readonly streamArn: Output<string>;

  constructor(stack: Stack, { name: short, stream }: TableArgs, options?: ComponentResourceOptions) {
    const name = called(stack, short);
    super('loop:platform:Table', name, {}, options);
    const table = new DynamoTable(
      name,
      {
        ...tableLayout,
        pointInTimeRecovery: { enabled: true, recoveryPeriodInDays: recoveryDays },
        serverSideEncryption: { enabled: true, kmsKeyArn: stack.keyArn },
        deletionProtectionEnabled: stack.settings.protect,
        ...(stream === undefined ? {} : { streamEnabled: true, streamViewType: 'KEYS_ONLY' }),
      },
      { parent: this, ...keeping(stack) },
    );
    this.tableName = table.name;
    this.arn = table.arn;
    this.streamArn = table.streamArn;
    this.registerOutputs({ tableName: this.tableName, arn: this.arn, streamArn: this.streamArn });
  }
}
