import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { Cluster } from '../../../infra/platform/cluster.ts';
import { Network } from '../../../infra/platform/network.ts';
import { blocksIn, networkBlock, rangeOf } from '../../../infra/platform/network-plan.ts';
import { capture, type Captures } from '../support/capture.ts';
import { aStack } from '../support/stack.ts';

const keyArn = 'arn:aws:kms:eu-central-1:000000000000:key/00000000-0000-0000-0000-000000000000';
const policyIn = (inputs: Readonly<Record<string, unknown>>, field = 'policy'): unknown => JSON.parse(String(inputs[field])) as unknown;

describe('the network', () => {
  const captured = async () => capture(() => new Network(aStack(), { name: 'network' }));

  it('is two public subnets without a NAT gateway, and reaches tables and layers by gateways of its own', async () => {
    expect((await captured()).one('awsx:ec2:Vpc').inputs).toMatchObject({
      cidrBlock: '10.64.0.0/16',
      numberOfAvailabilityZones: 2,
      enableDnsHostnames: true,
      enableDnsSupport: true,
      natGateways: { strategy: 'None' },
      subnetStrategy: 'Auto',
      subnetSpecs: [{ type: 'Public', cidrBlocks: ['10.64.0.0/24', '10.64.1.0/24'], tags: { Project: 'loop', Env: 'dev' } }],
      vpcEndpointStrategy: 'Auto',
      vpcEndpointSpecs: [
        { serviceName: 'com.amazonaws.eu-central-1.s3', vpcEndpointType: 'Gateway' },
        { serviceName: 'com.amazonaws.eu-central-1.dynamodb', vpcEndpointType: 'Gateway' },
      ],
      tags: { Project: 'loop', Env: 'dev', CostCenter: 'loop' },
    });
  });

  it('lets nothing in, and out by https alone', async () => {
    const { of, one } = await captured();
    expect(one('aws:ec2/securityGroup:SecurityGroup').inputs).not.toHaveProperty('ingress');
    expect(one('aws:ec2/securityGroup:SecurityGroup').inputs).not.toHaveProperty('egress');
    expect(of('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule')).toEqual([]);
    expect(one('aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule').inputs).toMatchObject({
      securityGroupId: 'loop-dev-network-tasks-1234567',
      ipProtocol: 'tcp',
      fromPort: 443,
      toPort: 443,
      cidrIpv4: '0.0.0.0/0',
    });
    expect(one('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup').inputs).toEqual({
      vpcId: 'vpc-0123456789abcdef0',
      ingress: [],
      egress: [],
    });
  });

  it('writes down who spoke to whom, encrypted, and for as long as logs are kept', async () => {
    const { one } = await captured();
    expect(one('aws:cloudwatch/logGroup:LogGroup').inputs).toEqual({
      name: '/loop/dev/network',
      retentionInDays: 30,
      kmsKeyId: keyArn,
    });
    const logGroup = 'arn:aws:logs:eu-central-1:000000000000:log-group:/loop/dev/network';
    expect(one('aws:ec2/flowLog:FlowLog').inputs).toMatchObject({
      vpcId: 'vpc-0123456789abcdef0',
      trafficType: 'ALL',
      logDestination: logGroup,
    });
    expect(policyIn(one('aws:iam/rolePolicy:RolePolicy').inputs)).toMatchObject({
      Statement: [
        {
          Effect: 'Allow',
          Action: ['logs:CreateLogStream', 'logs:PutLogEvents', 'logs:DescribeLogStreams'],
          Resource: [logGroup, `${logGroup}:*`],
        },
        { Effect: 'Allow', Action: ['logs:DescribeLogGroups'], Resource: ['*'] },
      ],
    });
    expect(policyIn(one('aws:iam/role:Role').inputs, 'assumeRolePolicy')).toMatchObject({
      Statement: [
        {
          Principal: { Service: 'vpc-flow-logs.amazonaws.com' },
          Condition: {
            StringEquals: { 'aws:SourceAccount': '000000000000' },
            ArnLike: { 'aws:SourceArn': 'arn:aws:ec2:eu-central-1:000000000000:vpc-flow-log/*' },
          },
        },
      ],
    });
  });

  it('asks AWS nothing while it is written down', async () => {
    const previewed = await capture(() => new Network(aStack(), { name: 'network' }), { preview: true });
    const urnsIn = ({ resources }: Captures): readonly string[] => resources.map(({ urn }) => urn).sort();
    expect(urnsIn(previewed)).toEqual(urnsIn(await captured()));
  });
});

describe('blocks of addresses', () => {
  const mask = fc.integer({ min: 16, max: 28 });

  test.prop([mask, fc.integer({ min: 1, max: 16 })])('lie in the network, apart from each other, and are of one size', (each, count) => {
    fc.pre(count * 2 ** (32 - each) <= 2 ** 16);
    const network = rangeOf(networkBlock);
    const ranges = blocksIn(networkBlock, { mask: each, count }).map(rangeOf);
    expect(ranges).toHaveLength(count);
    expect(ranges.every(({ from, size }) => from % size === 0 && size === 2 ** (32 - each))).toBe(true);
    expect(ranges.every(({ from }, at) => at === 0 || from >= (ranges[at - 1]?.from ?? 0) + (ranges[at - 1]?.size ?? 0))).toBe(true);
    expect(ranges.every(({ from, size }) => from >= network.from && from + size <= network.from + network.size)).toBe(true);
  });

  it('are refused where there is no room for them', () => {
    expect(() => blocksIn('10.0.0.0/24', { mask: 24, count: 2 })).toThrow(RangeError);
  });
});

describe('the cluster', () => {
  const captured = async (stage: 'dev' | 'prod') => capture(() => new Cluster(aStack({ stage }), { name: 'tasks' }));

  it('has Fargate and no machine of ours', async () => {
    expect((await captured('dev')).one('aws:ecs/clusterCapacityProviders:ClusterCapacityProviders').inputs).toEqual({
      clusterName: 'loop-dev-tasks',
      capacityProviders: ['FARGATE'],
      defaultCapacityProviderStrategies: [{ capacityProvider: 'FARGATE', weight: 1 }],
    });
  });

  it('is measured in prod alone, in a log of ours', async () => {
    const [dev, prod] = [await captured('dev'), await captured('prod')];
    expect(dev.one('aws:ecs/cluster:Cluster').inputs['settings']).toEqual([{ name: 'containerInsights', value: 'disabled' }]);
    expect(dev.of('aws:cloudwatch/logGroup:LogGroup')).toEqual([]);
    expect(prod.one('aws:ecs/cluster:Cluster').inputs).toEqual({
      name: 'loop-prod-tasks',
      settings: [{ name: 'containerInsights', value: 'enabled' }],
    });
    const figures = prod.one('aws:cloudwatch/logGroup:LogGroup');
    expect(figures.inputs).toMatchObject({ name: '/aws/ecs/containerinsights/loop-prod-tasks/performance', kmsKeyId: keyArn });
    expect(prod.one('aws:ecs/cluster:Cluster').dependencies).toContain(figures.urn);
  });
});
