import type { APIGatewayProxyStructuredResultV2 } from '../../adapters/lambda/events.ts';
import { type Browser, createBrowser } from './browse.ts';
import { httpEvent } from './golden-events.ts';
import type { RunningFunction } from './runtime-api.ts';

/** A browser in front of the pages as a function, with the distribution between them. */
export const browserOf = (fn: RunningFunction, headers: Readonly<Record<string, string>> = {}): Browser =>
  createBrowser(
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const { cookie, ...given } = Object.fromEntries(request.headers);
      const body = Buffer.from(await request.arrayBuffer());
      const event = httpEvent(request.method, `${pathname}${search}`, {
        headers: { ...given, ...headers },
        ...(cookie === undefined ? {} : { cookies: cookie.split('; ') }),
        ...(body.length === 0 ? {} : { body: body.toString('base64'), isBase64Encoded: true }),
      });
      return responseOf((await fn.invoke(event)) as APIGatewayProxyStructuredResultV2);
    },
    { baseUrl: 'https://circle.example.com' },
  );

const responseOf = (result: APIGatewayProxyStructuredResultV2): Response => {
  const headers = new Headers(Object.entries(result.headers ?? {}).map(([name, value]): [string, string] => [name, String(value)]));
  for (const cookie of result.cookies ?? []) headers.append('set-cookie', cookie);
  const { statusCode: status = 200, body = '' } = result;
  const bytes = Buffer.from(body, result.isBase64Encoded === true ? 'base64' : 'utf8');
  return new Response([204, 303].includes(status) ? null : bytes, { status, headers });
};
