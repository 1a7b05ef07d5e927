import { randomBytes } from 'node:crypto';
import type { Props } from '../support/engine-values.ts';
import { arn, type Kind, type Place } from './kind.ts';
import { schemaOf } from './schema.ts';

type Outputs = (id: string, place: Place, inputs: Props) => Props;

interface Group {
  /** Why nothing is made of these in an emulator. */
  readonly reason: string;
  /** By type, what the program reads of it beside `arn`. */
  readonly types: Readonly<Record<string, Outputs | undefined>>;
}

/** Kinds that take a generic rule: an id and an ARN that are made up, kept in the state alone. */
export const groups: readonly Group[] = [
  {
    reason: 'MiniStack delivers nothing of CloudFront; the journey speaks to the API as CloudFront does, with its secret header',
    types: {
      'aws:cloudfront/distribution:Distribution': (id, { account }) => ({
        arn: `arn:aws:cloudfront::${account}:distribution/${id}`,
        domainName: `${id.toLowerCase()}.cloudfront.net`,
        hostedZoneId: 'Z2FDTNDATAQYW2',
      }),
      'aws:cloudfront/originAccessControl:OriginAccessControl': undefined,
      'aws:cloudfront/cachePolicy:CachePolicy': undefined,
      'aws:cloudfront/originRequestPolicy:OriginRequestPolicy': undefined,
      'aws:cloudfront/responseHeadersPolicy:ResponseHeadersPolicy': undefined,
      'aws:wafv2/webAcl:WebAcl': undefined,
    },
  },
  {
    reason: 'names and certificates are proven by the world outside, which an emulator has not',
    types: {
      'aws:acm/certificate:Certificate': () => ({
        domainValidationOptions: [
          {
            domainName: 'circle.example.com',
            resourceRecordName: '_x.circle.example.com',
            resourceRecordType: 'CNAME',
            resourceRecordValue: '_y.acm-validations.aws',
          },
        ],
      }),
      'aws:acm/certificateValidation:CertificateValidation': undefined,
      'aws:route53/record:Record': (_id, _place, inputs) => ({ fqdn: inputs['name'] }),
    },
  },
  {
    reason: 'nothing in the journey looks at an alarm, and MiniStack measures nothing',
    types: {
      'aws:cloudwatch/metricAlarm:MetricAlarm': undefined,
      'aws:cloudwatch/compositeAlarm:CompositeAlarm': undefined,
      'aws:cloudwatch/dashboard:Dashboard': (id, { account }) => ({ dashboardArn: `arn:aws:cloudwatch::${account}:dashboard/${id}` }),
      'aws:cloudwatch/logMetricFilter:LogMetricFilter': undefined,
      'aws:cloudwatch/logResourcePolicy:LogResourcePolicy': undefined,
      'aws:cloudwatch/eventRule:EventRule': undefined,
      'aws:cloudwatch/eventTarget:EventTarget': undefined,
    },
  },
  {
    reason: 'MiniStack accepts a task and runs none, so there is no network to run it in; tasks are started as processes',
    types: {
      'aws:ec2/vpc:Vpc': (id) => ({ defaultSecurityGroupId: `sg-${id}`, defaultNetworkAclId: `acl-${id}`, mainRouteTableId: `rtb-${id}` }),
      'aws:ec2/subnet:Subnet': undefined,
      'aws:ec2/internetGateway:InternetGateway': undefined,
      'aws:ec2/routeTable:RouteTable': undefined,
      'aws:ec2/route:Route': undefined,
      'aws:ec2/routeTableAssociation:RouteTableAssociation': undefined,
      'aws:ec2/vpcEndpoint:VpcEndpoint': undefined,
      'aws:ec2/securityGroup:SecurityGroup': undefined,
      'aws:ec2/defaultSecurityGroup:DefaultSecurityGroup': undefined,
      'aws:vpc/securityGroupEgressRule:SecurityGroupEgressRule': undefined,
      'aws:ec2/flowLog:FlowLog': undefined,
      'aws:ecs/clusterCapacityProviders:ClusterCapacityProviders': undefined,
    },
  },
  {
    reason: 'MiniStack sends no event of a mail (SES v2), so what it would be told of them is looked at in captures alone',
    types: {
      'aws:sesv2/configurationSet:ConfigurationSet': undefined,
      'aws:sesv2/configurationSetEventDestination:ConfigurationSetEventDestination': undefined,
    },
  },
  {
    reason: 'MiniStack receives no mail, so the journey puts a mail where SES would, and tells its topic of it',
    types: { 'aws:ses/receiptRule:ReceiptRule': undefined },
  },
  {
    reason: 'how a bucket keeps what lies in it: no version or owner of a file is looked at in the journey, and MiniStack encrypts nothing',
    types: {
      'aws:s3/bucketOwnershipControls:BucketOwnershipControls': undefined,
      'aws:s3/bucketVersioning:BucketVersioning': undefined,
      'aws:s3/bucketServerSideEncryptionConfiguration:BucketServerSideEncryptionConfiguration': undefined,
    },
  },
];

const generic = (type: string, outputs: Outputs = () => ({})): Kind => {
  const schema = schemaOf(type);
  const [, service = '', word = ''] = /^aws:([^/]+)\/([^:]+):/.exec(type) ?? [];
  const isNamed = schema?.inputs.has('name') === true && !schema.required.has('name');
  return {
    type,
    ...(isNamed ? { naming: { property: 'name', max: 255 } } : {}),
    replaces: ['name', 'vpcId', 'bucket', 'cidrBlock', 'availabilityZone'],
    madeUp: (inputs, place) => {
      const id = typeof inputs['name'] === 'string' && isNamed ? inputs['name'] : `${word}-${randomBytes(8).toString('hex')}`;
      return {
        id,
        outputs: {
          ...(schema?.outputs.has('arn') === true ? { arn: arn(service, place, `${word}/${id}`) } : {}),
          ...outputs(id, place, inputs),
        },
      };
    },
  };
};

export const genericKinds: readonly Kind[] = groups.flatMap(({ types }) =>
  Object.entries(types).map(([type, outputs]) => generic(type, outputs)),
);
