import { afterAll, afterEach, beforeAll, describe, expect, it } from 'vitest';
import { type AwsWire, startAwsWire } from '../../support/aws-wire.ts';
import { type BuiltBundles, buildBundles, testKey } from '../../support/deployed-parts.ts';
import { bounceOf, formEvent, httpEvent, queueEvent, socketEvent, streamEvent } from '../../support/golden-events.ts';
import { startTask } from '../../support/running-task.ts';
import { type RunningFunction, startFunction } from '../../support/runtime-api.ts';
import type { Captures } from '../support/capture.ts';
import { environmentOf, type EntryName, schemas } from '../support/environments.ts';
import { type VariantName, wholeProgram } from '../support/whole-program.ts';
import { answered, kinds, plain } from '../support/wired.ts';

let built: BuiltBundles;
const opened: (() => Promise<void>)[] = [];

beforeAll(async () => {
  built = await buildBundles(...Object.keys(schemas));
}, 120_000);
afterEach(async () => {
  for (const close of opened.splice(0).toReversed()) await close();
});
afterAll(async () => built.remove());

/** AWS on this machine with what is in the stack: its tables, and its secrets under their ARNs. */
const awsOf = async (captures: Captures): Promise<AwsWire> => {
  const wire = await startAwsWire({ tables: captures.of(kinds.table).map((table) => answered(table).name) });
  opened.push(wire.close);
  const set = (ending: string, value: string): void => {
    for (const secret of captures.of(kinds.secret).filter(({ name }) => name.endsWith(ending)))
      wire.secrets.set(answered(secret).arn, value);
  };
  set('-key', testKey);
  set('-resend', 're_a_key');
  set('-resend-webhook', `whsec_${testKey}`);
  set('-origin', originOf(captures));
  return wire;
};
const originOf = ({ one }: Captures): string => String(plain(one(kinds.secretVersion, '-origin').inputs['secretString']));

/** What Lambda or ECS adds by itself, and that clients of AWS find this machine in place of AWS; nothing else. */
const around = ({ url }: AwsWire): Readonly<Record<string, string>> => ({
  AWS_REGION: 'eu-central-1',
  AWS_ACCESS_KEY_ID: 'test',
  AWS_SECRET_ACCESS_KEY: 'test',
  AWS_EC2_METADATA_DISABLED: 'true',
  AWS_ENDPOINT_URL_DYNAMODB: url,
  AWS_ENDPOINT_URL_SECRETS_MANAGER: url,
  AWS_ENDPOINT_URL_SESV2: url,
});

/** A stack, and AWS on this machine as it would be for it. */
interface Place {
  readonly captures: Captures;
  readonly wire: AwsWire;
}

const started = async (
  { captures, wire }: Place,
  name: EntryName,
  more: Readonly<Record<string, string>> = {},
): Promise<RunningFunction> => {
  const fn = await startFunction(built.pathOf(name), { ...environmentOf(captures, name), ...around(wire), ...more });
  opened.push(fn.stop);
  return fn;
};

const placeOf = async (stack: VariantName): Promise<Place> => {
  const captures = await wholeProgram(stack);
  return { captures, wire: await awsOf(captures) };
};

const throughOrigin = (captures: Captures): Readonly<Record<string, string>> => ({
  'x-origin-secret': originOf(captures).split('\n')[0] ?? '',
});

/** Somebody signs up through the distribution. */
const signUpAt = async (fn: RunningFunction, captures: Captures): Promise<unknown> =>
  fn.invoke(formEvent('/sign-up', { email: 'ana@example.com', name: 'Ana', consent: 'yes' }, throughOrigin(captures)));

describe.each(['dev', 'prod'] as const)('the bundles with exactly what %s tells them', (stack) => {
  it('show pages to who comes through the distribution, and to nobody else', async () => {
    const place = await placeOf(stack);
    const { captures } = place;
    const fn = await started(place, 'api');
    expect(await fn.invoke(httpEvent('GET', '/', { headers: throughOrigin(captures) }))).toMatchObject({ statusCode: 200 });
    expect(await fn.invoke(httpEvent('GET', '/'))).toMatchObject({ statusCode: 403 });
  });

  it('mail a link of this site, through SES and from its sender', async () => {
    const place = await placeOf(stack);
    const { captures, wire } = place;
    expect(await signUpAt(await started(place, 'api'), captures)).toMatchObject({ statusCode: 303 });
    const drain = await started(place, 'drain-outbox');
    expect(await drain.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
    expect(wire.mails).toMatchObject([
      { to: 'ana@example.com', text: expect.stringContaining('https://d111111abcdef8.cloudfront.net/survey?token=') as string },
    ]);
    expect(await drain.invoke({ source: 'loop.tick' })).toEqual({ batchItemFailures: [] });
  });

  it('let no window in without a ticket, nor from another page, and look at a chat that nobody wrote in', async () => {
    const place = await placeOf(stack);
    const socket = await started(place, 'chat-socket');
    for (const origin of ['https://d111111abcdef8.cloudfront.net', 'https://elsewhere.example.com'])
      expect(await socket.invoke(connecting(origin, 'a-ticket-of-nobody'))).toEqual({ statusCode: 403 });
    const missed = await started(place, 'chat-missed');
    expect(await missed.invoke(queueEvent(JSON.stringify({ conversationId: 'nobodys' })))).toEqual({ batchItemFailures: [] });
  });

  it('take what SES says of a mail, and do their chores', async () => {
    const place = await placeOf(stack);
    const events = await started(place, 'mail-events');
    expect(await events.invoke(queueEvent(bounceOf('nobody@example.com')))).toEqual({ batchItemFailures: [] });
    const schedule = await started(place, 'schedule');
    await schedule.invoke({ source: 'loop.tick' });
    expect(schedule.output()).toContain('"count-members"');
  });
});

describe.each(['dev', 'prod', 'dev with Resend', 'prod with Resend'] as const)('the tasks with exactly what %s tells them', (stack) => {
  it.each(['weekly-round', 'intro-sender'] as const)('run %s to a good end where nothing is due', async (name) => {
    const place = await placeOf(stack);
    const { captures, wire } = place;
    const task = startTask(built.pathOf(name), { ...environmentOf(captures, name), ...around(wire) });
    expect([await task.ended, task.output()]).toEqual([0, expect.any(String)]);
    expect(wire.mails).toEqual([]);
  });
});

describe('the bundles with exactly what a stack with Resend tells them', () => {
  it('send through Resend, which answers elsewhere in a test alone', async () => {
    const place = await placeOf('dev with Resend');
    const { captures, wire } = place;
    await signUpAt(await started(place, 'api'), captures);
    const drain = await started(place, 'drain-outbox', { RESEND_BASE_URL: wire.url });
    expect(await drain.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
    expect(wire.mails.map(({ to }) => to)).toEqual(['ana@example.com']);
  });

  it('begin in prod, and take the webhook’s secret where it was set', async () => {
    const place = await placeOf('prod with Resend');
    const { captures } = place;
    const fn = await started(place, 'api');
    expect(await fn.invoke(httpEvent('GET', '/', { headers: throughOrigin(captures) }))).toMatchObject({ statusCode: 200 });
    const drain = await started(place, 'drain-outbox');
    expect(await drain.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
  });
});

/** A window that opens, by a page of this origin. */
const connecting = (Origin: string, ticket: string) =>
  socketEvent('$connect', 'Jn8sNeTSliA=', { headers: { Origin }, queryStringParameters: { ticket } });

const eventOf = (name: EntryName): unknown => {
  if (name === 'chat-socket') return connecting('https://d111111abcdef8.cloudfront.net', 'a-ticket');
  return ['mail-events', 'receive-mail', 'chat-missed'].includes(name) ? queueEvent() : { source: 'loop.tick' };
};

/** What the alarm on secrets counts (`logPatterns` in infra/platform/log-errors-plan.ts). */
const tellsOfSecret = (output: string): boolean =>
  output
    .split('\n')
    .filter((line) => line.startsWith('{'))
    .map((line) => JSON.parse(line) as { readonly code?: string; readonly error?: string })
    .some(({ code, error }) => code?.startsWith('secret.') === true || error === 'SecretUnread');

describe('a stack whose key is not set yet', () => {
  const withoutKey = async () => {
    const place = await placeOf('prod');
    const { captures, wire } = place;
    const { arn } = answered(captures.one(kinds.secret, '-key'));
    wire.secrets.delete(arn);
    return { place, setKey: () => wire.secrets.set(arn, testKey) };
  };

  it.each(['drain-outbox', 'schedule', 'mail-events', 'receive-mail', 'send-relayed', 'chat-socket', 'chat-missed'] as const)(
    'has %s fail so that an alarm hears it, and go on once it is set',
    async (name) => {
      const { place, setKey } = await withoutKey();
      const fn = await started(place, name);
      const event = eventOf(name);
      await expect(fn.invoke(event)).rejects.toThrow('secret.missing');
      expect(tellsOfSecret(fn.output())).toBe(true);
      setKey();
      await expect(fn.invoke(event)).resolves.toBeDefined();
    },
  );

  it('asks visitors to come back, so that an alarm hears it, and is there once it is set', async () => {
    const { place, setKey } = await withoutKey();
    const fn = await started(place, 'api');
    const event = httpEvent('GET', '/', { headers: throughOrigin(place.captures) });
    expect(await fn.invoke(event)).toMatchObject({ statusCode: 503 });
    expect(tellsOfSecret(fn.output())).toBe(true);
    setKey();
    expect(await fn.invoke(event)).toMatchObject({ statusCode: 200 });
  });
});
