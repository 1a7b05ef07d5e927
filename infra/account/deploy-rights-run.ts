import { interpolate, type Input } from '@pulumi/pulumi';
import { allow, type Statement } from '../platform/policy.ts';
import { arnsIn, edgeRegion, type Place } from './place.ts';

/** What runs, what starts it, what watches it, and the roles it runs under. */
export const runRights = (place: Place, boundaryArn: Input<string> | undefined): readonly Statement[] => {
  const arn = arnsIn(place);
  const functions = arn('lambda', 'function:loop-*');
  return [
    allow(
      ['Create*', 'Delete*', 'Get*', 'List*', 'Put*', 'Update*', 'AddPermission', 'RemovePermission', 'TagResource', 'UntagResource'].map(
        (word) => `lambda:${word}`,
      ),
      [functions],
    ),
    // A mapping has an id for a name, so the function it is for says whose it is.
    allow(['lambda:CreateEventSourceMapping', 'lambda:UpdateEventSourceMapping', 'lambda:DeleteEventSourceMapping'], ['*'], {
      conditions: { ArnLike: { 'lambda:FunctionArn': functions } },
    }),
    allow(['lambda:GetEventSourceMapping', 'lambda:ListEventSourceMappings', 'lambda:ListTags', 'lambda:TagResource'], ['*']),
    allow(
      [
        'ecs:CreateCluster',
        'ecs:DeleteCluster',
        'ecs:UpdateCluster*',
        'ecs:PutClusterCapacityProviders',
        'ecs:TagResource',
        'ecs:UntagResource',
      ],
      [arn('ecs', 'cluster/loop-*'), arn('ecs', 'task-definition/loop-*')],
    ),
    allow(['ecs:RegisterTaskDefinition', 'ecs:DeregisterTaskDefinition', 'ecs:Describe*', 'ecs:List*'], ['*']),
    allow(
      ['CreateSchedule', 'UpdateSchedule', 'DeleteSchedule', 'GetSchedule'].map((word) => `scheduler:${word}`),
      [arn('scheduler', 'schedule/*/loop-*')],
    ),
    allow(
      ['CreateScheduleGroup', 'DeleteScheduleGroup', 'GetScheduleGroup', 'List*', 'TagResource', 'UntagResource'].map(
        (word) => `scheduler:${word}`,
      ),
      [arn('scheduler', 'schedule-group/loop-*')],
    ),
    allow(
      ['PutRule', 'DeleteRule', 'DescribeRule', 'PutTargets', 'RemoveTargets', 'List*', 'TagResource', 'UntagResource'].map(
        (word) => `events:${word}`,
      ),
      [arn('events', 'rule/loop-*')],
    ),
    ...watching(place),
    ...roleRights(place, boundaryArn),
  ];
};

const watching = (place: Place): readonly Statement[] => {
  const arn = arnsIn(place);
  const atTheEdge = arnsIn({ ...place, region: edgeRegion });
  return [
    allow(
      ['CreateLogGroup', 'DeleteLogGroup', 'PutRetentionPolicy', 'AssociateKmsKey', 'PutMetricFilter', 'DeleteMetricFilter']
        .concat(['ListTags*', 'TagResource', 'UntagResource', 'TagLogGroup'])
        .map((word) => `logs:${word}`),
      [arn('logs', 'log-group:*loop*')],
    ),
    // API Gateway has its access logs delivered, in the name of whoever makes the stage (API Gateway, "Set up access logging").
    allow(
      ['CreateLogDelivery', 'DeleteLogDelivery', 'GetLogDelivery', 'ListLogDeliveries', 'UpdateLogDelivery']
        .concat(['DescribeResourcePolicies', 'PutResourcePolicy', 'DeleteResourcePolicy'])
        .map((word) => `logs:${word}`),
      ['*'],
    ),
    allow(['logs:DescribeLogGroups', 'logs:DescribeMetricFilters', 'cloudwatch:Describe*', 'cloudwatch:ListTagsForResource'], ['*']),
    allow(
      ['PutMetricAlarm', 'PutCompositeAlarm', 'DeleteAlarms', 'TagResource', 'UntagResource'].map((word) => `cloudwatch:${word}`),
      [arn('cloudwatch', 'alarm:loop-*'), atTheEdge('cloudwatch', 'alarm:loop-*')],
    ),
    allow(
      ['PutDashboard', 'GetDashboard', 'DeleteDashboards'].map((word) => `cloudwatch:${word}`),
      [interpolate`arn:${place.partition}:cloudwatch::${place.accountId}:dashboard/loop-*`],
    ),
  ];
};

/** Whom a role of ours may be handed to. */
const runners = [
  'lambda.amazonaws.com',
  'ecs-tasks.amazonaws.com',
  'scheduler.amazonaws.com',
  'events.amazonaws.com',
  'vpc-flow-logs.amazonaws.com',
];

const roleRights = (place: Place, boundaryArn: Input<string> | undefined): readonly Statement[] => {
  const roles = [interpolate`arn:${place.partition}:iam::${place.accountId}:role/loop-*`];
  const bounded = boundaryArn === undefined ? {} : { conditions: { StringEquals: { 'iam:PermissionsBoundary': boundaryArn } } };
  const iam = (...words: readonly string[]) => words.map((word) => `iam:${word}`);
  return [
    // What can add rights to a role asks for its boundary, where there is one.
    allow(iam('CreateRole', 'PutRolePolicy', 'AttachRolePolicy', 'PutRolePermissionsBoundary'), roles, bounded),
    allow(iam('GetRole*', 'ListRole*', 'ListAttachedRolePolicies', 'ListInstanceProfilesForRole', 'DeleteRole', 'DeleteRolePolicy'), roles),
    allow(iam('DetachRolePolicy', 'UpdateRole', 'UpdateAssumeRolePolicy', 'TagRole', 'UntagRole'), roles),
    allow(iam('PassRole'), roles, { conditions: { StringEquals: { 'iam:PassedToService': runners } } }),
    // Made by AWS the first time that an account uses the service.
    allow(iam('CreateServiceLinkedRole'), ['*'], {
      conditions: { StringEquals: { 'iam:AWSServiceName': ['ecs.amazonaws.com', 'ops.apigateway.amazonaws.com'] } },
    }),
  ];
};
