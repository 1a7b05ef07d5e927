import { credentials } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/resource_grpc_pb.js';
import provider from '@pulumi/pulumi/proto/provider_pb.js';
import type { ConstructRequest, ConstructResponse } from '@pulumi/pulumi/proto/provider_pb.js';
import monitor from '@pulumi/pulumi/proto/resource_pb.js';
import type { RegisterResourceResponse } from '@pulumi/pulumi/proto/resource_pb.js';
import { ask, fromStruct, toStruct } from '../support/engine-grpc.ts';
import { isObject, unknownValue, type Props } from '../support/engine-values.ts';

interface Child {
  readonly urn: string;
  /** Unknown in a preview. */
  readonly id: string;
}

type Register = (type: string, name: string, inputs: Props) => Promise<Child>;

/**
 * `awsx:ec2:Vpc` as plain resources of `aws.ec2`, in a layout of our own: public subnets, one for each zone, a way out, and gateway
 * endpoints. The layout of awsx is that of its plugin, which no package has; nothing here proves what that makes.
 */
export const constructVpc = async (request: ConstructRequest): Promise<ConstructResponse> => {
  if (request.getType() !== 'awsx:ec2:Vpc') throw new Error(`the test provider makes no ${request.getType()}`);
  const client = new services.ResourceMonitorClient(request.getMonitorendpoint(), credentials.createInsecure());
  try {
    const registering = (given: {
      readonly type: string;
      readonly name: string;
      readonly parent: string;
      readonly inputs: Props;
      readonly custom: boolean;
    }) =>
      ask<RegisterResourceResponse>((done) =>
        client.registerResource(
          new monitor.RegisterResourceRequest()
            .setType(given.type)
            .setName(given.name)
            .setParent(given.parent)
            .setCustom(given.custom)
            .setObject(toStruct(given.inputs))
            .setDependenciesList(given.custom ? [...children.map(({ urn }) => urn)] : request.getDependenciesList())
            .setAcceptsecrets(true),
          done,
        ),
      );
    const children: Child[] = [];
    const inputs = fromStruct(request.getInputs());
    const own = await registering({ type: request.getType(), name: request.getName(), parent: request.getParent(), inputs, custom: false });
    const made = await networkOf(inputs, request, async (type, name, given) => {
      const answer = await registering({ type, name: `${request.getName()}${name}`, parent: own.getUrn(), inputs: given, custom: true });
      const child = { urn: answer.getUrn(), id: answer.getId() === '' ? unknownValue : answer.getId() };
      children.push(child);
      return child;
    });
    const response = new provider.ConstructResponse().setUrn(own.getUrn()).setState(toStruct(made));
    const dependencies = new provider.ConstructResponse.PropertyDependencies().setUrnsList(children.map(({ urn }) => urn));
    for (const output of Object.keys(made)) response.getStatedependenciesMap().set(output, dependencies);
    return response;
  } finally {
    client.close();
  }
};

const networkOf = async (inputs: Props, request: ConstructRequest, register: Register): Promise<Props> => {
  const region = request.getConfigMap().get('aws:region') ?? 'us-east-1';
  const { cidrBlock = '10.0.0.0/16', numberOfAvailabilityZones: zones = 3, tags } = inputs;
  const vpc = await register('aws:ec2/vpc:Vpc', '', { cidrBlock, enableDnsHostnames: true, enableDnsSupport: true, tags });
  const gateway = await register('aws:ec2/internetGateway:InternetGateway', '', { vpcId: vpc.id });
  const [subnetIds, tableIds]: [string[], string[]] = [[], []];
  for (let at = 0; at < Number(zones); at += 1) {
    const name = `-public-${String(at + 1)}`;
    const availabilityZone = `${region}${'abcdef'.charAt(at)}`;
    const subnet = await register('aws:ec2/subnet:Subnet', name, {
      vpcId: vpc.id,
      availabilityZone,
      cidrBlock: `10.0.${String(at * subnetBlocks)}.0/20`,
      mapPublicIpOnLaunch: true,
    });
    const table = await register('aws:ec2/routeTable:RouteTable', name, { vpcId: vpc.id });
    await register('aws:ec2/route:Route', name, { routeTableId: table.id, destinationCidrBlock: '0.0.0.0/0', gatewayId: gateway.id });
    await register('aws:ec2/routeTableAssociation:RouteTableAssociation', name, { routeTableId: table.id, subnetId: subnet.id });
    subnetIds.push(subnet.id);
    tableIds.push(table.id);
  }
  for (const { serviceName, name } of endpointsOf(inputs))
    await register('aws:ec2/vpcEndpoint:VpcEndpoint', `-${name}`, {
      vpcId: vpc.id,
      serviceName,
      vpcEndpointType: 'Gateway',
      routeTableIds: tableIds,
    });
  return { vpcId: vpc.id, publicSubnetIds: subnetIds, privateSubnetIds: [], isolatedSubnetIds: [] };
};

/** Of the third number of an address: a subnet of /20 has 16. */
const subnetBlocks = 16;

const endpointsOf = ({ vpcEndpointSpecs: specs }: Props): readonly { readonly serviceName: string; readonly name: string }[] =>
  (Array.isArray(specs) ? specs : []).flatMap((spec: unknown) => {
    const serviceName: unknown = isObject(spec) ? spec['serviceName'] : undefined;
    return typeof serviceName === 'string' ? [{ serviceName, name: serviceName.split('.').at(-1) ?? '' }] : [];
  });
