import { at, isSet, listOf, mayBe } from './read.ts';
import type { Problem, Resource, StackRule } from './rule.ts';

/** By which dimension an alarm watches a kind of resource, and which of its properties is the value. */
const watched: Readonly<Record<string, { readonly dimension: string; readonly property: string }>> = {
  'aws:lambda/function:Function': { dimension: 'FunctionName', property: 'name' },
  'aws:sqs/queue:Queue': { dimension: 'QueueName', property: 'name' },
  'aws:dynamodb/table:Table': { dimension: 'TableName', property: 'name' },
  'aws:apigatewayv2/api:Api': { dimension: 'ApiId', property: 'id' },
  'aws:cloudfront/distribution:Distribution': { dimension: 'DistributionId', property: 'id' },
  // Scheduler counts by group (EventBridge Scheduler, "Monitoring with CloudWatch").
  'aws:scheduler/schedule:Schedule': { dimension: 'ScheduleGroup', property: 'groupName' },
};

/** What fails in the night is told to somebody. */
export const alarmsWatch: StackRule = {
  name: 'alarms-watch',
  description: 'Each function, queue, table, API, distribution and schedule is watched by an alarm.',
  level: 'mandatory',
  all: (resources) => {
    const dimensions = resources.filter(({ type }) => type === 'aws:cloudwatch/metricAlarm:MetricAlarm').flatMap(dimensionsOf);
    return resources.flatMap((resource): readonly Problem[] => {
      const by = watched[resource.type];
      if (by === undefined) return [];
      const value = resource.props[by.property];
      return dimensions.some((each) => mayBe(at(each, by.dimension), value))
        ? []
        : [{ urn: resource.urn, message: `no alarm watches it by ${by.dimension}` }];
    });
  },
};

/** Of the metric itself, or of each metric in an expression. */
const dimensionsOf = ({ props }: Resource): readonly unknown[] =>
  [props['dimensions'], ...listOf(props['metricQueries']).map((query) => at(query, 'metric', 'dimensions'))].filter(isSet);
