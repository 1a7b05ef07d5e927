import { interpolate } from '@pulumi/pulumi';
import { allow, type Statement } from '../platform/policy.ts';
import { socketStage } from '../platform/socket-api-plan.ts';
import { arnsIn, type Place } from './place.ts';

/**
 * The most that any role of a stack can come to, whatever a deployment writes into it: the data and messages of Loop, its own mails,
 * logs and figures, and starting its tasks. No role with it can make, change or take on another.
 */
export const boundaryRights = (place: Place): readonly Statement[] => {
  const arn = arnsIn(place);
  const { partition, accountId } = place;
  return [
    allow(
      [
        'BatchGetItem',
        'ConditionCheckItem',
        'DeleteItem',
        'Describe*',
        'Get*',
        'ListStreams',
        'PutItem',
        'Query',
        'Scan',
        'UpdateItem',
      ].map((word) => `dynamodb:${word}`),
      [arn('dynamodb', 'table/loop-*')],
    ),
    allow(['sqs:*Message*', 'sqs:GetQueue*'], [arn('sqs', 'loop-*')]),
    allow(['s3:DeleteObject', 's3:GetObject', 's3:ListBucket'], [interpolate`arn:${partition}:s3:::loop-*-raw-mails-*`]),
    allow(['s3:DeleteObject', 's3:GetObject', 's3:ListBucket', 's3:PutObject'], [interpolate`arn:${partition}:s3:::loop-*-chat-files-*`]),
    // An API has an id for a name; its stage and what is done with its windows do not.
    allow(['execute-api:ManageConnections'], [arn('execute-api', `*/${socketStage}/*/@connections/*`)]),
    allow(['sns:Publish'], [arn('sns', 'loop-*')]),
    allow(['secretsmanager:GetSecretValue', 'secretsmanager:DescribeSecret'], [arn('secretsmanager', 'secret:loop-*')]),
    allow(['ssm:GetParameter*'], [arn('ssm', 'parameter/loop/*')]),
    allow(['kms:Decrypt', 'kms:Encrypt', 'kms:GenerateDataKey*', 'kms:DescribeKey'], [arn('kms', 'key/*')], {
      conditions: { StringEquals: { 'aws:ResourceTag/Project': 'loop' } },
    }),
    allow(['ses:SendEmail', 'ses:SendRawEmail'], [arn('ses', 'identity/*'), arn('ses', 'configuration-set/loop-*')]),
    allow(['logs:CreateLogStream', 'logs:DescribeLogStreams', 'logs:PutLogEvents'], [arn('logs', 'log-group:*loop*')]),
    allow(['lambda:InvokeFunction'], [arn('lambda', 'function:loop-*')]),
    allow(['ecs:RunTask', 'ecs:TagResource'], [arn('ecs', 'task-definition/loop-*'), arn('ecs', 'task/loop-*')]),
    allow(['iam:PassRole'], [interpolate`arn:${partition}:iam::${accountId}:role/loop-*`], {
      conditions: { StringEquals: { 'iam:PassedToService': 'ecs-tasks.amazonaws.com' } },
    }),
    allow(['ecr:BatchCheckLayerAvailability', 'ecr:BatchGetImage', 'ecr:GetDownloadUrlForLayer'], [arn('ecr', 'repository/loop')]),
    allow(['logs:DescribeLogGroups'], ['*']),
    // None of these can be limited to a resource (Service Authorization Reference).
    allow(['ecr:GetAuthorizationToken', 'xray:PutTraceSegments', 'xray:PutTelemetryRecords'], ['*']),
  ];
};
