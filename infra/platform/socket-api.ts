import { Api } from '@pulumi/aws/apigatewayv2/api.js';
import { Integration } from '@pulumi/aws/apigatewayv2/integration.js';
import { Route } from '@pulumi/aws/apigatewayv2/route.js';
import { Stage } from '@pulumi/aws/apigatewayv2/stage.js';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import { interpolate, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { accessLogsOf, formatOf, socketLogFields } from './access-logs.ts';
import type { LambdaFunction } from './function.ts';
import { allow, type Statement } from './policy.ts';
import {
  endpointOf,
  framesBurstMax,
  framesPerSecondMax,
  routeKeys,
  routeSelection,
  socketIntegrationMsMax,
  socketStage,
} from './socket-api-plan.ts';
import { called, type Stack } from './stack.ts';

/**
 * A WebSocket API without a route. It is made first, since functions have to know where windows are reached; `SocketRoutes` then leads to
 * one of them. It stands beside the distribution, which lets a connection through but keeps none of its ends: the ticket in the URL shows
 * who opens a window, and `Origin` from which page.
 */
export class SocketApi extends ComponentResource {
  readonly apiId: Output<string>;
  /** `wss://…/live`, for browsers. */
  readonly url: Output<string>;
  /** `https://…/live`, for whoever shows something in a window. */
  readonly endpoint: Output<string>;
  /** `arn:aws:execute-api:<region>:<account>:<id>`. */
  readonly executionArn: Output<string>;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:SocketApi', name, {}, options);
    const api = new Api(
      name,
      {
        protocolType: 'WEBSOCKET',
        routeSelectionExpression: routeSelection,
        description: `Open windows of Loop, stack ${stack.settings.stack}`,
      },
      { parent: this },
    );
    this.apiId = api.id;
    this.url = interpolate`${api.apiEndpoint}/${socketStage}`;
    this.endpoint = api.apiEndpoint.apply(endpointOf);
    this.executionArn = api.executionArn;
    this.registerOutputs({ apiId: this.apiId, url: this.url, endpoint: this.endpoint });
  }
}

/** To show something in windows and to close them (API Gateway, "Control access to your WebSocket API"). Who looks at one has no use here. */
export const socketRights = ({ executionArn }: Pick<SocketApi, 'executionArn'>): readonly Statement[] => [
  allow(
    ['execute-api:ManageConnections'],
    ['POST', 'DELETE'].map((method) => interpolate`${executionArn}/${socketStage}/${method}/@connections/*`),
  ),
];

export interface SocketRoutesArgs {
  readonly name: string;
  readonly api: SocketApi;
  readonly to: Pick<LambdaFunction, 'functionName' | 'invokeArn'>;
}

/** Every connection, frame and end, handed to one function. What that answers to a frame goes nowhere: it shows it in the window itself. */
export class SocketRoutes extends ComponentResource {
  readonly logGroupName: Output<string>;

  constructor(stack: Stack, { name: short, api, to }: SocketRoutesArgs, options?: ComponentResourceOptions) {
    const name = called(stack, short);
    super('loop:platform:SocketRoutes', name, {}, options);
    const { apiId } = api;
    const of = { parent: this };
    const permission = new Permission(
      name,
      {
        action: 'lambda:InvokeFunction',
        function: to.functionName,
        principal: 'apigateway.amazonaws.com',
        sourceArn: interpolate`${api.executionArn}/${socketStage}/*`,
      },
      of,
    );
    const integration = new Integration(
      name,
      {
        apiId,
        integrationType: 'AWS_PROXY',
        integrationMethod: 'POST',
        integrationUri: to.invokeArn,
        timeoutMilliseconds: socketIntegrationMsMax,
      },
      of,
    );
    const target = interpolate`integrations/${integration.id}`;
    const routes = routeKeys.map((routeKey) => new Route(`${name}-${routeKey.slice(1)}`, { apiId, routeKey, target }, of));
    const logs = accessLogsOf(stack, short, this);
    new Stage(
      name,
      {
        apiId,
        name: socketStage,
        autoDeploy: true,
        defaultRouteSettings: {
          throttlingRateLimit: framesPerSecondMax,
          throttlingBurstLimit: framesBurstMax,
          // What it would write by itself of each call: the URL with its ticket, and the frames.
          loggingLevel: 'OFF',
          dataTraceEnabled: false,
        },
        accessLogSettings: { destinationArn: logs.arn, format: formatOf(socketLogFields) },
      },
      // A WebSocket API is deployed with the routes that it has at that moment.
      { ...of, dependsOn: [...routes, permission] },
    );
    this.logGroupName = logs.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}
