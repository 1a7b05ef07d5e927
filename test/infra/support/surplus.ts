/** Rights that roles have and that no journey in the emulator shows to be needed, by why they have them. */
export interface Surplus {
  readonly reason: string;
  readonly roles: readonly string[];
  readonly actions: readonly string[];
}

const functions = ['api', 'drain-outbox', 'schedule', 'mail-events', 'receive-mail', 'send-relayed', 'chat-socket', 'chat-missed'] as const;
const tasks = ['weekly-round', 'intro-sender'] as const;
const starters = ['weekly-round-schedule', 'intro-sender-schedule'] as const;
const tickers = ['drain-outbox-tick', 'send-relayed-tick', 'schedule-tick'] as const;

export const surplus: readonly Surplus[] = [
  {
    reason: 'the runtime of Lambda writes logs and traces, and MiniStack writes its own',
    roles: functions,
    actions: ['logs:CreateLogStream', 'logs:PutLogEvents', 'xray:PutTelemetryRecords', 'xray:PutTraceSegments'],
  },
  {
    reason: 'DynamoDB, Secrets Manager and SQS use the stack’s key in the name of who calls; MiniStack encrypts nothing',
    roles: [...functions, ...tasks, ...starters, ...tickers],
    actions: ['kms:Decrypt'],
  },
  {
    reason: 'SQS uses the key for what is sent into dead letters, as above',
    roles: [...functions, ...starters, ...tickers],
    actions: ['kms:GenerateDataKey'],
  },
  {
    reason: 'Lambda and Scheduler send dead letters in the role’s name; MiniStack asks for no right when it does',
    // Two of them send into the queue of the chat, too, and are seen to.
    roles: [...functions.filter((name) => name !== 'api' && name !== 'chat-socket'), ...starters, ...tickers],
    actions: ['sqs:SendMessage'],
  },
  {
    reason: 'Lambda reads a stream in the function’s role; MiniStack’s mappings read it by themselves',
    roles: ['drain-outbox', 'send-relayed'],
    actions: ['dynamodb:DescribeStream', 'dynamodb:GetRecords', 'dynamodb:GetShardIterator', 'dynamodb:ListStreams'],
  },
  {
    reason: 'Lambda reads a queue in the function’s role; MiniStack’s mappings read it by themselves',
    roles: ['mail-events', 'receive-mail', 'chat-missed'],
    actions: ['sqs:DeleteMessage', 'sqs:GetQueueAttributes', 'sqs:ReceiveMessage'],
  },
  {
    reason: 'SES asks for it beside ses:SendEmail where a mail is raw (SES Developer Guide, "Controlling access"); MiniStack does not',
    roles: ['drain-outbox', 'intro-sender', 'send-relayed'],
    actions: ['ses:SendRawEmail'],
  },
  {
    reason: 'nothing is listed; without it S3 does not say that a mail is missing (infra/platform/raw-mails.ts)',
    roles: ['receive-mail', 'send-relayed'],
    actions: ['s3:ListBucket'],
  },
  {
    reason: 'MiniStack asks for RunTask on the cluster, AWS on the task’s definition, and MiniStack never asks for PassRole',
    roles: starters,
    actions: ['ecs:RunTask', 'iam:PassRole'],
  },
  {
    reason: 'ECS pulls the image and writes the log before a task begins; MiniStack begins none',
    roles: tasks.map((task) => `${task}-start`),
    actions: [
      'ecr:BatchCheckLayerAvailability',
      'ecr:BatchGetImage',
      'ecr:GetAuthorizationToken',
      'ecr:GetDownloadUrlForLayer',
      'logs:CreateLogStream',
      'logs:PutLogEvents',
    ],
  },
  {
    reason: 'the network writes flow logs, and MiniStack has none (VPC User Guide, "IAM role for publishing flow logs to CloudWatch Logs")',
    roles: ['network-flows'],
    actions: ['logs:CreateLogStream', 'logs:DescribeLogGroups', 'logs:DescribeLogStreams', 'logs:PutLogEvents'],
  },
  {
    reason: 'an erasure that was interrupted, or a task that did not begin, is gone on with here (adapters/lambda/chores.ts)',
    roles: ['schedule'],
    actions: ['dynamodb:DeleteItem', 's3:DeleteObject', 's3:ListBucket'],
  },
  {
    reason: 'a window whose session is over is taken away by whoever would tell it something (domain/relay/chat/show.ts)',
    roles: ['chat-missed'],
    actions: ['dynamodb:DeleteItem'],
  },
  {
    reason: 'a pair that is cancelled while the address of one is closed already (`changeMatch` of adapters/dynamodb/matches-in-table.ts)',
    roles: ['intro-sender'],
    actions: ['dynamodb:ConditionCheckItem'],
  },
];

/** As `role: action`. */
export const surplusRights = surplus.flatMap(({ roles, actions }) =>
  roles.flatMap((role) => actions.map((action) => `${role}: ${action}`)),
);
