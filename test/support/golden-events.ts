import type { APIGatewayProxyEventV2, APIGatewayProxyWebsocketEvent } from '../../adapters/lambda/events.ts';

/** A request as an HTTP API with payload format 2.0 hands it over, after the example of AWS's documentation. */
export const httpEvent = (
  method: string,
  path: string,
  more: Partial<Pick<APIGatewayProxyEventV2, 'headers' | 'cookies' | 'body' | 'isBase64Encoded'>> = {},
): APIGatewayProxyEventV2 => {
  const [rawPath = '/', rawQueryString = ''] = path.split('?');
  const event = {
    version: '2.0',
    routeKey: '$default',
    rawPath,
    rawQueryString,
    isBase64Encoded: false,
    ...more,
    headers: { host: 'api.example.com', 'cloudfront-viewer-address': '198.51.100.10:46532', ...more.headers },
    requestContext: {
      accountId: '123456789012',
      apiId: 'api-id',
      domainName: 'id.execute-api.eu-central-1.amazonaws.com',
      domainPrefix: 'id',
      http: { method, path: rawPath, protocol: 'HTTP/1.1', sourceIp: '192.0.2.1', userAgent: 'agent' },
      requestId: 'JKJaXmPLvHcESHA=',
      routeKey: '$default',
      stage: '$default',
      time: '21/Nov/2026:09:00:00 +0000',
      timeEpoch: 1_795_251_600_000,
    },
  };
  return event;
};

/** A form of ours, in the encoding that API Gateway chooses for what it does not know to be text. */
export const formEvent = (path: string, fields: Readonly<Record<string, string>>, headers: Readonly<Record<string, string>> = {}) =>
  httpEvent('POST', path, {
    headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin', origin: 'null', ...headers },
    body: Buffer.from(new URLSearchParams(fields).toString()).toString('base64'),
    isBase64Encoded: true,
  });

/** What a stream of keys alone says; nobody reads it. */
export const streamEvent = {
  Records: [
    {
      eventID: '1',
      eventName: 'INSERT',
      eventVersion: '1.1',
      eventSource: 'aws:dynamodb',
      awsRegion: 'eu-central-1',
      dynamodb: {
        Keys: { pk: { S: 'outbox#some-key' }, sk: { S: 'outbox' } },
        SequenceNumber: '111',
        SizeBytes: 26,
        StreamViewType: 'KEYS_ONLY',
      },
      eventSourceARN: 'arn:aws:dynamodb:eu-central-1:123456789012:table/test-users/stream/2026-11-21T00:00:00.000',
    },
  ],
};

export const queueEvent = (...bodies: readonly string[]) => ({
  Records: bodies.map((body, at) => ({
    messageId: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}`,
    receiptHandle: 'handle',
    body,
    attributes: { ApproximateReceiveCount: '1', SentTimestamp: '1', SenderId: 'sender', ApproximateFirstReceiveTimestamp: '1' },
    messageAttributes: {},
    md5OfBody: 'md5',
    eventSource: 'aws:sqs',
    eventSourceARN: 'arn:aws:sqs:eu-central-1:123456789012:mail-events',
    awsRegion: 'eu-central-1',
  })),
});

/** Later than anything that a test does. */
const afterAll = new Date('2099-11-21T09:00:00.000Z');

/** A hard bounce as SES publishes it, wrapped by SNS. */
export const bounceOf = (address: string, { alias, at = afterAll }: { readonly alias?: string; readonly at?: Date } = {}): string =>
  JSON.stringify({
    Type: 'Notification',
    MessageId: '00000000-0000-4000-8000-000000000000',
    TopicArn: 'arn:aws:sns:eu-central-1:123456789012:mail-events',
    Message: JSON.stringify({
      eventType: 'Bounce',
      bounce: {
        feedbackId: 'feedback-1',
        bounceType: 'Permanent',
        bounceSubType: 'General',
        bouncedRecipients: [
          { emailAddress: address, action: 'failed', status: '5.1.1', diagnosticCode: `smtp; 550 no mailbox ${address}` },
        ],
        timestamp: at.toISOString(),
      },
      mail: {
        timestamp: '2026-11-21T09:00:00.000Z',
        messageId: 'message-1',
        source: 'circle@example.com',
        destination: [address],
        // Those of a mail between members.
        ...(alias === undefined ? {} : { tags: { kind: ['relayed'], conversation: [alias] } }),
      },
    }),
    Timestamp: '2026-11-21T09:00:00.000Z',
  });

/**
 * What a WebSocket API hands over, as the API Gateway Developer Guide has it ("WebSocket API mapping template reference", and the Lambda
 * proxy integration of its routes): names of headers as the browser wrote them, and no headers after `$connect`.
 */
export const socketEvent = (
  route: '$connect' | '$disconnect' | '$default',
  connectionId: string,
  more: Partial<Pick<APIGatewayProxyWebsocketEvent, 'headers' | 'queryStringParameters' | 'body' | 'isBase64Encoded'>> = {},
): APIGatewayProxyWebsocketEvent => {
  const event = {
    ...(route === '$connect'
      ? {
          headers: {
            Host: 'id.execute-api.eu-central-1.amazonaws.com',
            Origin: 'https://circle.example.com',
            'Sec-WebSocket-Extensions': 'permessage-deflate; client_max_window_bits',
            'Sec-WebSocket-Key': 'dGhlIHNhbXBsZSBub25jZQ==',
            'Sec-WebSocket-Version': '13',
            'User-Agent': 'agent',
            'X-Forwarded-For': '192.0.2.1',
            'X-Forwarded-Proto': 'https',
          },
        }
      : {}),
    isBase64Encoded: false,
    ...more,
    requestContext: {
      routeKey: route,
      eventType: route === '$connect' ? 'CONNECT' : route === '$disconnect' ? 'DISCONNECT' : 'MESSAGE',
      ...(route === '$default' ? { messageId: 'Uw1jRfBZliACHEA=' } : {}),
      ...(route === '$disconnect' ? { disconnectStatusCode: 1001, disconnectReason: '' } : {}),
      extendedRequestId: 'Uw1jQEp2liAFsRg=',
      requestTime: '21/Nov/2026:09:00:00 +0000',
      messageDirection: 'IN',
      stage: 'live',
      connectedAt: 1_795_251_600_000,
      requestTimeEpoch: 1_795_251_600_000,
      identity: { sourceIp: '192.0.2.1', userAgent: 'agent' },
      requestId: 'Uw1jQEp2liAFsRg=',
      domainName: 'id.execute-api.eu-central-1.amazonaws.com',
      connectionId,
      apiId: 'id',
    },
  };
  return event;
};
