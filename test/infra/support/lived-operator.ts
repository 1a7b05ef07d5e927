import type { Allowed } from '../../support/ministack-users.ts';
import { aUser } from '../../support/ministack-users.ts';
import { anOperatorsDesk, type OperatorsDesk } from '../../support/run-against-stack.ts';
import type { LivedStack } from './lived-stack.ts';

const tables = ['users', 'surveys', 'matches', 'relays'] as const;
const read = ['mail-events', 'receive-mail', 'chat-missed'] as const;
const called = ['api', 'drain-outbox', 'schedule', ...read, 'send-relayed', 'chat-socket'] as const;
const letters = [...read, ...called.map((name) => `${name}-calls`), 'schedules'];

/** What docs/operator-guide.md asks an operator's role for, of this stack; rights on its key are nothing that MiniStack asks for. */
const rightsOf = ({ made }: LivedStack): readonly Allowed[] => {
  const arns = (type: string, names: readonly string[]): readonly string[] => names.map((name) => String(made(type, name).outputs['arn']));
  const tableArns = arns('aws:dynamodb/table:Table', tables);
  const dead = arns(
    'aws:sqs/queue:Queue',
    letters.map((name) => `${name}-dead`),
  );
  return [
    // On AWS parameter/loop/dev/* is enough; MiniStack does not look which path is asked for.
    { actions: ['ssm:GetParametersByPath'], resources: ['*'] },
    { actions: ['secretsmanager:GetSecretValue'], resources: [made('aws:secretsmanager/secret:Secret', 'key').id] },
    { actions: ['dynamodb:GetItem', 'dynamodb:Query'], resources: tableArns.flatMap((arn) => [arn, `${arn}/index/*`]) },
    { actions: ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem'], resources: tableArns },
    {
      actions: ['sqs:GetQueueAttributes', 'sqs:ReceiveMessage', 'sqs:ChangeMessageVisibility', 'sqs:DeleteMessage'],
      resources: dead,
    },
    { actions: ['sqs:SendMessage'], resources: arns('aws:sqs/queue:Queue', read) },
  ];
};

/** An operator's terminal, with the rights of the guide and no more, and the community's files as they were deployed. */
export const anOperatorOf = async (stack: LivedStack): Promise<OperatorsDesk> =>
  anOperatorsDesk({ ...stack.aws, credentials: await aUser(stack.aws, 'operator', rightsOf(stack)) });
