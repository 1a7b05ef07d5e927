import type { APIGatewayProxyStructuredResultV2 } from '../../../adapters/lambda/events.ts';
import { beforeAll, beforeEach, expect, it } from 'vitest';
import { type AwsWire, wireTables } from '../../support/aws-wire.ts';
import { bundlesAtWire } from '../../support/bundles-at-wire.ts';
import { mailSettingsOn, originSecret, settingsOn, testKey } from '../../support/deployed-parts.ts';
import { bounceOf, formEvent, httpEvent, queueEvent, streamEvent } from '../../support/golden-events.ts';
import { alwaysDue, startTask } from '../../support/running-task.ts';
import { settleMembers, stackAt } from '../../support/stack-members.ts';

const planted = {
  address: 'planted.person@example.com',
  name: 'Plantedname',
  words: 'planted words of a member',
  phone: '+351 900 100 200',
};
const everything = Object.values(planted).join(' ');
const throughOrigin = { 'x-origin-secret': originSecret };

const {
  wire: wireOf,
  pathOf,
  start: started,
} = bundlesAtWire('api', 'drain-outbox', 'mail-events', 'schedule', 'weekly-round', 'intro-sender');
let wire: AwsWire;
beforeAll(async () => {
  for (const name of ['weekly-round', 'intro-sender']) await alwaysDue(pathOf(name));
});
beforeEach(() => {
  wire = wireOf();
});
const settled = async (promise: Promise<unknown>): Promise<unknown> => promise.catch(() => undefined);

/** What nothing may write down: what was planted, every link’s token, every session, every secret, and every address there is. */
const expectNothingOf = (output: string, more: readonly string[] = []): void => {
  expect(output.length).toBeGreaterThan(0);
  const secrets = [...wire.secrets.values(), testKey];
  const told = [...Object.values(planted), ...secrets, ...more].filter((text) => output.includes(text));
  expect(told).toEqual([]);
  expect(output).not.toMatch(/[\w.+-]+@[\w-]+\.\w|198\.51\.100|192\.0\.2|re_test/);
};

const planting = { status: 400, body: { __type: `x#ValidationException`, message: everything, Message: everything } };

it('writes down nothing of whom it serves, whatever fails', async () => {
  const api = await started('api', { ...settingsOn(wire), ORIGIN_SECRET_ID: 'test/origin', RESEND_WEBHOOK_SECRET_ID: 'test/webhook' });
  wire.secrets.set('test/webhook', 'whsec_cGxhbnRlZCB3ZWJob29rIHNlY3JldA==');
  const send = async (event: unknown): Promise<APIGatewayProxyStructuredResultV2> =>
    (await settled(api.invoke(event))) as APIGatewayProxyStructuredResultV2;
  const join = formEvent('/sign-up', { email: planted.address, name: planted.name, consent: 'yes' }, throughOrigin);
  expect(await send(join)).toMatchObject({ statusCode: 303 });
  const drain = await started('drain-outbox', mailSettingsOn(wire));
  await drain.invoke(streamEvent);
  const token = decodeURIComponent(/token=([^\s&]+)/.exec(wire.mails[0]?.text ?? '')?.[1] ?? '');
  expect(token.length).toBeGreaterThan(20);

  await send(httpEvent('GET', `/survey?token=${encodeURIComponent(token)}&email=${planted.address}`, { headers: throughOrigin }));
  const opened = await send(formEvent('/survey/open', { token }, throughOrigin));
  const cookie = opened.cookies?.[0]?.split(';')[0] ?? '';
  const session = decodeURIComponent(cookie.split('=')[1] ?? '');
  expect(session.length).toBeGreaterThan(20);
  await send(httpEvent('GET', '/survey', { headers: throughOrigin, cookies: [cookie] }));
  await send(httpEvent('GET', `/${planted.address}/${encodeURIComponent(planted.words)}`, { headers: throughOrigin }));
  await send(httpEvent('GET', '/', { headers: { ...throughOrigin, 'x-words': `${everything}\n` } }));
  await send(httpEvent('POST', '/webhooks/resend', { headers: throughOrigin, body: everything }));
  await send(httpEvent('GET', '/', { headers: { 'x-origin-secret': planted.words } }));

  // What is stored is none that we understand, and the store quotes what it was asked.
  const [row] = wire.dynamo
    .rows(wireTables.users)
    .filter((each) => JSON.stringify(each).includes(planted.address) && String(each['pk']?.['S']).startsWith('member#'));
  wire.dynamo.answer('PutItem', { TableName: wireTables.users, Item: { ...row, body: { M: { words: { S: everything } } } } });
  expect(await send(httpEvent('GET', '/me', { headers: throughOrigin, cookies: [cookie] }))).toMatchObject({ statusCode: 500 });
  wire.faults.dynamo = () => planting;
  expect(await send(join)).toMatchObject({ statusCode: 500 });
  expect(api.output()).toContain('"error":"BodyUnreadable"');
  expectNothingOf(api.output(), [token, session, cookie]);
  expectNothingOf(drain.output(), [token]);
}, 30_000);

it('writes down nothing of the mails that it sends, or of what others say of them', async () => {
  const api = await started('api', settingsOn(wire));
  await api.invoke(formEvent('/sign-up', { email: planted.address, name: planted.name, consent: 'yes' }));
  wire.faults.resend = () => ({ status: 422, body: { name: 'validation_error', message: everything, statusCode: 422 } });
  const drain = await started('drain-outbox', mailSettingsOn(wire));
  await drain.invoke(streamEvent);
  wire.faults.resend = () => ({ status: 500, body: { everything } });
  await api.invoke(formEvent('/sign-in', { email: planted.address }));
  await drain.invoke(streamEvent, { remainingMs: 10_200 });
  const events = await started('mail-events', settingsOn(wire));
  await events.invoke(queueEvent(bounceOf(planted.address), everything, JSON.stringify({ Type: 'Notification', Message: everything })));
  wire.faults.dynamo = () => planting;
  await events.invoke(queueEvent(bounceOf(planted.address)));
  await settled(drain.invoke(streamEvent));
  const schedule = await started('schedule', settingsOn(wire));
  await settled(schedule.invoke({ everything }));
  wire.faults.secrets = () => planting;
  const unread = await started('schedule', settingsOn(wire));
  await settled(unread.invoke({ everything }));
  for (const fn of [drain, events, schedule, unread]) expectNothingOf(fn.output());
}, 30_000);

it('writes down nothing of the members of a round', async () => {
  const stack = stackAt(wire.url, wireTables);
  const people = await settleMembers(stack, 5);
  const names = ['Sample'];
  const round = startTask(pathOf('weekly-round'), settingsOn(wire));
  expect(await round.ended).toBe(0);
  wire.faults.resend = () => ({ status: 422, body: { name: 'validation_error', message: everything, statusCode: 422 } });
  const sender = startTask(pathOf('intro-sender'), mailSettingsOn(wire));
  expect(await sender.ended).toBe(0);
  wire.faults.dynamo = () => planting;
  const failing = startTask(pathOf('weekly-round'), settingsOn(wire));
  expect(await failing.ended).toBe(1);
  for (const task of [round, sender, failing]) expectNothingOf(task.output(), [...people, ...names]);
  stack.close();
}, 30_000);
