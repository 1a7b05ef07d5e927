import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2 } from './events.ts';

/**
 * A request as an HTTP API hands it over (AWS, "Create AWS Lambda proxy integrations for HTTP APIs", payload format 2.0). `undefined` for
 * one that cannot be a request: a header that HTTP does not allow, a host that is none.
 */
export const requestOf = (event: APIGatewayProxyEventV2): Request | undefined => {
  const { rawPath, rawQueryString, requestContext, cookies = [], body } = event;
  const { method } = requestContext.http;
  const url = `https://${requestContext.domainName}${rawPath}${rawQueryString === '' ? '' : `?${rawQueryString}`}`;
  try {
    const headers = new Headers();
    for (const [name, value] of Object.entries(event.headers)) if (value !== undefined) headers.set(name, latin1(value));
    if (cookies.length > 0) headers.set('cookie', cookies.map(latin1).join('; '));
    if (body === undefined || method === 'GET' || method === 'HEAD') return new Request(url, { method, headers });
    const bytes = Buffer.from(body, event.isBase64Encoded ? 'base64' : 'utf8');
    headers.set('content-length', String(bytes.length));
    return new Request(url, { method, headers, body: bytes });
  } catch {
    return undefined;
  }
};

// A header holds bytes; what a browser wrote beyond them is nothing that we read.
const latin1 = (value: string): string => value.replaceAll(/[^\u0000-\u00ff]/gu, '?');

export const resultOf = async (response: Response): Promise<APIGatewayProxyStructuredResultV2> => {
  const cookies = response.headers.getSetCookie();
  const headers = Object.fromEntries([...response.headers].filter(([name]) => name !== 'set-cookie'));
  const isText = /^(text\/|application\/(json|javascript|xml)|image\/svg)/.test(response.headers.get('content-type') ?? 'text/');
  const bytes = Buffer.from(await response.arrayBuffer());
  return {
    statusCode: response.status,
    headers,
    ...(cookies.length === 0 ? {} : { cookies }),
    body: bytes.toString(isText ? 'utf8' : 'base64'),
    isBase64Encoded: !isText,
  };
};

/** Answered before anything else is made: it only keeps a process warm. */
export const isWarmer = (event: unknown): boolean =>
  typeof event === 'object' && event !== null && 'source' in event && event.source === 'loop.warmer';
