import { at, isProps, listOf, wordsOf } from './read.ts';
import { ofType, together, type Props, type ResourceRule } from './rule.ts';

/** Ports that the whole world may reach, as people's browsers send media there. */
export interface OpenPorts {
  readonly protocol: 'tcp' | 'udp';
  readonly from: number;
  readonly to: number;
  readonly reason: string;
}

/** None as yet: pages are behind CloudFront, and tasks answer nobody. */
export const mediaPorts: readonly OpenPorts[] = [];

export const closedNetwork = (open: readonly OpenPorts[] = mediaPorts): ResourceRule => {
  const problems = (protocol: unknown, from: unknown, to: unknown): readonly string[] =>
    open.some(
      (ports) => ports.protocol === protocol && typeof from === 'number' && typeof to === 'number' && ports.from <= from && to <= ports.to,
    )
      ? []
      : [`the whole world reaches ${String(protocol)} ${String(from)} to ${String(to)}`];
  const ofRule = (rule: Props): readonly string[] => (isWorld(rule) ? problems(rule['protocol'], rule['fromPort'], rule['toPort']) : []);
  return {
    name: 'closed-network',
    description: 'Nothing but the listed media ports is open to the whole world.',
    level: 'mandatory',
    each: together(
      ofType('aws:ec2/securityGroup:SecurityGroup', ({ ingress }) => listOf(ingress).filter(isProps).flatMap(ofRule)),
      ofType('aws:ec2/defaultSecurityGroup:DefaultSecurityGroup', ({ ingress }) => listOf(ingress).filter(isProps).flatMap(ofRule)),
      ofType('aws:ec2/securityGroupRule:SecurityGroupRule', (props) => (props['type'] === 'ingress' ? ofRule(props) : [])),
      ofType('aws:vpc/securityGroupIngressRule:SecurityGroupIngressRule', (props) =>
        isWorld(props) ? problems(props['ipProtocol'], props['fromPort'], props['toPort']) : [],
      ),
    ),
  };
};

const isWorld = (rule: Props): boolean =>
  ['cidrBlocks', 'ipv6CidrBlocks', 'cidrIpv4', 'cidrIpv6'].flatMap((key) => wordsOf(rule[key])).some((range) => /\/0$/.test(range));

/** A request that a server can be talked into must not read the rights of the machine (EC2, "Use IMDSv2"). */
export const machinesKeepTheirRights: ResourceRule = {
  name: 'machines-keep-their-rights',
  description: 'Machines answer for their rights only to who holds a token (IMDSv2).',
  level: 'mandatory',
  each: ({ type, props }) =>
    ['aws:ec2/launchTemplate:LaunchTemplate', 'aws:ec2/instance:Instance'].includes(type) &&
    at(props, 'metadataOptions', 'httpTokens') !== 'required'
      ? ['metadataOptions.httpTokens is not "required"']
      : [],
};
