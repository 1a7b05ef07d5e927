import { at, isSet, listOf } from './read.ts';
import { notYetKnown, ofType, type ResourceRule } from './rule.ts';

/** Words of API Gateway's variables that hold a link, a ticket, somebody's words, or who somebody is. */
const telling = /path|query|sourceIp|userAgent|identity|authorizer|domainName|message|header|body/i;

/**
 * What is called is told by its route alone. A URL may hold what signs somebody in or opens a window; what API Gateway writes by itself of
 * a WebSocket (`loggingLevel`) is that URL and each frame.
 */
export const quietAccessLogs: ResourceRule = {
  name: 'quiet-access-logs',
  description: 'Stages of APIs write access logs without paths, queries, words or people, nothing beside them, and take so much at a time.',
  level: 'mandatory',
  each: ofType('aws:apigatewayv2/stage:Stage', ({ accessLogSettings, defaultRouteSettings, routeSettings }) => {
    const settings = [defaultRouteSettings, ...listOf(routeSettings)];
    const format = at(accessLogSettings, 'format');
    return [
      ...(isSet(at(accessLogSettings, 'destinationArn')) && isSet(format) ? [] : ['it writes no access log']),
      ...(typeof format === 'string' && telling.test(format) ? ['its access log tells of more than the route'] : []),
      ...(settings.some((each) => isWriting(at(each, 'loggingLevel')) || at(each, 'dataTraceEnabled') === true)
        ? ['it writes whole requests: loggingLevel or dataTraceEnabled is on']
        : []),
      ...(isSet(at(defaultRouteSettings, 'throttlingRateLimit')) ? [] : ['it takes as much as all of the account: no throttlingRateLimit']),
    ];
  }),
};

const isWriting = (level: unknown): boolean => isSet(level) && level !== 'OFF' && level !== notYetKnown;
