import { Worker } from 'node:worker_threads';
import { beforeEach, describe, expect, it } from 'vitest';
import type { ReadPdf } from '../../../adapters/email/relay/pdf.ts';
import { systemClock } from '../../../adapters/composition/host.ts';
import { createDynamoClient } from '../../../adapters/dynamodb/dynamo-client.ts';
import { createTableOnSdk } from '../../../adapters/dynamodb/table-on-sdk.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { seededRandom } from '../../../domain/kernel/random.ts';
import { testAccess } from '../../support/dynamo-tables.ts';
import { aliasOfBen, introduce } from '../../support/relay-world.ts';
import { type AwsWire, wireTables } from '../../support/aws-wire.ts';
import { bundlesAtWire } from '../../support/bundles-at-wire.ts';
import { settingsOn } from '../../support/deployed-parts.ts';
import { queueEvent, streamEvent } from '../../support/golden-events.ts';
import { inboundBucket, inboundNotification } from '../../support/inbound-notifications.ts';
import { rawMail } from '../../support/relay-mails.ts';
import { authoredPdf } from '../../support/relay-pdfs.ts';
import { logLines, type RunningFunction } from '../../support/runtime-api.ts';
import { createSnsSigner, testTopicArn } from '../../support/sns-signer.ts';

const { wire: wireOf, pathOf, start } = bundlesAtWire('receive-mail', 'send-relayed');
let wire: AwsWire;
beforeEach(() => {
  wire = wireOf();
});
const { wrap } = createSnsSigner();

const started = async (name: string, more: Readonly<Record<string, string>> = {}): Promise<RunningFunction> => {
  const raw = { RAW_BUCKET: inboundBucket, RAW_PREFIX: 'inbound/', INBOUND_TOPIC_ARN: testTopicArn };
  return start(name, { ...settingsOn(wire), ...raw, ...more });
};
const tableOn = ({ url }: AwsWire) =>
  createTableOnSdk({
    client: createDynamoClient({ ...testAccess, endpoint: url }),
    tables: wireTables,
    clock: systemClock,
    random: seededRandom(1),
    pause: async () => Promise.resolve(),
    patienceMs: 1_000,
  });
const again = (...positions: readonly number[]) => ({
  batchItemFailures: positions.map((at) => ({ itemIdentifier: `00000000-0000-4000-8000-${String(at).padStart(12, '0')}` })),
});

const nobodys = `c_${'a'.repeat(26)}a@relay.example.com`;
const stray = (id: string) => wrap(inboundNotification({ id, recipients: [nobodys], source: 'ana@example.com' }));
const words = 'words of a mail';
const mail = rawMail('From: Ana <ana@example.com>', `To: ${nobodys}`, 'Subject: Hello', 'Content-Type: text/plain', '', words);

describe('mails that come in, as a function', () => {
  it('takes one to nobody’s address, throws it away, and writes down neither words nor addresses', async () => {
    wire.objects.set(`${inboundBucket}/inbound/stray`, mail);
    const fn = await started('receive-mail');
    expect(await fn.invoke(queueEvent(stray('stray')))).toEqual(again());
    expect(wire.objects.size).toBe(0);
    expect(logLines(fn).find(({ event }) => event === 'relay.arrived')).toMatchObject({ outcome: 'relay.alias_unknown' });
    expect(logLines(fn).find((line) => '_aws' in line)).toMatchObject({ service: 'receive-mail', MailsTaken: 1, MailsTurnedAway: 1 });
    expect(fn.output()).not.toMatch(/ana@example|c_a{20}|words of a mail/);
  });

  it('has one come again whose mail is not there yet, which is no fault', async () => {
    await introduce(tableOn(wire), Date.now() as Instant);
    const late = wrap(inboundNotification({ id: 'late', recipients: [`${aliasOfBen}@relay.example.com`], source: 'ana@example.com' }));
    const fn = await started('receive-mail');
    expect(await fn.invoke(queueEvent(late))).toEqual(again(0));
    expect(logLines(fn).find(({ event }) => event === 'message.waits')).toMatchObject({ code: 'relay.not_yet' });
    expect(fn.output()).not.toContain('Faults');
    wire.objects.set(`${inboundBucket}/inbound/late`, mail);
    expect(await fn.invoke(queueEvent(late))).toEqual(again());
  });

  it('has one come again whose bucket cannot be read, and says why without the words of AWS', async () => {
    wire.faults.s3 = () => ({ status: 403, code: 'AccessDenied', message: `${words} of ana@example.com to ${nobodys}` });
    const fn = await started('receive-mail');
    expect(await fn.invoke(queueEvent(stray('denied')))).toEqual(again(0));
    expect(logLines(fn).find(({ event }) => event === 'message.failed')).toMatchObject({ code: 'raw_mail.denied' });
    expect(fn.output()).not.toMatch(/ana@example|c_a{20}|words of a mail/);
  });

  it('gives back what no mail service of ours says, and looks at no mail of it', async () => {
    const fn = await started('receive-mail');
    const bodies = [
      'not a notification',
      inboundNotification({ recipients: [nobodys] }),
      wrap(inboundNotification({ recipients: [nobodys] }), { TopicArn: `${testTopicArn}-of-others` }),
      wrap(inboundNotification({ recipients: [nobodys], bucket: 'a-bucket-of-others' })),
      wrap('{"notificationType":"Received"}'),
    ];
    expect(await fn.invoke(queueEvent(...bodies))).toEqual(again(0, 1, 2, 3, 4));
    expect(logLines(fn).flatMap(({ event, code }) => (event === 'message.unreadable' ? [code] : []))).toEqual([
      'sns.malformed',
      'sns.malformed',
      'sns.foreign_topic',
      'ses_inbound.elsewhere',
      'ses_inbound.malformed',
    ]);
  });

  it('believes nobody but SNS where no emulator is set', async () => {
    const { AWS_ENDPOINT_URL: _emulator, ...rest } = settingsOn(wire);
    const fn = await start('receive-mail', {
      ...rest,
      AWS_ENDPOINT_URL_DYNAMODB: wire.url,
      AWS_ENDPOINT_URL_SECRETS_MANAGER: wire.url,
      RAW_BUCKET: inboundBucket,
      RAW_PREFIX: 'inbound/',
      INBOUND_TOPIC_ARN: testTopicArn,
    });
    const forged = wrap(inboundNotification({ recipients: [nobodys] }), { SigningCertURL: 'https://example.com/own.pem' });
    expect(await fn.invoke(queueEvent(forged))).toEqual(again(0));
    expect(logLines(fn).find(({ event }) => event === 'message.unreadable')).toMatchObject({ code: 'sns.forged' });
  });
});

describe('mails that are passed on, as a function', () => {
  it('looks for what is due, whatever its event says', async () => {
    const fn = await started('send-relayed', { SES_CONFIGURATION_SET: 'loop' });
    expect(await fn.invoke(streamEvent)).toEqual({ batchItemFailures: [] });
    expect(await fn.invoke({ source: 'loop.tick' })).toEqual({ batchItemFailures: [] });
    expect(logLines(fn).find(({ event }) => event === 'mails')).toMatchObject({ level: 'info', accepted: 0 });
    expect(wire.dynamo.rows(wireTables.relays)).toEqual([]);
  });
});

describe('the thread that reads PDFs', () => {
  it.each(['receive-mail', 'send-relayed'])('lies beside the bundle of %s and reads one', async (name) => {
    const beside = pathOf(name).replace('index.mjs', 'pdf-worker.mjs');
    const worker = new Worker(beside, { workerData: await authoredPdf('A map') });
    const read = await new Promise<ReadPdf>((resolve, reject) => {
      worker.once('message', resolve);
      worker.once('error', reject);
    });
    expect(read.texts.join(' ')).toContain('A map');
    expect(Buffer.from(read.bytes).subarray(0, 5).toString()).toBe('%PDF-');
  });
});
