import { EventSourceMapping } from '@pulumi/aws/lambda/eventSourceMapping.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import type { LambdaFunction } from './function.ts';
import { queueReading, streamReading, visibilityShortage } from './mappings-plan.ts';
import type { Queue } from './queue.ts';
import { called, type Stack } from './stack.ts';
import type { Table } from './table.ts';

export interface StreamMappingArgs {
  readonly name: string;
  /** Its role has `streamRights` of the table among its rights; what is given up goes to its dead letters. */
  readonly fn: Pick<LambdaFunction, 'arn' | 'deadLetters'>;
  readonly table: Pick<Table, 'streamArn'>;
  /**
   * Changes that are worth a call, as Lambda's filter patterns; five at most, and all changes where there is none. What does not fit is
   * never seen, so the function must be right without it.
   */
  readonly patterns?: readonly object[];
}

/**
 * A table's stream calls a function. The rights are in the role before this is made: the function waits for its policy, and this names the
 * function's ARN.
 */
export class StreamMapping extends ComponentResource {
  constructor(stack: Stack, { name: short, fn, table, patterns = [] }: StreamMappingArgs, options?: ComponentResourceOptions) {
    const name = called(stack, short);
    super('loop:platform:StreamMapping', name, {}, options);
    new EventSourceMapping(
      name,
      {
        functionName: fn.arn,
        eventSourceArn: table.streamArn,
        ...streamReading,
        functionResponseTypes: ['ReportBatchItemFailures'],
        destinationConfig: { onFailure: { destinationArn: fn.deadLetters.arn } },
        ...(patterns.length === 0 ? {} : { filterCriteria: { filters: patterns.map((each) => ({ pattern: JSON.stringify(each) })) } }),
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}

export interface QueueMappingArgs {
  readonly name: string;
  /** Its role has `receiveRights` of the queue among its rights. */
  readonly fn: Pick<LambdaFunction, 'arn' | 'timeoutSeconds'>;
  readonly queue: Pick<Queue, 'arn' | 'visibilitySeconds'>;
  /** Messages of one call; fewer than `queueReading` says where one takes long. */
  readonly batchSize?: number;
  /** So many batches at a time, 2 to 1,000; it keeps a flood from taking the account's functions from the pages. */
  readonly concurrencyMax?: number;
}

/**
 * A queue's messages call a function. What fails goes back to the queue, one by one, and from there to its dead letters. It has no filter:
 * what does not fit one is deleted.
 */
export class QueueMapping extends ComponentResource {
  constructor(
    stack: Stack,
    { name: short, fn, queue, batchSize, concurrencyMax = 2 }: QueueMappingArgs,
    options?: ComponentResourceOptions,
  ) {
    const name = called(stack, short);
    super('loop:platform:QueueMapping', name, {}, options);
    const shortage = visibilityShortage(queue.visibilitySeconds, fn.timeoutSeconds);
    if (shortage !== undefined) throw new Error(`${short}: ${shortage}`);
    new EventSourceMapping(
      name,
      {
        functionName: fn.arn,
        eventSourceArn: queue.arn,
        ...queueReading,
        ...(batchSize === undefined ? {} : { batchSize }),
        scalingConfig: { maximumConcurrency: concurrencyMax },
        functionResponseTypes: ['ReportBatchItemFailures'],
      },
      { parent: this },
    );
    this.registerOutputs();
  }
}
