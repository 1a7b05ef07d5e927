/** What AWS would answer, so far as the program reads it: ids, ARNs and addresses made of the logical name. */
export const account = '000000000000';
export const region = 'eu-central-1';

interface Asked {
  readonly type: string;
  readonly name: string;
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly id?: string | undefined;
}

/** The state of a resource after it was made: what it was given, and what AWS adds. */
export const stateOf = ({ type, name, inputs, id }: Asked): { readonly id: string; readonly state: Record<string, unknown> } => {
  const [, service = '', kind = ''] = /^aws:([^/:]+).*:([^:]+)$/.exec(type) ?? [];
  const physical = textOf(inputs['name']) ?? textOf(inputs['bucket']) ?? textOf(inputs['secretId']) ?? `${name}-1234567`;
  const arn = arnOf(service, kind, physical);
  // Where it is not read but made, it is asked for with an empty id.
  return {
    id: id !== undefined && id !== '' ? id : idOf(type, { physical, arn }),
    state: { arn, name: physical, ...inputs, ...added(type, { physical, arn, inputs }) },
  };
};

const textOf = (value: unknown): string | undefined => (typeof value === 'string' ? value : undefined);

const regional = (service: string, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

const arnOf = (service: string, kind: string, physical: string): string => {
  switch (kind) {
    case 'Table':
      return regional('dynamodb', `table/${physical}`);
    case 'Function':
      return regional('lambda', `function:${physical}`);
    case 'Role':
      return `arn:aws:iam::${account}:role/${physical}`;
    case 'Queue':
    case 'Topic':
      return regional(service, physical);
    case 'LogGroup':
      return regional('logs', `log-group:${physical}`);
    case 'Parameter':
      return regional('ssm', `parameter${physical}`);
    case 'Secret':
      return regional('secretsmanager', `secret:${physical}-AbCdEf`);
    case 'Bucket':
      return `arn:aws:s3:::${physical}`;
    case 'Cluster':
      return regional('ecs', `cluster/${physical}`);
    case 'TaskDefinition':
      return regional('ecs', `task-definition/${physical}:1`);
    case 'Distribution':
      return `arn:aws:cloudfront::${account}:distribution/${physical}`;
    case 'MetricAlarm':
    case 'CompositeAlarm':
      return regional('cloudwatch', `alarm:${physical}`);
    default:
      return regional(service === '' ? 'other' : service, `${kind}/${physical}`);
  }
};

interface Made {
  readonly physical: string;
  readonly arn: string;
  readonly inputs: Asked['inputs'];
}

/** Some ids are URLs or ARNs, as the provider has them. */
const idOf = (type: string, { physical, arn }: Omit<Made, 'inputs'>): string => {
  if (type.endsWith(':Queue')) return `https://sqs.${region}.amazonaws.com/${account}/${physical}`;
  return /:(Topic|Secret|Policy)$/.test(type) ? arn : physical;
};

const added = (type: string, { physical, arn, inputs }: Made): Readonly<Record<string, unknown>> => {
  switch (type.split(':').at(-1) ?? '') {
    case 'Table':
      return { streamArn: `${arn}/stream/2026-01-01T00:00:00.000` };
    case 'Function':
      return { invokeArn: `arn:aws:apigateway:${region}:lambda:path/2015-03-31/functions/${arn}/invocations` };
    case 'Queue':
      return { url: idOf(type, { physical, arn }) };
    case 'Api':
      return {
        apiEndpoint: `${inputs['protocolType'] === 'WEBSOCKET' ? 'wss' : 'https'}://${physical}.execute-api.${region}.amazonaws.com`,
        executionArn: `arn:aws:execute-api:${region}:${account}:${physical}`,
      };
    case 'Distribution':
      return { domainName: 'd111111abcdef8.cloudfront.net', hostedZoneId: 'Z2FDTNDATAQYW2' };
    case 'Bucket':
      return { bucket: physical, bucketRegionalDomainName: `${physical}.s3.${region}.amazonaws.com` };
    case 'Key':
      return { keyId: physical };
    case 'EmailIdentity':
      return { dkimSigningAttributes: { tokens: ['one', 'two', 'three'] } };
    case 'OpenIdConnectProvider':
      return { arn: `arn:aws:iam::${account}:oidc-provider/token.actions.githubusercontent.com` };
    case 'TaskDefinition':
      return { arnWithoutRevision: arn.replace(/:1$/, ''), family: physical };
    case 'Certificate':
      return {
        domainValidationOptions: [
          { resourceRecordName: '_x.circle.example.com', resourceRecordType: 'CNAME', resourceRecordValue: '_y.acm-validations.aws' },
        ],
      };
    case 'Record':
      return { fqdn: '_x.circle.example.com' };
    case 'Vpc':
      return { vpcId: 'vpc-0123456789abcdef0', publicSubnetIds: ['subnet-0a', 'subnet-0b'], privateSubnetIds: [], isolatedSubnetIds: [] };
    default:
      return {};
  }
};

/** What the provider is asked; a question that nothing is made up for is an error. */
export const invokeOf = (token: string, inputs: Readonly<Record<string, unknown>>): Record<string, unknown> => {
  switch (token) {
    case 'aws:index/getCallerIdentity:getCallerIdentity':
      return { accountId: account, arn: `arn:aws:iam::${account}:user/test`, userId: 'AIDATEST', id: account };
    case 'aws:index/getPartition:getPartition':
      return { partition: 'aws', dnsSuffix: 'amazonaws.com', id: 'aws', reverseDnsPrefix: 'com.amazonaws' };
    case 'aws:index/getRegion:getRegion':
      return { region, name: region, id: region };
    default:
      throw new Error(`nothing is made up for ${token} (${Object.keys(inputs).join(', ')})`);
  }
};
