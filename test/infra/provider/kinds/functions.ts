import {
  AddPermissionCommand,
  CreateEventSourceMappingCommand,
  CreateFunctionCommand,
  DeleteEventSourceMappingCommand,
  DeleteFunctionCommand,
  DeleteFunctionEventInvokeConfigCommand,
  PutFunctionEventInvokeConfigCommand,
  RemovePermissionCommand,
  UpdateEventSourceMappingCommand,
  UpdateFunctionCodeCommand,
  UpdateFunctionConfigurationCommand,
  type Architecture,
  type EventSourcePosition,
  type FunctionResponseType,
  type Runtime,
  type TracingMode,
} from '@aws-sdk/client-lambda';
import type { EventSourceMappingArgs } from '@pulumi/aws/lambda/eventSourceMapping.js';
import type { FunctionArgs } from '@pulumi/aws/lambda/function.js';
import type { FunctionEventInvokeConfigArgs } from '@pulumi/aws/lambda/functionEventInvokeConfig.js';
import type { PermissionArgs } from '@pulumi/aws/lambda/permission.js';
import type { Unwrap } from '@pulumi/pulumi';
import { randomUUID } from 'node:crypto';
import { canonical } from '../../support/engine-values.ts';
import { answered, arn, kindOf, unlessGone, type Kind, type Place } from '../kind.ts';
import { zipOf } from '../zip.ts';

type FunctionInputs = Unwrap<FunctionArgs> & { readonly name: string };
type MappingInputs = Unwrap<EventSourceMappingArgs>;

const settingsOf = (inputs: FunctionInputs) => ({
  FunctionName: inputs.name,
  Role: inputs.role,
  Handler: inputs.handler,
  Runtime: inputs.runtime as Runtime,
  Timeout: inputs.timeout,
  MemorySize: inputs.memorySize,
  Environment: { Variables: inputs.environment?.variables ?? {} },
  KMSKeyArn: inputs.kmsKeyArn,
  TracingConfig: inputs.tracingConfig === undefined ? undefined : { Mode: inputs.tracingConfig.mode as TracingMode },
  LoggingConfig: inputs.loggingConfig === undefined ? undefined : { LogGroup: inputs.loggingConfig.logGroup, LogFormat: 'Text' as const },
});

const outputsOf = (own: string, { region }: Place) => ({
  arn: own,
  qualifiedArn: `${own}:$LATEST`,
  version: '$LATEST',
  invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${own}/invocations`,
});

const mappingOf = (inputs: MappingInputs) => ({
  FunctionName: inputs.functionName,
  Enabled: inputs.enabled,
  BatchSize: inputs.batchSize,
  MaximumBatchingWindowInSeconds: inputs.maximumBatchingWindowInSeconds,
  MaximumRetryAttempts: inputs.maximumRetryAttempts,
  MaximumRecordAgeInSeconds: inputs.maximumRecordAgeInSeconds,
  BisectBatchOnFunctionError: inputs.bisectBatchOnFunctionError,
  ParallelizationFactor: inputs.parallelizationFactor,
  FunctionResponseTypes: inputs.functionResponseTypes as FunctionResponseType[] | undefined,
  FilterCriteria:
    inputs.filterCriteria === undefined
      ? undefined
      : { Filters: inputs.filterCriteria.filters?.map(({ pattern }) => ({ Pattern: pattern })) },
  ScalingConfig: inputs.scalingConfig === undefined ? undefined : { MaximumConcurrency: inputs.scalingConfig.maximumConcurrency },
  DestinationConfig:
    inputs.destinationConfig?.onFailure === undefined
      ? undefined
      : { OnFailure: { Destination: inputs.destinationConfig.onFailure.destinationArn } },
});

const invokeOf = (inputs: Unwrap<FunctionEventInvokeConfigArgs>) =>
  new PutFunctionEventInvokeConfigCommand({
    FunctionName: inputs.functionName,
    MaximumRetryAttempts: inputs.maximumRetryAttempts,
    MaximumEventAgeInSeconds: inputs.maximumEventAgeInSeconds,
    DestinationConfig: { OnFailure: { Destination: inputs.destinationConfig?.onFailure?.destination } },
  });

export const functionKinds: readonly Kind[] = [
  kindOf<FunctionArgs, 'name'>({
    type: 'aws:lambda/function:Function',
    naming: { property: 'name', max: 64 },
    replaces: ['name', 'packageType'],
    madeUp: ({ name }, place) => ({ id: name, outputs: outputsOf(arn('lambda', place, `function:${name}`), place) }),
    making: {
      create: async (inputs, { lambda }) => {
        const { FunctionArn } = await lambda.send(
          new CreateFunctionCommand({
            ...settingsOf(inputs),
            Code: { ZipFile: zipOf(inputs.code) },
            Architectures: inputs.architectures as Architecture[] | undefined,
            Tags: inputs.tags,
          }),
        );
        return { id: inputs.name, outputs: { arn: answered(FunctionArn) } };
      },
      update: async ({ id, inputs, was }, { lambda }) => {
        if (canonical(inputs.code) !== canonical(was.code))
          await lambda.send(new UpdateFunctionCodeCommand({ FunctionName: id, ZipFile: zipOf(inputs.code) }));
        await lambda.send(new UpdateFunctionConfigurationCommand(settingsOf(inputs)));
        return {};
      },
      remove: ({ id }, { lambda }) => unlessGone(lambda.send(new DeleteFunctionCommand({ FunctionName: id }))),
    },
  }),
  kindOf<EventSourceMappingArgs>({
    type: 'aws:lambda/eventSourceMapping:EventSourceMapping',
    replaces: ['eventSourceArn', 'startingPosition', 'startingPositionTimestamp'],
    madeUp: (_inputs, place) => {
      const uuid = randomUUID();
      return { id: uuid, outputs: { uuid, arn: arn('lambda', place, `event-source-mapping:${uuid}`) } };
    },
    making: {
      create: async (inputs, { lambda }) => {
        const { UUID } = await lambda.send(
          new CreateEventSourceMappingCommand({
            ...mappingOf(inputs),
            EventSourceArn: inputs.eventSourceArn,
            StartingPosition: inputs.startingPosition as EventSourcePosition | undefined,
          }),
        );
        return { id: answered(UUID), outputs: { uuid: UUID } };
      },
      update: async ({ id, inputs }, { lambda }) => {
        await lambda.send(new UpdateEventSourceMappingCommand({ UUID: id, ...mappingOf(inputs) }));
        return {};
      },
      remove: ({ id }, { lambda }) => unlessGone(lambda.send(new DeleteEventSourceMappingCommand({ UUID: id }))),
    },
  }),
  kindOf<PermissionArgs, 'statementId'>({
    type: 'aws:lambda/permission:Permission',
    naming: { property: 'statementId', max: 100 },
    replaces: ['action', 'function', 'principal', 'sourceArn', 'sourceAccount', 'statementId', 'qualifier'],
    madeUp: ({ statementId }) => ({ id: statementId, outputs: {} }),
    making: {
      create: async (inputs, { lambda }) => {
        await lambda.send(
          new AddPermissionCommand({
            FunctionName: inputs.function as string,
            StatementId: inputs.statementId,
            Action: inputs.action,
            Principal: inputs.principal,
            SourceArn: inputs.sourceArn,
            SourceAccount: inputs.sourceAccount,
          }),
        );
        return {};
      },
      remove: ({ id, inputs }, { lambda }) =>
        unlessGone(lambda.send(new RemovePermissionCommand({ FunctionName: inputs.function as string, StatementId: id }))),
    },
  }),
  kindOf<FunctionEventInvokeConfigArgs>({
    type: 'aws:lambda/functionEventInvokeConfig:FunctionEventInvokeConfig',
    replaces: ['functionName', 'qualifier'],
    madeUp: ({ functionName }) => ({ id: functionName, outputs: {} }),
    making: {
      create: async (inputs, { lambda }) => {
        await lambda.send(invokeOf(inputs));
        return {};
      },
      update: async ({ inputs }, { lambda }) => {
        await lambda.send(invokeOf(inputs));
        return {};
      },
      remove: ({ id }, { lambda }) => unlessGone(lambda.send(new DeleteFunctionEventInvokeConfigCommand({ FunctionName: id }))),
    },
  }),
];
