import { interpolate } from '@pulumi/pulumi';
import { describe, expect, it } from 'vitest';
import { clientFrame } from '../../../adapters/http/contract.ts';
import { perMinuteMax } from '../../../domain/relay/chat/limits.ts';
import { socketLogFields } from '../../../infra/platform/access-logs.ts';
import { SocketApi, socketRights, SocketRoutes } from '../../../infra/platform/socket-api.ts';
import { endpointOf, framesPerSecondMax, routeSelection, socketIntegrationMsMax } from '../../../infra/platform/socket-api-plan.ts';
import { capture, type Captures } from '../support/capture.ts';
import { allowedIn } from '../support/policy-in.ts';
import { roleWith } from '../support/rights.ts';
import { aStack } from '../support/stack.ts';

const functionArn = 'arn:aws:lambda:eu-central-1:000000000000:function:loop-dev-chat-socket';
const invokeArn = `arn:aws:apigateway:eu-central-1:lambda:path/2015-03-31/functions/${functionArn}/invocations`;

const captured = (given: Readonly<Record<string, string>> = {}): Promise<Captures & { readonly told: Told }> => {
  const told: Told = { url: '', endpoint: '' };
  return capture(() => {
    const stack = aStack(given);
    const api = new SocketApi(stack, { name: 'chat' });
    api.url.apply((url) => (told.url = url));
    api.endpoint.apply((endpoint) => (told.endpoint = endpoint));
    const to = { functionName: interpolate`loop-dev-chat-socket`, invokeArn: interpolate`${invokeArn}` };
    new SocketRoutes(stack, { name: 'chat', api, to });
    roleWith(socketRights(api));
  }).then((captures) => ({ ...captures, told }));
};
interface Told {
  url: string;
  endpoint: string;
}

const stage = 'aws:apigatewayv2/stage:Stage';
const settingsOf = ({ one }: Captures) =>
  one(stage).inputs as {
    readonly accessLogSettings: { readonly format: string; readonly destinationArn: string };
    readonly defaultRouteSettings: Readonly<Record<string, unknown>>;
  };

describe('the WebSocket API', () => {
  it('hands every connection, frame and end to one function, for as long as it waits', async () => {
    const { of, one } = await captured();
    expect(of('aws:apigatewayv2/route:Route').map(({ inputs }) => [inputs['routeKey'], inputs['target']])).toEqual([
      ['$connect', 'integrations/loop-dev-chat-1234567'],
      ['$disconnect', 'integrations/loop-dev-chat-1234567'],
      ['$default', 'integrations/loop-dev-chat-1234567'],
    ]);
    // Of a WebSocket it has to be the address by which API Gateway calls, and not the function's own.
    expect(one('aws:apigatewayv2/integration:Integration').inputs).toMatchObject({
      integrationType: 'AWS_PROXY',
      integrationUri: invokeArn,
      timeoutMilliseconds: socketIntegrationMsMax,
    });
  });

  it('tells frames apart by the word that each begins with', async () => {
    const { one } = await captured();
    expect(one('aws:apigatewayv2/api:Api').inputs).toMatchObject({ protocolType: 'WEBSOCKET', routeSelectionExpression: routeSelection });
    const word = routeSelection.split('.').at(-1);
    for (const { shape } of clientFrame.options) expect(Object.keys(shape)).toContain(word);
  });

  it('is reached by browsers and by functions at one stage', async () => {
    const { told, one } = await captured();
    const host = 'loop-dev-chat-1234567.execute-api.eu-central-1.amazonaws.com';
    expect(told).toEqual({ url: `wss://${host}/live`, endpoint: `https://${host}/live` });
    expect(one(stage).inputs['name']).toBe('live');
    expect(endpointOf('ws://127.0.0.1:4566/_aws/execute-api/a')).toBe('http://127.0.0.1:4566/_aws/execute-api/a/live');
  });

  it('may call the function from its stage alone', async () => {
    const { one } = await captured();
    expect(one('aws:lambda/permission:Permission').inputs).toMatchObject({
      function: 'loop-dev-chat-socket',
      principal: 'apigateway.amazonaws.com',
      sourceArn: 'arn:aws:execute-api:eu-central-1:000000000000:loop-dev-chat-1234567/live/*',
    });
  });

  it('is deployed with its routes, and takes so much at a time', async () => {
    const captures = await captured();
    const { of, one } = captures;
    const routes = of('aws:apigatewayv2/route:Route').map(({ urn }) => urn);
    expect(one(stage).dependencies).toEqual(expect.arrayContaining([...routes, one('aws:lambda/permission:Permission').urn]));
    expect(settingsOf(captures).defaultRouteSettings).toMatchObject({ throttlingRateLimit: framesPerSecondMax, throttlingBurstLimit: 500 });
    // A hundred people who write as fast as they may, and the marks that answer them.
    expect(framesPerSecondMax).toBeGreaterThanOrEqual((100 * perMinuteMax * 2) / 60);
  });

  it('writes which window, route and status, and neither the ticket of a URL nor a word of a frame', async () => {
    const settings = settingsOf(await captured());
    expect(JSON.parse(settings.accessLogSettings.format)).toEqual(socketLogFields);
    expect(Object.keys(socketLogFields)).toEqual(expect.arrayContaining(['connectionId', 'routeKey', 'status', 'requestId']));
    expect(settings.accessLogSettings.format).not.toMatch(
      /path|query|sourceIp|userAgent|identity|authorizer|domainName|message|header|body/i,
    );
    expect(settings.defaultRouteSettings).toMatchObject({ loggingLevel: 'OFF', dataTraceEnabled: false });
  });

  it('writes what the function answered, and not that Lambda called it', async () => {
    const { format } = settingsOf(await captured()).accessLogSettings;
    // Of a WebSocket, `$context.integrationStatus` is nothing, and `$context.integration.integrationStatus` is Lambda's own word.
    expect(JSON.parse(format)).toMatchObject({ integrationStatus: '$context.integration.status' });
  });

  it('keeps its lines for as long as the stack says, under the key of the stack', async () => {
    const captures = await captured({ logRetentionDays: '90' });
    const group = captures.one('aws:cloudwatch/logGroup:LogGroup');
    expect(group.inputs).toMatchObject({ name: '/aws/vendedlogs/loop-dev-chat', retentionInDays: 90 });
    expect(group.inputs['kmsKeyId']).toMatch(/^arn:aws:kms:/);
    expect(settingsOf(captures).accessLogSettings.destinationArn).toContain(':log-group:/aws/vendedlogs/loop-dev-chat');
  });

  it('lets who shows something in windows show and close, and not look who is there', async () => {
    const { one } = await captured();
    const windows = 'arn:aws:execute-api:eu-central-1:000000000000:loop-dev-chat-1234567/live';
    expect(allowedIn(one('aws:iam/rolePolicy:RolePolicy').inputs['policy'])).toEqual([
      `execute-api:ManageConnections on ${windows}/DELETE/@connections/*`,
      `execute-api:ManageConnections on ${windows}/POST/@connections/*`,
    ]);
  });
});
