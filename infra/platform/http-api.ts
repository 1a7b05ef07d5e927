import { Api } from '@pulumi/aws/apigatewayv2/api.js';
import { Integration } from '@pulumi/aws/apigatewayv2/integration.js';
import { Route } from '@pulumi/aws/apigatewayv2/route.js';
import { Stage } from '@pulumi/aws/apigatewayv2/stage.js';
import { Permission } from '@pulumi/aws/lambda/permission.js';
import { type Input, interpolate, type Output } from '@pulumi/pulumi';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { accessLogFields, accessLogsOf, formatOf } from './access-logs.ts';
import { called, type Stack } from './stack.ts';

/**
 * An HTTP API without a route. It is made first, since the distribution needs its endpoint, and the function behind it the distribution's
 * name; `HttpRoute` then leads to that function. Its endpoint stays open (it is the distribution's origin): whoever calls it directly
 * lacks the secret header, and is refused by the function. No CORS: pages and API are of one origin.
 */
export class HttpApi extends ComponentResource {
  readonly apiId: Output<string>;
  /** `https://<id>.execute-api.<region>.amazonaws.com`, without a path. */
  readonly endpoint: Output<string>;
  /** `arn:aws:execute-api:<region>:<account>:<id>`. */
  readonly executionArn: Output<string>;

  constructor(stack: Stack, args: { readonly name: string }, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:HttpApi', name, {}, options);
    const api = new Api(name, { protocolType: 'HTTP', description: `Pages of Loop, stack ${stack.settings.stack}` }, { parent: this });
    this.apiId = api.id;
    this.endpoint = api.apiEndpoint;
    this.executionArn = api.executionArn;
    this.registerOutputs({ apiId: this.apiId, endpoint: this.endpoint, executionArn: this.executionArn });
  }
}

/** What every request of an API is handed to. */
export interface Served {
  readonly functionName: Input<string>;
  readonly functionArn: Input<string>;
}

export interface HttpRouteArgs {
  readonly name: string;
  readonly api: HttpApi;
  readonly to: Served;
}

/** An HTTP API waits no longer for a function (API Gateway, "Quotas for configuring and running an HTTP API"); it cannot be raised. */
export const integrationMsMax = 30_000;
/**
 * Requests a second that reach the function, and how many at once: far more than a community of 5,000 makes in the minutes after its
 * mails, far less than the account's limit (10,000 a second), which everything in the region shares.
 */
export const requestsPerSecondMax = 100;
export const requestsBurstMax = 200;

/** Everything that an API is asked, handed to one function: the function knows its own paths. */
export class HttpRoute extends ComponentResource {
  readonly logGroupName: Output<string>;

  constructor(stack: Stack, args: HttpRouteArgs, options?: ComponentResourceOptions) {
    const name = called(stack, args.name);
    super('loop:platform:HttpRoute', name, {}, options);
    const { api, to } = args;
    const { apiId } = api;
    const child = { parent: this };
    const permission = new Permission(
      name,
      {
        action: 'lambda:InvokeFunction',
        function: to.functionName,
        principal: 'apigateway.amazonaws.com',
        sourceArn: interpolate`${api.executionArn}/*/*`,
      },
      child,
    );
    const integration = new Integration(
      name,
      {
        apiId,
        integrationType: 'AWS_PROXY',
        integrationUri: to.functionArn,
        payloadFormatVersion: '2.0',
        timeoutMilliseconds: integrationMsMax,
      },
      child,
    );
    const route = new Route(name, { apiId, routeKey: '$default', target: interpolate`integrations/${integration.id}` }, child);
    const logs = accessLogsOf(stack, args.name, this);
    new Stage(
      name,
      {
        apiId,
        name: '$default',
        autoDeploy: true,
        defaultRouteSettings: { throttlingRateLimit: requestsPerSecondMax, throttlingBurstLimit: requestsBurstMax },
        accessLogSettings: { destinationArn: logs.arn, format: formatOf(accessLogFields) },
      },
      // It answers from the first request on.
      { ...child, dependsOn: [route, permission] },
    );
    this.logGroupName = logs.name;
    this.registerOutputs({ logGroupName: this.logGroupName });
  }
}
