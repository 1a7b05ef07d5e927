import { interpolate } from '@pulumi/pulumi';
import { allow, deny, type Statement } from '../platform/policy.ts';
import { arnsIn, edgeRegion, type Place } from './place.ts';

const verbs = (service: string, ...words: readonly string[]): readonly string[] => words.map((word) => `${service}:${word}`);

/** What holds state: it is made and changed, but what lies in tables and queues is neither read nor written. */
export const dataRights = (place: Place): readonly Statement[] => {
  const arn = arnsIn(place);
  return [
    allow(
      [
        ...verbs('dynamodb', 'CreateTable', 'UpdateTable', 'DeleteTable', 'DescribeTable'),
        ...verbs('dynamodb', 'DescribeContinuousBackups', 'UpdateContinuousBackups', 'DescribeTimeToLive', 'UpdateTimeToLive'),
        ...verbs('dynamodb', 'TagResource', 'UntagResource', 'ListTagsOfResource'),
      ],
      [arn('dynamodb', 'table/loop-*')],
    ),
    allow(verbs('sqs', 'CreateQueue', 'DeleteQueue', 'SetQueueAttributes', 'GetQueue*', 'ListQueueTags', 'TagQueue', 'UntagQueue'), [
      arn('sqs', 'loop-*'),
    ]),
    allow(verbs('sns', 'CreateTopic', 'DeleteTopic', 'Get*', 'List*', 'Set*', 'Subscribe', 'Unsubscribe', 'TagResource', 'UntagResource'), [
      arn('sns', 'loop-*'),
      arnsIn({ ...place, region: edgeRegion })('sns', 'loop-*'),
    ]),
    ...secrets(place),
    ...keys(place),
    // Assets, which everybody may read, and mails and files of members, which who deploys may not. The bucket of the state is another, and called otherwise.
    allow(verbs('s3', 'CreateBucket', 'DeleteBucket*', 'DeleteObject*', 'Get*', 'List*', 'Put*'), [
      interpolate`arn:${place.partition}:s3:::loop-*`,
    ]),
    deny(
      verbs('s3', 'GetObject*', 'PutObject*'),
      ['raw-mails', 'chat-files'].map((name) => interpolate`arn:${place.partition}:s3:::loop-*-${name}-*/*`),
    ),
    allow(
      verbs(
        'ssm',
        'PutParameter',
        'GetParameter*',
        'DeleteParameter',
        'ListTagsForResource',
        'AddTagsToResource',
        'RemoveTagsFromResource',
      ),
      [arn('ssm', 'parameter/loop/*')],
    ),
    allow(['ssm:DescribeParameters'], ['*']),
  ];
};

/** The provider reads back the values that it wrote. */
const secrets = (place: Place): readonly Statement[] => [
  allow(
    verbs(
      'secretsmanager',
      ...['CreateSecret', 'UpdateSecret', 'DeleteSecret', 'RestoreSecret', 'DescribeSecret', 'PutSecretValue', 'GetSecretValue'],
      ...['GetResourcePolicy', 'PutResourcePolicy', 'DeleteResourcePolicy', 'TagResource', 'UntagResource'],
    ),
    [arnsIn(place)('secretsmanager', 'secret:loop-*')],
  ),
  allow(['secretsmanager:GetRandomPassword'], ['*']),
];

/** A key has no name, so its tag says whose it is; the alias has one. */
const keys = (place: Place): readonly Statement[] => {
  const arn = arnsIn(place);
  const ours = { conditions: { StringEquals: { 'aws:ResourceTag/Project': 'loop' } } };
  const alias = verbs('kms', 'CreateAlias', 'UpdateAlias', 'DeleteAlias');
  return [
    allow(verbs('kms', 'CreateKey', 'TagResource'), ['*'], { conditions: { StringEquals: { 'aws:RequestTag/Project': 'loop' } } }),
    allow(
      [
        ...alias,
        ...verbs('kms', 'DescribeKey', 'GetKeyPolicy', 'PutKeyPolicy', 'GetKeyRotationStatus', 'EnableKeyRotation'),
        ...verbs(
          'kms',
          'UpdateKeyDescription',
          'ScheduleKeyDeletion',
          'CancelKeyDeletion',
          'ListResourceTags',
          'TagResource',
          'UntagResource',
        ),
        // Services encrypt in the name of whoever makes the resource.
        ...verbs('kms', 'Encrypt', 'Decrypt', 'GenerateDataKey*', 'CreateGrant'),
      ],
      [arn('kms', 'key/*')],
      ours,
    ),
    allow(alias, [arn('kms', 'alias/loop-*')]),
    allow(['kms:ListAliases'], ['*']),
  ];
};
