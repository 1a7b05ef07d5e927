import { at, isOn, isSet, listOf } from './read.ts';
import { ofType, together, type ResourceRule } from './rule.ts';

const needs = (type: string, ...path: readonly string[]) =>
  ofType(type, (props, { name }) =>
    isSet(at(props, ...path)) || isExcepted(type, name)
      ? []
      : [`${path.join('.')} is not set: it would not be encrypted with a key of ours`],
  );

/** What is encrypted with a key of AWS's instead, by the end of its name, each with the reason. */
export const withoutOurKey: readonly { readonly type: string; readonly name: RegExp; readonly reason: string }[] = [
  {
    type: 'aws:sns/topic:Topic',
    name: /-edge-alarms$/,
    reason: 'it is in us-east-1, where the key of the stack is not; alarms say nothing of members, and pass in a moment',
  },
];

/** What is kept is encrypted with a key that we can take away; a bucket's encryption is a resource of its own (see `buckets.ts`). */
export const encryptedAtRest: ResourceRule = {
  name: 'encrypted-at-rest',
  description: 'Tables, queues, topics, logs, secrets and variables are encrypted with a key of ours, and the key turns.',
  level: 'mandatory',
  each: together(
    ofType('aws:dynamodb/table:Table', ({ serverSideEncryption }) =>
      isOn(at(serverSideEncryption, 'enabled')) && isSet(at(serverSideEncryption, 'kmsKeyArn'))
        ? []
        : ['serverSideEncryption names no key of ours'],
    ),
    needs('aws:sqs/queue:Queue', 'kmsMasterKeyId'),
    needs('aws:sns/topic:Topic', 'kmsMasterKeyId'),
    needs('aws:cloudwatch/logGroup:LogGroup', 'kmsKeyId'),
    needs('aws:secretsmanager/secret:Secret', 'kmsKeyId'),
    needs('aws:lambda/function:Function', 'kmsKeyArn'),
    ofType('aws:ecr/repository:Repository', ({ encryptionConfigurations }) =>
      listOf(encryptionConfigurations).some((each) => at(each, 'encryptionType') === 'KMS') ? [] : ['images are not encrypted by KMS'],
    ),
    ofType('aws:kms/key:Key', ({ enableKeyRotation }) => (isOn(enableKeyRotation) ? [] : ['enableKeyRotation is off'])),
  ),
};

const isExcepted = (type: string, name: string): boolean => withoutOurKey.some((each) => each.type === type && each.name.test(name));
