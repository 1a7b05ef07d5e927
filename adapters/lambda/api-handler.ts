import type { APIGatewayProxyEventV2, APIGatewayProxyStructuredResultV2, Context } from './events.ts';
import { exactSolver } from '../../domain/introductions/matching/solve.ts';
import type { PlanRound } from '../../domain/introductions/ports.ts';
import { planRound } from '../../domain/introductions/round.ts';
import { chatting } from '../composition/chatting.ts';
import { createDeployed, type Deployed, KeyRefused } from '../composition/deployed.ts';
import { deployedSettingsOf } from '../composition/deployed-settings.ts';
import { settingOf } from '../composition/host.ts';
import { codeOfFault, kindOf } from '../composition/observed.ts';
import { T } from '../composition/tokens.ts';
import type { ApiEnv } from '../config/env.ts';
import { createSecretValues, SecretUnread } from '../config/secret.ts';
import { Unavailable } from '../dynamodb/table.ts';
import { createApp } from '../http/app.ts';
import { callerKey } from '../http/caller.ts';
import type { ObservedRequest, WebNeeds } from '../http/needs.ts';
import type { App } from '../http/session.ts';
import { chatFilesOnAws, chatTimerOnAws, windowsOnAws } from './chat-on-aws.ts';
import { type LambdaHost, once } from './host.ts';
import { isWarmer, requestOf, resultOf } from './http-event.ts';
import { isFromOrigin, originHeader, viewerAddress } from './origin.ts';

type Answer = Promise<APIGatewayProxyStructuredResultV2>;
type Served = Pick<Context, 'awsRequestId' | 'getRemainingTimeInMillis'>;

/** A round is planned here while an operator waits, and the HTTP API waits for 30 seconds at the most. */
export const membersPlannedHereMax = 800;

/** Everything that Loop answers over HTTP, behind an HTTP API that a CloudFront distribution stands before. */
export const createApiHandler = (host: LambdaHost<ApiEnv>): ((event: APIGatewayProxyEventV2, context: Served) => Answer) => {
  const { env, log, clock } = host;
  const originSecrets = createSecretValues({ region: env.AWS_REGION, endpoint: env.AWS_ENDPOINT_URL, clock });
  const isOurs = async ({ headers }: APIGatewayProxyEventV2): Promise<boolean> =>
    env.ORIGIN_SECRET_ID === undefined || isFromOrigin(headers[originHeader], (await originSecrets.read(env.ORIGIN_SECRET_ID)).reveal());
  const app = once(async () => ready(host));

  return async (event, context) => {
    if (isWarmer(event)) return { statusCode: 204 };
    return host.invoked(
      { awsRequestId: event.requestContext.requestId, getRemainingTimeInMillis: () => context.getRemainingTimeInMillis() },
      async () => {
        try {
          if (!(await isOurs(event))) return plain(403, 'Loop answers at its own address only.');
          const request = requestOf(event);
          if (request === undefined) return plain(400, 'This is not a request that Loop can read.');
          return await resultOf(await (await app()).fetch(request, { event }));
        } catch (error) {
          if (!isPassing(error)) throw error;
          log('error', 'request.failed', { status: 503, error: kindOf(error), code: codeOfFault(error), setting: settingOf(error) });
          return {
            ...plain(503, 'Loop cannot be reached right now. Please try again in a moment.'),
            headers: { ...plainHeaders, 'retry-after': '5' },
          };
        }
      },
    );
  };
};

/**
 * What a visitor may come back after: a store or a secret that cannot be had. Of a secret that nobody has set yet they hear no more than of
 * one that AWS does not hand out just now; whoever watches hears which it is, by the code.
 */
const isPassing = (error: unknown): boolean => error instanceof Unavailable || error instanceof SecretUnread || error instanceof KeyRefused;

const plainHeaders = { 'content-type': 'text/plain; charset=utf-8', 'cache-control': 'no-store' } as const;
const plain = (statusCode: number, body: string): APIGatewayProxyStructuredResultV2 => ({ statusCode, headers: plainHeaders, body });

/** Operators have their seats before anybody can sign up in their place. */
const ready = async (host: LambdaHost<ApiEnv>): Promise<App> => {
  const { env, folder, log, clock, random, pause } = host;
  const deployed = await createDeployed(deployedSettingsOf(env, 'waited'), {
    ...folder,
    plan: planHere,
    log,
    clock,
    random,
    pause,
    membersMax: membersPlannedHereMax,
    chat: (place) => ({
      module: chatting,
      sockets: windowsOnAws(host, place),
      files: chatFilesOnAws(host, place),
      timer: chatTimerOnAws(host, place),
    }),
  });
  await deployed.container.get(T.membership.seatOperators)({ operators: folder.community.operators });
  return createApp(needsOf(deployed, host));
};

const planHere: PlanRound = (input, seed) => planRound(input, { solver: exactSolver, seed });

const needsOf = (deployed: Deployed, host: LambdaHost<ApiEnv>): WebNeeds => {
  const { env, folder } = host;
  const { container } = deployed;
  return {
    ...folder,
    surveyDesk: container.get(T.membership.surveyDesk),
    calendar: container.get(T.membership.calendar),
    zone: container.get(T.introductions.calendar).zone,
    clock: container.get(T.clock),
    secrets: container.get(T.secrets),
    operators: container.get(T.operators),
    baseUrl: env.BASE_URL,
    relayDomain: env.RELAY_DOMAIN,
    // Whoever comes past the distribution could write the header themselves, so it counts only where its secret was shown.
    callerOf: ({ env: bindings }) => {
      const { event } = bindings as { readonly event: APIGatewayProxyEventV2 };
      const viewer = env.ORIGIN_SECRET_ID === undefined ? undefined : viewerAddress(event.headers['cloudfront-viewer-address']);
      return callerKey(viewer ?? event.requestContext.http.sourceIp);
    },
    observe: (request) => {
      observe(host, request);
    },
    membership: container.get(T.web.membership),
    introductions: container.get(T.web.introductions),
    operator: container.get(T.web.operator),
    relay: container.get(T.web.relay),
    chat: { ...container.get(T.web.chat), socketUrl: env.CHAT_SOCKET_URL, fileOrigins: [bucketOrigin(env)] },
    secondFactor: env.STAGE === 'prod' ? 'required' : 'offered',
    resendWebhook: resendWebhookOf(deployed, env),
  };
};

/** Where browsers hand files over and fetch them (S3, "Virtual hosting of buckets"); emulators have no names for buckets. */
const bucketOrigin = ({ AWS_ENDPOINT_URL: emulator, AWS_REGION: region, CHAT_BUCKET: bucket }: ApiEnv): string =>
  emulator === undefined ? `https://${bucket}.s3.${region}.amazonaws.com` : new URL(emulator).origin;

/** Secrets one a line, two while one takes the place of the other. */
const resendWebhookOf = ({ container, secretValues }: Deployed, { RESEND_WEBHOOK_SECRET_ID: id }: ApiEnv): WebNeeds['resendWebhook'] =>
  id === undefined
    ? undefined
    : {
        secrets: async () =>
          (await secretValues.read(id))
            .reveal()
            .split(/\s+/)
            .filter((secret) => secret !== ''),
        recordMailTrouble: container.get(T.membership.recordMailTrouble),
      };

const observe = ({ log, metrics }: LambdaHost<ApiEnv>, { method, route, status, ms, member, fault }: ObservedRequest): void => {
  const told = { method, route, status, member, ms: Math.round(ms) };
  if (fault === undefined) {
    log('info', 'request', told);
    return;
  }
  log('error', 'request.failed', { ...told, error: kindOf(fault), code: codeOfFault(fault), setting: settingOf(fault) });
  metrics.count('Faults', 1);
};
