import { interpolate } from '@pulumi/pulumi';
import { allow, type Statement } from '../platform/policy.ts';
import { arnsIn, type Place } from './place.ts';

/** What stands between browsers and functions, and the network of the tasks. Most of it has an id for a name, so the service is the limit. */
export const edgeRights = (place: Place): readonly Statement[] => {
  const { partition, accountId, region } = place;
  return [
    allow(
      ['GET', 'POST', 'PUT', 'PATCH', 'DELETE', 'TagResource', 'UntagResource'].map((word) => `apigateway:${word}`),
      ['apis', 'apis/*', 'tags/*'].map((path) => interpolate`arn:${partition}:apigateway:${region}::/${path}`),
    ),
    allow(
      ['Create*', 'Update*', 'Delete*', 'Get*', 'List*', 'Describe*', 'PublishFunction', 'TagResource', 'UntagResource'].map(
        (word) => `cloudfront:${word}`,
      ),
      [interpolate`arn:${partition}:cloudfront::${accountId}:*`],
    ),
    allow(
      ['CreateWebACL', 'UpdateWebACL', 'DeleteWebACL', 'GetWebACL*', 'ListTagsForResource', 'TagResource', 'UntagResource'].map(
        (word) => `wafv2:${word}`,
      ),
      // Both stand in us-east-1, as all that is CloudFront's.
      [interpolate`arn:${partition}:wafv2:us-east-1:${accountId}:global/*`],
    ),
    allow(
      ['RequestCertificate', 'DescribeCertificate', 'DeleteCertificate', '*TagsToCertificate', 'ListTagsForCertificate'].map(
        (word) => `acm:${word}`,
      ),
      [interpolate`arn:${partition}:acm:us-east-1:${accountId}:certificate/*`],
    ),
    allow(
      ['route53:ChangeResourceRecordSets', 'route53:GetHostedZone', 'route53:ListResourceRecordSets', 'route53:ListTagsForResource'],
      [interpolate`arn:${partition}:route53:::hostedzone/*`],
    ),
    allow(['route53:GetChange'], [interpolate`arn:${partition}:route53:::change/*`]),
    allow(
      ['Create*', 'Update*', 'Put*', 'Delete*', 'Get*', 'List*', 'TagResource', 'UntagResource'].map((word) => `ses:${word}`),
      [arnsIn(place)('ses', 'configuration-set/loop-*')],
    ),
    // A rule says which mail is received, and is known by its set alone (Service Authorization Reference, SES).
    allow(['ses:CreateReceiptRule', 'ses:DeleteReceiptRule', 'ses:DescribeReceiptRule', 'ses:UpdateReceiptRule'], ['*']),
    ...network(place),
  ];
};

const network = (place: Place): readonly Statement[] => [
  allow(['ec2:Describe*'], ['*']),
  allow(
    ['Vpc', 'VpcEndpoint', 'FlowLogs', 'Subnet', 'RouteTable', 'Route', 'InternetGateway', 'SecurityGroup', 'Tags']
      .flatMap((kind) => [`ec2:Create${kind}`, `ec2:Delete${kind}`])
      .concat([
        'ec2:DeleteVpcEndpoints',
        'ec2:ModifyVpc*',
        'ec2:ModifySubnetAttribute',
        'ec2:ModifySecurityGroupRules',
        'ec2:ReplaceRoute*',
      ])
      .concat(['ec2:AssociateRouteTable', 'ec2:DisassociateRouteTable', 'ec2:AttachInternetGateway', 'ec2:DetachInternetGateway'])
      .concat(['ec2:AuthorizeSecurityGroup*', 'ec2:RevokeSecurityGroup*', 'ec2:UpdateSecurityGroup*']),
    [arnsIn(place)('ec2', '*')],
  ),
];
