import {
  CreateApiCommand,
  CreateIntegrationCommand,
  CreateRouteCommand,
  CreateStageCommand,
  DeleteApiCommand,
  DeleteIntegrationCommand,
  DeleteRouteCommand,
  DeleteStageCommand,
  UpdateApiCommand,
  UpdateIntegrationCommand,
  UpdateRouteCommand,
  UpdateStageCommand,
  type IntegrationType,
  type ProtocolType,
} from '@aws-sdk/client-apigatewayv2';
import type { ApiArgs } from '@pulumi/aws/apigatewayv2/api.js';
import type { IntegrationArgs } from '@pulumi/aws/apigatewayv2/integration.js';
import type { RouteArgs } from '@pulumi/aws/apigatewayv2/route.js';
import type { StageArgs } from '@pulumi/aws/apigatewayv2/stage.js';
import type { Unwrap } from '@pulumi/pulumi';
import { randomBytes } from 'node:crypto';
import { answered, arn, kindOf, unlessGone, type Kind, type Place } from '../kind.ts';

const anId = (): string => randomBytes(5).toString('hex');

const integrationOf = (inputs: Unwrap<IntegrationArgs>) => ({
  ApiId: inputs.apiId,
  IntegrationType: inputs.integrationType as IntegrationType,
  IntegrationUri: inputs.integrationUri,
  PayloadFormatVersion: inputs.payloadFormatVersion,
  TimeoutInMillis: inputs.timeoutMilliseconds,
  IntegrationMethod: inputs.integrationMethod,
});

/**
 * Of an HTTP API what it answers is a name that leads nowhere on this machine; AWS's own is what the program is to see, as a distribution
 * stands before it. Windows are reached with nothing between, so of a WebSocket API it is where the emulator has it.
 */
const outputsOf = (id: string, { protocolType }: Unwrap<ApiArgs>, { region, account, url }: Place & { readonly url?: string }) => ({
  apiEndpoint:
    protocolType === 'WEBSOCKET' && url !== undefined
      ? `${url.replace(/^http/, 'ws')}/_aws/execute-api/${id}`
      : `${protocolType === 'WEBSOCKET' ? 'wss' : 'https'}://${id}.execute-api.${region}.amazonaws.com`,
  executionArn: arn('execute-api', { region, account }, id),
  arn: `arn:aws:apigateway:${region}::/apis/${id}`,
});

const stageOf = (inputs: Unwrap<StageArgs> & { readonly name: string }) => ({
  ApiId: inputs.apiId,
  StageName: inputs.name,
  AutoDeploy: inputs.autoDeploy,
});

export const apiKinds: readonly Kind[] = [
  kindOf<ApiArgs, 'name'>({
    type: 'aws:apigatewayv2/api:Api',
    naming: { property: 'name', max: 128 },
    replaces: ['protocolType'],
    madeUp: (inputs, place) => {
      const id = anId();
      return { id, outputs: outputsOf(id, inputs, place) };
    },
    making: {
      create: async (inputs, { apis, region, url }) => {
        const { ApiId } = await apis.send(
          new CreateApiCommand({
            Name: inputs.name,
            ProtocolType: inputs.protocolType as ProtocolType,
            RouteSelectionExpression: inputs.routeSelectionExpression,
            Description: inputs.description,
          }),
        );
        const id = answered(ApiId);
        return { id, outputs: outputsOf(id, inputs, { region, account: '000000000000', url }) };
      },
      update: async ({ id, inputs }, { apis }) => {
        await apis.send(new UpdateApiCommand({ ApiId: id, Name: inputs.name, Description: inputs.description }));
        return {};
      },
      remove: ({ id }, { apis }) => unlessGone(apis.send(new DeleteApiCommand({ ApiId: id }))),
    },
  }),
  kindOf<IntegrationArgs>({
    type: 'aws:apigatewayv2/integration:Integration',
    replaces: ['apiId', 'integrationType'],
    madeUp: () => ({ id: anId(), outputs: {} }),
    making: {
      create: async (inputs, { apis }) => ({
        id: answered((await apis.send(new CreateIntegrationCommand(integrationOf(inputs)))).IntegrationId),
      }),
      update: async ({ id, inputs }, { apis }) => {
        await apis.send(new UpdateIntegrationCommand({ IntegrationId: id, ...integrationOf(inputs) }));
        return {};
      },
      remove: ({ id, inputs }, { apis }) => unlessGone(apis.send(new DeleteIntegrationCommand({ ApiId: inputs.apiId, IntegrationId: id }))),
    },
  }),
  kindOf<RouteArgs>({
    type: 'aws:apigatewayv2/route:Route',
    replaces: ['apiId'],
    madeUp: () => ({ id: anId(), outputs: {} }),
    making: {
      create: async ({ apiId, routeKey, target }, { apis }) => ({
        id: answered((await apis.send(new CreateRouteCommand({ ApiId: apiId, RouteKey: routeKey, Target: target }))).RouteId),
      }),
      update: async ({ id, inputs: { apiId, routeKey, target } }, { apis }) => {
        await apis.send(new UpdateRouteCommand({ ApiId: apiId, RouteId: id, RouteKey: routeKey, Target: target }));
        return {};
      },
      remove: ({ id, inputs }, { apis }) => unlessGone(apis.send(new DeleteRouteCommand({ ApiId: inputs.apiId, RouteId: id }))),
    },
  }),
  kindOf<StageArgs, 'name'>({
    type: 'aws:apigatewayv2/stage:Stage',
    naming: { property: 'name', max: 128 },
    replaces: ['apiId', 'name'],
    madeUp: ({ name }) => ({ id: name, outputs: {} }),
    making: {
      create: async (inputs, { apis }) => {
        await apis.send(new CreateStageCommand(stageOf(inputs)));
        return {};
      },
      update: async ({ inputs }, { apis }) => {
        await apis.send(new UpdateStageCommand(stageOf(inputs)));
        return {};
      },
      remove: ({ inputs }, { apis }) => unlessGone(apis.send(new DeleteStageCommand({ ApiId: inputs.apiId, StageName: inputs.name }))),
    },
  }),
];
