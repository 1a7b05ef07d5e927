import { describe, expect, it } from 'vitest';
import { chatPolicy } from '../../../adapters/http/pages/content-policy.ts';
import { awayMs, stillAwayMs } from '../../../domain/relay/chat/limits.ts';
import type { Captured, Captures } from '../support/capture.ts';
import { environmentOf } from '../support/environments.ts';
import { wholeProgram } from '../support/whole-program.ts';
import { actionsOn, answered, at, kinds, rightsOf } from '../support/wired.ts';

const stacks = ['dev', 'prod', 'prod with a domain in a zone', 'dev that is warm'] as const;

/** By entry point, what a variable says to those that have it. */
const toldOf = ({ of }: Captures, variable: string): readonly (readonly [role: unknown, value: unknown])[] =>
  of(kinds.function)
    .filter((fn) => at(fn, `environment.variables.${variable}`) !== undefined)
    .map((fn) => [fn.inputs['role'], at(fn, `environment.variables.${variable}`)]);
const rolesWith = (captures: Captures, is: (action: string) => boolean): readonly unknown[] =>
  captures
    .of(kinds.function)
    .map(({ inputs }) => inputs['role'])
    .filter((role) => rightsOf(captures, role).some(({ Action }) => Action.some(is)));

const files = (captures: Captures) => answered(captures.one(kinds.bucket, '-chat-files'));
const missed = ({ one }: Captures): Captured => one(kinds.queue, '-chat-missed');

describe.each(stacks)('the chat of %s', (stack) => {
  it('is reached where its API is, by browsers and by who shows something in windows', async () => {
    const captures = await wholeProgram(stack);
    const { id } = answered(captures.one(kinds.api, '-chat'));
    const host = `${id}.execute-api.eu-central-1.amazonaws.com/${answered(captures.one(kinds.stage, '-chat')).name}`;
    expect(toldOf(captures, 'CHAT_SOCKET_URL').map(([, value]) => value)).toEqual([`wss://${host}`]);
    expect(new Set(toldOf(captures, 'CHAT_SOCKET_ENDPOINT').map(([, value]) => value))).toEqual(new Set([`https://${host}`]));
  });

  it('gives rights to windows, files and the queue to those who are told of them, and to nobody else', async () => {
    const captures = await wholeProgram(stack);
    const told = (variable: string) => toldOf(captures, variable).map(([role]) => role);
    expect(rolesWith(captures, (action) => action === 'execute-api:ManageConnections')).toEqual(told('CHAT_SOCKET_ENDPOINT'));
    const bucketed = captures
      .of(kinds.function)
      .map(({ inputs }) => inputs['role'])
      .filter((role) => rightsOf(captures, role).some(({ Resource }) => Resource.some((each) => each.startsWith(files(captures).arn))));
    expect(bucketed).toEqual(told('CHAT_BUCKET'));
    const sending = captures
      .of(kinds.function)
      .map(({ inputs }) => inputs['role'])
      .filter((role) => actionsOn(rightsOf(captures, role), answered(missed(captures)).arn).includes('sqs:SendMessage'));
    expect(sending).toEqual(told('CHAT_QUEUE_URL'));
  });

  it('keeps what members answered from functions that deal with the chat alone', async () => {
    const captures = await wholeProgram(stack);
    const answers = answered(captures.one(kinds.table, '-surveys')).arn;
    for (const name of ['-chat-socket', '-chat-missed']) {
      const rights = rightsOf(captures, captures.one(kinds.function, name).inputs['role']);
      expect([name, ...rights.flatMap(({ Resource }) => Resource).filter((each) => each.startsWith(answers))]).toEqual([name]);
    }
  });

  it('tells those of the one bucket and the one queue that there are', async () => {
    const captures = await wholeProgram(stack);
    expect(new Set(toldOf(captures, 'CHAT_BUCKET').map(([, value]) => value))).toEqual(new Set([files(captures).name]));
    expect(new Set(toldOf(captures, 'CHAT_QUEUE_URL').map(([, value]) => value))).toEqual(new Set([answered(missed(captures)).id]));
  });

  it('lets the bucket answer the pages, and the pages’ policy name the bucket and the windows', async () => {
    const captures = await wholeProgram(stack);
    const { BASE_URL, CHAT_SOCKET_URL = '' } = environmentOf(captures, 'api');
    const cors = captures.one('aws:s3/bucketCorsConfiguration:BucketCorsConfiguration');
    expect(at(cors, 'corsRules.0.allowedOrigins')).toEqual([BASE_URL]);
    const bucket = `https://${files(captures).name}.s3.eu-central-1.amazonaws.com`;
    const policy = chatPolicy({ socketUrl: CHAT_SOCKET_URL, fileOrigins: [bucket] });
    const { id } = answered(captures.one(kinds.api, '-chat'));
    expect(policy).toContain(`connect-src 'self' wss://${id}.execute-api.eu-central-1.amazonaws.com ${bucket};`);
    expect(policy).toContain(`media-src 'self' blob: ${bucket};`);
  });

  it('looks at what was missed when the message says it, which SQS keeps back for as long as it has to', async () => {
    const captures = await wholeProgram(stack);
    expect(missed(captures).inputs['delaySeconds']).toBeUndefined();
    // SendMessage, `DelaySeconds`.
    for (const wait of [awayMs, stillAwayMs]) expect(wait / 1_000).toBeLessThanOrEqual(900);
    const [oldest] = captures.of(kinds.alarm).filter(({ name }) => name.endsWith('-chat-missed-oldest'));
    // What waits on purpose is no reason to tell anybody.
    expect(Number(oldest?.inputs['threshold'])).toBeGreaterThan(stillAwayMs / 1_000);
    const reading = captures.one(kinds.mapping, '-chat-missed');
    expect(reading.inputs).toMatchObject({ batchSize: 10, functionResponseTypes: ['ReportBatchItemFailures'] });
  });

  it('tells somebody where windows are let down: not called, turned away, held back, or answered slowly', async () => {
    const captures = await wholeProgram(stack);
    const { id } = answered(captures.one(kinds.api, '-chat'));
    const told = captures.of(kinds.alarm).filter(({ inputs }) => JSON.stringify(inputs).includes(`"ApiId":"${id}"`));
    expect(told.map(({ name }) => name.replace(/^loop-[a-z]+-/, '')).toSorted()).toEqual([
      'windows-fail',
      'windows-held-back',
      'windows-refused',
      'windows-slow',
    ]);
    for (const { inputs } of told) expect(inputs['alarmDescription']).toContain('docs/runbooks/chat-is-down.md');
  });

  it('shows the page from the bucket that the distribution reads', async () => {
    const captures = await wholeProgram(stack);
    const objects = captures.of('aws:s3/bucketObjectv2:BucketObjectv2');
    expect(objects.map(({ inputs }) => inputs['key'])).toEqual(['web/chat.css', 'web/chat.js', 'web/chunks/recorder-DmS3xYkQ.js']);
    const { name, arn } = answered(captures.one(kinds.bucket, '-site-assets'));
    expect(new Set(objects.map(({ inputs }) => inputs['bucket']))).toEqual(new Set([name]));
    expect(captures.one('aws:s3/bucketPolicy:BucketPolicy', '-site-assets').inputs['policy']).toContain(`${arn}/web/*`);
  });
});
