import { describe, expect, it } from 'vitest';
import { accessLogFields } from '../../../infra/platform/access-logs.ts';
import { HttpApi, HttpRoute, integrationMsMax } from '../../../infra/platform/http-api.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const captured = (given: Readonly<Record<string, string>> = {}): Promise<Captures> =>
  capture(() => {
    const stack = aStack(given);
    const api = new HttpApi(stack, { name: 'api' });
    const to = { functionName: 'loop-dev-api', functionArn: 'arn:aws:lambda:eu-central-1:000000000000:function:loop-dev-api' };
    new HttpRoute(stack, { name: 'api', api, to });
  });

describe('the HTTP API', () => {
  it('hands every request to one function, in the format that the function reads, for as long as an HTTP API waits', async () => {
    const { one } = await captured();
    expect(one('aws:apigatewayv2/route:Route').inputs).toMatchObject({ routeKey: '$default', target: 'integrations/loop-dev-api-1234567' });
    expect(one('aws:apigatewayv2/integration:Integration').inputs).toMatchObject({
      integrationType: 'AWS_PROXY',
      payloadFormatVersion: '2.0',
      integrationUri: 'arn:aws:lambda:eu-central-1:000000000000:function:loop-dev-api',
      timeoutMilliseconds: integrationMsMax,
    });
  });

  it('is the only one that may call the function', async () => {
    const { one } = await captured();
    expect(one('aws:lambda/permission:Permission').inputs).toMatchObject({
      action: 'lambda:InvokeFunction',
      function: 'loop-dev-api',
      principal: 'apigateway.amazonaws.com',
      sourceArn: 'arn:aws:execute-api:eu-central-1:000000000000:loop-dev-api-1234567/*/*',
    });
  });

  it('limits what reaches the function, and answers only once it leads there', async () => {
    const { one } = await captured();
    const stage = one('aws:apigatewayv2/stage:Stage');
    expect(stage.inputs).toMatchObject({
      name: '$default',
      autoDeploy: true,
      defaultRouteSettings: { throttlingRateLimit: 100, throttlingBurstLimit: 200 },
    });
    expect(stage.dependencies).toEqual(
      expect.arrayContaining([one('aws:apigatewayv2/route:Route').urn, one('aws:lambda/permission:Permission').urn]),
    );
  });

  it('takes requests of its own pages alone: there is no CORS', async () => {
    const { one } = await captured();
    expect(Object.keys(one('aws:apigatewayv2/api:Api').inputs)).not.toContain('corsConfiguration');
  });

  it('writes lines that name no path, no query, no address and no browser', async () => {
    const { one } = await captured();
    const { accessLogSettings } = one('aws:apigatewayv2/stage:Stage').inputs as { accessLogSettings: { format: string } };
    expect(JSON.parse(accessLogSettings.format)).toEqual(accessLogFields);
    expect(Object.keys(accessLogFields)).toEqual(expect.arrayContaining(['routeKey', 'status', 'responseLatency', 'requestId']));
    // Names of API Gateway's variables that hold one of them, and messages, which may quote what they are about.
    expect(accessLogSettings.format).not.toMatch(/path|query|sourceIp|userAgent|identity|authorizer|domainName|message|header|body/i);
  });

  it('keeps its lines for as long as the stack says, under the key of the stack', async () => {
    const { one } = await captured({ logRetentionDays: '90' });
    const group = one('aws:cloudwatch/logGroup:LogGroup');
    expect(group.inputs).toMatchObject({ name: '/aws/vendedlogs/loop-dev-api', retentionInDays: 90 });
    expect(group.inputs['kmsKeyId']).toMatch(/^arn:aws:kms:/);
    const { accessLogSettings } = one('aws:apigatewayv2/stage:Stage').inputs as { accessLogSettings: { destinationArn: string } };
    expect(accessLogSettings.destinationArn).toBe('arn:aws:logs:eu-central-1:000000000000:log-group:/aws/vendedlogs/loop-dev-api');
  });
});
