import { at, isOn, mayBe } from './read.ts';
import { ofType, type Problem, type Resource, type ResourceRule, type StackRule } from './rule.ts';

const tableType = 'aws:dynamodb/table:Table';

/** A mistake in the code can be taken back. */
export const tablesGoBack: ResourceRule = {
  name: 'tables-go-back',
  description: 'Each table can be restored to any second of the last days.',
  level: 'mandatory',
  each: ofType(tableType, ({ pointInTimeRecovery }) => (isOn(at(pointInTimeRecovery, 'enabled')) ? [] : ['pointInTimeRecovery is off'])),
};

/**
 * Advisory, as the way to take a stack down goes through it: `loop:protect` is set to false, one deployment lets go of everything, and says
 * so for each; the next may delete it.
 */
export const keptInProd: StackRule = {
  name: 'kept-in-prod',
  description: 'In prod, what cannot be made again is protected from deletion, by Pulumi and by the service.',
  level: 'advisory',
  all: (resources) =>
    isProd(resources)
      ? resources
          .filter((resource) => cannotBeMadeAgain(resource, resources))
          .flatMap(({ type, urn, protect, props }): readonly Problem[] => [
            ...(protect ? [] : [{ urn, message: 'it is not protected: a mistake in the program deletes it' }]),
            ...(type !== tableType || isOn(props['deletionProtectionEnabled'])
              ? []
              : [{ urn, message: 'deletionProtectionEnabled is off: anybody with the right can delete it' }]),
          ])
      : [],
};

/** What the entry points are told. */
const isProd = (resources: readonly Resource[]): boolean =>
  resources.some(({ props }) => at(props, 'environment', 'variables', 'STAGE') === 'prod');

const cannotBeMadeAgain = ({ type, props }: Resource, others: readonly Resource[]): boolean => {
  if ([tableType, 'aws:kms/key:Key', 'aws:s3/bucket:Bucket'].includes(type)) return true;
  if (type !== 'aws:secretsmanager/secret:Secret') return false;
  // A secret with a value of the program's is made anew by it; one without was set by a person.
  return !others.some(
    (other) =>
      other.type === 'aws:secretsmanager/secretVersion:SecretVersion' &&
      (mayBe(other.props['secretId'], props['id']) || mayBe(other.props['secretId'], props['arn'])),
  );
};
