import { UpdateEventSourceMappingCommand } from '@aws-sdk/client-lambda';
import { PutSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { CreateEmailIdentityCommand, SESv2Client, SendEmailCommand } from '@aws-sdk/client-sesv2';
import { PublishCommand } from '@aws-sdk/client-sns';
import { randomBytes } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { formatWeek, parseWeek, weeksAfter } from '../../../domain/kernel/iso-week.ts';
import { exercised, granted, refusedCalls, strangers } from '../../infra/support/lived-calls.ts';
import { chatOf, keptFiles } from '../../infra/support/lived-chat.ts';
import { chatStory } from '../../infra/support/lived-chat-story.ts';
import { aliasIn, introductionsTo, letterOf } from '../../infra/support/lived-letters.ts';
import { anOperatorOf } from '../../infra/support/lived-operator.ts';
import { arrive, isKept } from '../../infra/support/lived-relay.ts';
import { answerBy, emailOf, mailTo, nameOf, pathIn, signInBy, signInLink, signUp } from '../../infra/support/lived-people.ts';
import { start, tick } from '../../infra/support/lived-schedules.ts';
import { aLivedStack, type LivedStack } from '../../infra/support/lived-stack.ts';
import { runTaskOf } from '../../infra/support/lived-tasks.ts';
import { surplusRights } from '../../infra/support/surplus.ts';
import type { Browser } from '../../support/browse.ts';
import { authoredPdf } from '../../support/relay-pdfs.ts';
import { bounceOf } from '../../support/golden-events.ts';
import type { OperatorsDesk } from '../../support/run-against-stack.ts';

// The program as it is deployed, with the roles that it provisions, in an emulator that looks at rights: one story, in order.

const limitMs = 180_000;
let stack: LivedStack;
let operator: OperatorsDesk;
const browsers = new Map<string, Browser>();
const studios = { ana: 'bakery', ben: 'kiln', cleo: 'foundry', dan: 'depot' } as const;
const people = Object.keys(studios) as readonly (keyof typeof studios)[];

beforeAll(async () => {
  stack = await aLivedStack();
  operator = await anOperatorOf(stack);
}, limitMs);
afterAll(async () => {
  (operator as OperatorsDesk | undefined)?.remove();
  await (stack as LivedStack | undefined)?.close();
});

const browserOf = (name: string): Browser => {
  const browser = browsers.get(name);
  if (browser === undefined) throw new Error(`${name} has no browser yet`);
  return browser;
};
const loop = async (...words: readonly string[]) => {
  const ran = await operator.loop(...words, '--stack', 'dev');
  if (ran.code !== 0) throw new Error(`loop ${words.join(' ')} ended with ${String(ran.code)}: ${ran.stderr}`);
  return ran.stdout;
};
const weekAfter = async (): Promise<string> => {
  const { week } = JSON.parse(await loop('round', 'status', '--json')) as { readonly week: string };
  const parsed = parseWeek(week);
  if (!parsed.ok) throw new Error(`${week} is no week`);
  return formatWeek(weeksAfter(parsed.value, 1));
};
const letStreamTell = async (Enabled: boolean): Promise<void> => {
  const UUID = stack.made('aws:lambda/eventSourceMapping:EventSourceMapping', 'drain-outbox').id;
  await stack.clients.lambda.send(new UpdateEventSourceMappingCommand({ UUID, Enabled }));
};
const partnerOf = async (name: string): Promise<string> => {
  const [mail] = await introductionsTo(stack, name);
  return people.find((each) => each !== name && mail?.text.includes(nameOf(each)) === true) ?? '';
};

describe('a deployed stack, under the roles that it has', { timeout: limitMs }, () => {
  it('asks everybody to come back until its key is set, and goes on by itself then', async () => {
    const browser = await stack.visit();
    const page = await browser.open('/');
    expect([page.status, page.headers.get('retry-after')]).toEqual([503, '5']);
    expect(await tick(stack, 'drain-outbox-tick')).toContain('secret.');
    // As docs/runbooks/first-deployment.md says it.
    const SecretString = randomBytes(32).toString('base64');
    await stack.clients.secrets.send(new PutSecretValueCommand({ SecretId: String(stack.outputs['keySecret']), SecretString }));
    expect((await browser.open('/')).status).toBe(200);
    expect(await tick(stack, 'drain-outbox-tick')).toBeUndefined();
  });

  it('may send as its own address; MiniStack asks for more than AWS does', async () => {
    const ses = new SESv2Client({ endpoint: stack.aws.url, region: stack.aws.region, credentials: await stack.as('drain-outbox') });
    const mail = new SendEmailCommand({
      FromEmailAddress: 'circle@example.com',
      Destination: { ToAddresses: ['nobody@example.com'] },
      Content: { Raw: { Data: Buffer.from('Subject: x\r\n\r\nx') } },
    });
    // AWS looks for the identity and the configuration set (Service Authorization Reference, SES v2), MiniStack for everything at once.
    await expect(ses.send(mail)).rejects.toThrow(/not authorized to perform: ses:SendEmail on resource: \*/);
    for (const role of ['drain-outbox', 'intro-sender', 'send-relayed'])
      await stack.allowToo(role, { Effect: 'Allow', Action: ['ses:SendEmail'], Resource: ['*'] });
    ses.destroy();
    // The account's: its own program proves the domain. Who is of it can also be written to from the sandbox.
    const account = new SESv2Client({ endpoint: stack.aws.url, region: stack.aws.region, credentials: stack.aws.credentials });
    await account.send(new CreateEmailIdentityCommand({ EmailIdentity: 'example.com' }));
    account.destroy();
  });

  it('mails everybody who joins a link, as soon as its stream tells, and takes their answers', async () => {
    for (const name of people) {
      browsers.set(name, await stack.visit());
      expect((await signUp(browserOf(name), name)).path).toBe('/check-your-mail');
      const mail = await mailTo(stack, { name, is: /\/survey\?token=/ });
      expect((await answerBy(browserOf(name), mail, studios[name])).path).toBe('/survey/thanks');
    }
  });

  it('runs no round with a role that lacks a right, and says which', async () => {
    const statements = stack.policies().get('weekly-round') ?? [];
    await stack.setPolicy(
      'weekly-round',
      statements.filter(({ Action }) => !Action.includes('dynamodb:GetItem')),
    );
    const task = await runTaskOf(stack, 'weekly-round');
    expect([await task.ended, task.lines().find(({ event }) => event === 'fault')]).toMatchObject([3, { code: 'storage.denied' }]);
    await stack.setPolicy('weekly-round', statements);
  });

  it('runs the round that is due, as a task', async () => {
    // MiniStack takes a start for one of the cluster, AWS for one of the task's definition, which the role names.
    await expect(start(stack, 'weekly-round-schedule')).rejects.toThrow(/ecs:RunTask/);
    const task = await runTaskOf(stack, 'weekly-round');
    expect([await task.ended, task.output()]).toEqual([0, expect.stringContaining('round_ready')]);
    expect(task.lines().find(({ event }) => event === 'round_ready')).toMatchObject({ count: 2, left: 0, of: 4 });
    expect(JSON.parse(await loop('round', 'status', '--json'))).toMatchObject({ state: 'ready', pairs: 2 });
  });

  it('introduces everybody once, and shows each who it is', async () => {
    // Whoever comes first sends; here it is to be the task, by its own rights.
    await letStreamTell(false);
    const task = await runTaskOf(stack, 'intro-sender');
    expect([await task.ended, task.output()]).toEqual([0, expect.stringContaining('introductions_claimed')]);
    await letStreamTell(true);
    for (const name of people) {
      const [mail, ...more] = await introductionsTo(stack, name);
      expect([name, more]).toEqual([name, []]);
      const partner = people.find((each) => each !== name && mail?.text.includes(nameOf(each)) === true);
      expect([name, (await browserOf(name).open('/me')).text]).toEqual([name, expect.stringContaining(nameOf(String(partner)))]);
    }
    expect(JSON.parse(await loop('introductions', 'status', '--json'))).toMatchObject({ state: 'sent', failed: [] });
  });

  chatStory(() => ({ stack, browserOf, partnerOf }));

  it('passes on what one of a pair writes to the other, and the answer, by private addresses alone', async () => {
    const [mail] = await introductionsTo(stack, 'ana');
    const alias = aliasIn(mail);
    const partner = await partnerOf('ana');
    const pdf = await authoredPdf('A map');
    await arrive(stack, {
      id: 'from-ana',
      from: emailOf('ana'),
      to: alias,
      raw: letterOf('ana', { to: alias, words: 'Shall we meet?', pdf }),
    });
    const passedOn = await mailTo(stack, { name: partner, is: /Shall we meet\?/ });
    expect(passedOn.text).not.toContain(emailOf('ana'));
    // The PDF was read on its thread, or a note would say that it is missing.
    expect(passedOn.text).not.toContain('left out');
    await expect.poll(async () => isKept(stack, 'from-ana'), { timeout: 30_000 }).toBe(false);
    const [toPartner] = await introductionsTo(stack, partner);
    const back = aliasIn(toPartner);
    await arrive(stack, { id: 'answer', from: emailOf(partner), to: back, raw: letterOf(partner, { to: back, words: 'On Friday!' }) });
    expect((await mailTo(stack, { name: 'ana', is: /On Friday!/ })).text).not.toContain(emailOf(partner));
    await expect.poll(async () => isKept(stack, 'answer'), { timeout: 30_000 }).toBe(false);
    // A stranger, and nobody's address: taken, and thrown away without a word.
    const nobodys = `c_${'a'.repeat(26)}a@relay.dev.example.com`;
    await arrive(stack, { id: 'strange', from: 'eve@example.com', to: alias, raw: letterOf('eve', { to: alias, words: 'Who is there?' }) });
    await arrive(stack, { id: 'stray', from: emailOf('ana'), to: nobodys, raw: letterOf('ana', { to: nobodys, words: 'Is it me?' }) });
    for (const id of ['strange', 'stray']) await expect.poll(async () => isKept(stack, id), { timeout: 30_000 }).toBe(false);
    // A word in place of a message: an order to Loop.
    await arrive(stack, {
      id: 'stop',
      from: emailOf(partner),
      to: back,
      raw: letterOf(partner, { to: back, words: 'STOP', signed: false }),
    });
    await expect.poll(async () => isKept(stack, 'stop'), { timeout: 30_000 }).toBe(false);
    expect(await tick(stack, 'send-relayed-tick')).toBeUndefined();
  });

  it('lets members keep each other off, and tell of each other', async () => {
    const ofPartner = async (name: string) => {
      const page = await browserOf(name).open('/me');
      const partner = people.map(nameOf).find((each) => page.text.includes(`Block or report ${each}`));
      return { partner, page: await page.follow(`Block or report ${String(partner)}`) };
    };
    const told = await ofPartner('ben');
    expect((await told.page.press('Send the report', { text: 'Wrote things that I would not repeat.' })).text).toContain('Thank you.');
    const anas = await chatOf(stack, browserOf('ana'));
    const { partner, page } = await ofPartner('ana');
    expect((await page.press(`Block ${String(partner)}`)).text).toContain('Blocked.');
    expect(await anas.send({ id: 'message-8', text: 'Hello?' })).toMatchObject({ code: 'chat.closed' });
    expect((await (await browserOf('ana').open('/me/settings')).press('Unblock')).text).toContain('Unblocked.');
  });

  it('lets its operator run the round of the week after', async () => {
    const browser = await stack.visit();
    await (await browser.open('/sign-in')).press('Mail me a link', { email: emailOf('operator') });
    // They have a seat and no answers yet.
    const mail = await mailTo(stack, { name: 'operator', is: /\/survey\?token=/ });
    await (await browser.open(pathIn(mail, /\/survey\?/))).press('Begin');
    const page = await browser.open(`/operator/round?week=${await weekAfter()}`);
    expect((await page.press('Run this round')).text).toContain('The round is run and stored.');
  });

  it('pauses who cannot be reached, by what SES says, and tells who wrote to them', async () => {
    // Of the pair in which nobody blocked anybody.
    const apart = ['ana', await partnerOf('ana')];
    const lost = people.find((name) => !apart.includes(name)) ?? '';
    const partner = await partnerOf(lost);
    const [read] = await introductionsTo(stack, partner);
    const alias = aliasIn(read).split('@')[0] ?? '';
    const { Message } = JSON.parse(bounceOf(emailOf(lost), { alias, at: new Date(Date.now()) })) as { readonly Message: string };
    await stack.clients.sns.send(new PublishCommand({ TopicArn: stack.made('aws:sns/topic:Topic', 'mail').id, Message }));
    await expect.poll(async () => loop('members', 'list', '--search', lost), { timeout: 30_000 }).toContain('paused');
    expect(await loop('members', 'list', '--search', partner)).not.toContain('paused');
    expect((await browserOf(lost).open('/me')).text).toContain('mails came back');
    expect((await mailTo(stack, { name: partner, is: /mail cannot be delivered to the other one/ })).text).not.toContain(emailOf(lost));
  });

  it('does its chores when the schedule ticks', async () => {
    expect(await tick(stack, 'schedule-tick')).toBeUndefined();
  });

  it('has nothing that lies dead', async () => {
    const { queues } = JSON.parse(await loop('dead-letters', 'list', '--json')) as { readonly queues: readonly object[] };
    expect(queues.length).toBe(12);
    for (const queue of queues) expect(queue).toMatchObject({ waiting: 0 });
  });

  it('sends by the tick of the next minute what its stream did not tell', async () => {
    await letStreamTell(false);
    const browser = await stack.visit();
    await (await browser.open('/sign-in')).press('Mail me a link', { email: emailOf('ana') });
    const mail = await mailTo(stack, { name: 'ana', is: signInLink }, { waitMs: 100_000 });
    expect((await signInBy(browser, mail)).text).toContain('Hello, Ana');
  });

  it('takes what was said away with who is erased, files among it', async () => {
    const kept = async () => keptFiles(stack);
    expect(await kept()).not.toEqual([]);
    expect((await (await browserOf('ana').open('/me/erase')).press('Erase everything')).text).toContain('Everything is erased');
    await expect.poll(kept, { timeout: 30_000 }).toEqual([]);
  });

  it('asks for nothing that it may not do, but where that is what is tried', () => {
    expect(refusedCalls(stack)).toEqual([
      'drain-outbox: ses:SendEmail',
      'weekly-round-schedule: ecs:RunTask',
      'weekly-round: dynamodb:GetItem',
    ]);
  });

  it('may do nothing that it does not do, but for what is listed with its reason', () => {
    const [did, may] = [exercised(stack), granted(stack)];
    const unused = may.filter((each) => !did.has(each));
    // Listed in test/infra/support/surplus.ts, or taken away from the role.
    expect({ grantedAndNeverUsed: unused.filter((each) => !surplusRights.includes(each)) }).toEqual({ grantedAndNeverUsed: [] });
    expect({ listedAndNotSurplus: surplusRights.filter((each) => !unused.includes(each)) }).toEqual({ listedAndNotSurplus: [] });
    expect({ didWithoutKnownRole: strangers(stack) }).toEqual({ didWithoutKnownRole: [] });
  });
});
