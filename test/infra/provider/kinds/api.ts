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
import { answered, arn, kindOf, unlessGone, type Kind } from '../kind.ts';

const anId = (): string => randomBytes(5).toString('hex');

const integrationOf = (inputs: Unwrap<IntegrationArgs>) => ({
  ApiId: inputs.apiId,
  IntegrationType: inputs.integrationType as IntegrationType,
  IntegrationUri: inputs.integrationUri,
  PayloadFormatVersion: inputs.payloadFormatVersion,
  TimeoutInMillis: inputs.timeoutMilliseconds,
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
    madeUp: (_inputs, place) => {
      const id = anId();
      return {
        id,
        outputs: {
          apiEndpoint: `https://${id}.execute-api.${place.region}.amazonaws.com`,
          executionArn: arn('execute-api', place, id),
          arn: `arn:aws:apigateway:${place.region}::/apis/${id}`,
        },
      };
    },
    making: {
      create: async (inputs, { apis, region }) => {
        const { ApiId } = await apis.send(
          new CreateApiCommand({ Name: inputs.name, ProtocolType: inputs.protocolType as ProtocolType, Description: inputs.description }),
        );
        const id = answered(ApiId);
        // What it answers is a name that leads nowhere on this machine; AWS's own is what the program is to see.
        return {
          id,
          outputs: {
            apiEndpoint: `https://${id}.execute-api.${region}.amazonaws.com`,
            executionArn: arn('execute-api', { region, account: '000000000000' }, id),
            arn: `arn:aws:apigateway:${region}::/apis/${id}`,
          },
        };
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
