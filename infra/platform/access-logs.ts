import { LogGroup } from '@pulumi/aws/cloudwatch/logGroup.js';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { called, type Stack } from './stack.ts';

/**
 * What is written of each request: how it went, and under which id the function's own log tells of it. Neither path nor query, which hold
 * links that sign people in, nor address or browser, which tell who somebody is (names: API Gateway, "Logging variables for HTTP APIs").
 */
export const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  httpMethod: '$context.httpMethod',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  /** Milliseconds, of all of it. */
  responseLatency: '$context.responseLatency',
  /** Milliseconds, of the function. */
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  /** Which of API Gateway's own answers it was, for example a refusal of too many requests. */
  errorType: '$context.error.responseType',
} as const;

/**
 * The same of a WebSocket: of each connection, frame and end. The query holds the ticket that opens a connection, and is left out as
 * everything else is that tells who it was (names: API Gateway, "Configure logging for WebSocket APIs").
 */
export const socketLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  connectionId: '$context.connectionId',
  routeKey: '$context.routeKey',
  status: '$context.status',
  integrationLatency: '$context.integrationLatency',
  /** Of the function's own answer. */
  integrationStatus: '$context.integration.status',
  errorType: '$context.error.responseType',
} as const;

/** One line of JSON. */
export const formatOf = (fields: Readonly<Record<string, string>>): string => JSON.stringify(fields);

/**
 * Under this prefix API Gateway needs no line of its own in the account's policy for log delivery, which has 5,120 characters for all
 * (CloudWatch Logs, "Enable logging from AWS services"). Logs of WebSockets are written with the account's role (infra/account/api-logs.ts).
 */
export const accessLogsOf = (stack: Stack, name: string, parent: ComponentResource): LogGroup =>
  new LogGroup(
    called(stack, `${name}-access`),
    {
      name: `/aws/vendedlogs/${called(stack, name)}`,
      retentionInDays: stack.settings.logRetentionDays,
      kmsKeyId: stack.keyArn,
    },
    { parent },
  );
