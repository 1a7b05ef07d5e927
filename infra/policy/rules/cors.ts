import { at, listOf, wordsOf } from './read.ts';
import { notYetKnown, ofType, together, type ResourceRule } from './rule.ts';

const methods = ['GET', 'HEAD', 'POST'];

/** Pages of one site hand files over and show them; whoever else holds a link may not do so out of a page of theirs. */
export const oneOrigin: ResourceRule = {
  name: 'one-origin',
  description: 'Buckets answer pages of one origin over TLS, to read and to hand a form over; APIs answer no other origin at all.',
  level: 'mandatory',
  each: together(
    ofType('aws:s3/bucketCorsConfiguration:BucketCorsConfiguration', ({ corsRules }) => {
      const rules = listOf(corsRules);
      const given = rules.flatMap((rule) => [at(rule, 'allowedOrigins')].flat());
      const origins = new Set(given.filter((origin): origin is string => typeof origin === 'string'));
      const other = rules.flatMap((rule) => wordsOf(at(rule, 'allowedMethods'))).filter((method) => !methods.includes(method));
      return [
        ...(given.includes(notYetKnown) || origins.size === 1 ? [] : [`it answers ${String(origins.size)} origins`]),
        ...[...origins].filter((origin) => !isOne(origin)).map((origin) => `it answers ${origin}, which is not one origin over TLS`),
        ...other.map((method) => `it lets pages ${method}`),
      ];
    }),
    ofType('aws:apigatewayv2/api:Api', ({ corsConfiguration }) =>
      corsConfiguration === undefined ? [] : ['it answers other origins: corsConfiguration is set'],
    ),
  ),
};

const isOne = (origin: string): boolean => /^https:\/\/[a-z0-9.-]+(:\d+)?$/.test(origin);
