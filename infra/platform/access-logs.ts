/**
 * What is written of each request: how it went, and under which id the function's own log tells of it. Neither path nor query, which hold
 * links that sign people in, nor address or browser, which tell who somebody is (names: API Gateway, "Logging variables for HTTP APIs").
 */
export const accessLogFields = {
  requestId: '$context.requestId',
  requestTime: '$context.requestTime',
  routeKey: '$context.routeKey',
  httpMethod: '$context.httpMethod',
  protocol: '$context.protocol',
  status: '$context.status',
  responseLength: '$context.responseLength',
  /** Milliseconds, of all of it. */
  responseLatency: '$context.responseLatency',
  /** Milliseconds, of the function. */
  integrationLatency: '$context.integrationLatency',
  integrationStatus: '$context.integrationStatus',
  /** Which of API Gateway's own answers it was, for example a refusal of too many requests. */
  errorType: '$context.error.responseType',
} as const;

/** One line of JSON. */
export const accessLogFormat = JSON.stringify(accessLogFields);
