import { at, isProps, isSet, listOf, mayBe, parsed } from './read.ts';
import { notYetKnown, ofType, type Problem, type Resource, type ResourceRule, type StackRule } from './rule.ts';

const groupType = 'aws:cloudwatch/logGroup:LogGroup';

/** Logs without an end are a cost and, one day, somebody's data. */
export const logsEnd: ResourceRule = {
  name: 'logs-end',
  description: 'Each log group says for how many days it keeps anything.',
  level: 'mandatory',
  each: ofType(groupType, ({ retentionInDays: days }) =>
    days === notYetKnown || (typeof days === 'number' && days > 0) ? [] : ['retentionInDays is not set'],
  ),
};

/** A group that Lambda makes by itself has neither an end nor our key. */
export const logsAreDeclared: StackRule = {
  name: 'logs-are-declared',
  description: 'Functions and tasks write into a log group of this stack.',
  level: 'mandatory',
  all: (resources) => {
    const groups = resources.filter(({ type }) => type === groupType).map(({ props }) => props['name']);
    return resources.flatMap((resource): readonly Problem[] =>
      writesTo(resource)
        .filter((name) => !groups.some((group) => mayBe(group, name)))
        .map((name) => ({
          urn: resource.urn,
          message: `it writes into ${typeof name === 'string' ? name : 'no log group'}, which is not of this stack`,
        })),
    );
  },
};

const writesTo = ({ type, props }: Resource): readonly unknown[] => {
  if (type === 'aws:lambda/function:Function') return [groupOfFunction(props['loggingConfig'], props['name'])];
  if (type !== 'aws:ecs/taskDefinition:TaskDefinition' || props['containerDefinitions'] === notYetKnown) return [];
  return listOf(parsed(props['containerDefinitions']))
    .filter(isProps)
    .map((container) => at(container, 'logConfiguration', 'options', 'awslogs-group'));
};

const groupOfFunction = (loggingConfig: unknown, name: unknown): unknown => {
  const named = at(loggingConfig, 'logGroup');
  if (isSet(named)) return named;
  return typeof name === 'string' ? `/aws/lambda/${name}` : name;
};
