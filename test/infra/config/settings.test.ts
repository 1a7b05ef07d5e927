import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { test as property, fc } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { type Given, settingsOf, stackNameMax } from '../../../infra/config/settings.ts';
import { capture } from '../support/capture.ts';

const root = join(import.meta.dirname, '..', '..', '..');
const image = `000000000000.dkr.ecr.eu-central-1.amazonaws.com/loop@sha256:${'0'.repeat(64)}`;
const least = { stage: 'dev', fromEmail: 'circle@example.com', image, relayDomain: 'relay.example.com' };
const read = (loop: Readonly<Record<string, string>>, rest: Partial<Given> = {}) =>
  settingsOf({ stack: 'dev', region: 'eu-central-1', ...rest, loop });
const codes = (loop: Readonly<Record<string, string>>, rest: Partial<Given> = {}): readonly string[] => {
  const got = read(loop, rest);
  return Array.isArray(got) ? got.map(({ key, code }: { key: string; code: string }) => `${key} ${code}`) : [];
};

describe('the configuration of a stack', () => {
  it('is complete with five keys and a region', () => {
    expect(read(least)).toMatchObject({
      stack: 'dev',
      mailer: 'ses',
      protect: false,
      firewall: false,
      logRetentionDays: 30,
      originSecrets: ['1'],
    });
  });

  it('protects what holds state in prod, and puts a firewall before it, unless it says otherwise', () => {
    const prod = { ...least, stage: 'prod', alarmEmail: 'alarms@example.com' };
    expect(read(prod)).toMatchObject({ protect: true, firewall: true });
    expect(read({ ...prod, protect: 'false', firewall: 'false' })).toMatchObject({ protect: false, firewall: false });
  });

  it('takes no key that says who deploys, as nothing would heed it', () => {
    expect(codes(least, { aws: ['region'] })).toEqual([]);
    expect(codes(least, { aws: ['allowedAccountIds', 'profile', 'region'] })).toEqual([
      'aws:allowedAccountIds config.unknown',
      'aws:profile config.unknown',
    ]);
  });

  it('names everything that is wrong at once', () => {
    expect(
      codes(
        {
          stage: 'production',
          fromEmail: 'nobody',
          image: 'loop:latest',
          alarmMail: 'a@example.com',
          siteZoneId: 'Z123',
          logRetentionDays: '31',
        },
        { stack: 'Dev', region: undefined },
      ).toSorted(),
    ).toEqual([
      'aws:region config.missing',
      'loop:alarmMail config.unknown',
      'loop:fromEmail config.malformed',
      'loop:image config.malformed',
      'loop:logRetentionDays config.conflict',
      'loop:relayDomain config.missing',
      'loop:siteZoneId config.conflict',
      'loop:stage config.malformed',
      'stack stack.name_malformed',
    ]);
  });

  it('knows the zone of its private addresses, where it is one of ours', () => {
    expect(read({ ...least, relayZoneId: 'Z0123456789ABCDEFGHIJ' })).toMatchObject({ relayZoneId: 'Z0123456789ABCDEFGHIJ' });
    expect(codes({ ...least, relayZoneId: 'a zone' })).toEqual(['loop:relayZoneId config.malformed']);
  });

  it('says how large the task is that plans rounds, in pairs that Fargate has', () => {
    expect(read(least)).toMatchObject({ roundTask: { cpu: 1_024, memoryMb: 2_048 } });
    for (const roundTask of ['512,1024', '1024,8192', '2048,16384', '4096,30720', '8192,20480', '16384,122880'])
      expect(read({ ...least, roundTask })).toMatchObject({ roundTask: { memoryMb: Number(roundTask.split(',')[1]) } });
    for (const roundTask of ['1024', '1024,1024', '1024,9216', '1024,2500', '3072,8192', '8192,18432', '2048,4096 ', '-1024,2048'])
      expect(codes({ ...least, roundTask })).toEqual(['loop:roundTask config.malformed']);
  });

  it('has somebody who hears of alarms in prod', () => {
    expect(codes({ ...least, stage: 'prod' })).toEqual(['loop:alarmEmail config.conflict']);
  });

  it('is there, or every key that has to be set is named', () => {
    expect(codes({}).toSorted()).toEqual([
      'loop:fromEmail config.missing',
      'loop:image config.missing',
      'loop:relayDomain config.missing',
      'loop:stage config.missing',
    ]);
  });

  it('refuses a stack whose name would make other names too long', () => {
    expect(codes(least, { stack: 'a'.repeat(stackNameMax) })).toEqual([]);
    expect(codes(least, { stack: 'a'.repeat(stackNameMax + 1) })).toEqual(['stack stack.name_malformed']);
  });

  it.each(['eu-central-1', 'us-east-1', 'sa-east-1'])('takes %s, which has every service that a stack needs', (region) => {
    expect(read(least, { region })).toMatchObject({ region });
  });

  it.each(['af-south-1', 'mx-central-1', 'cn-north-1', 'us-gov-west-1', 'eu-isoe-west-1'])(
    'refuses %s, and names those that have all of them',
    (region) => {
      expect(read(least, { region })).toEqual([
        { key: 'aws:region', code: 'config.region_unsupported', message: expect.stringMatching(/eu-central-1, .*us-east-1/) as string },
      ]);
    },
  );

  property.prop([fc.dictionary(fc.string(), fc.string({ minLength: 12 }))])('repeats no value in what it says of it', (loop) => {
    const got = read(loop);
    if (!Array.isArray(got)) return;
    const said = JSON.stringify(got.map(({ message }: { message: string }) => message));
    for (const value of Object.values(loop)) expect(said.includes(value)).toBe(false);
  });

  it.each(['dev', 'prod'])('of the sample for %s is taken as it is', (stack) => {
    const lines = readFileSync(join(root, `Pulumi.${stack}.yaml`), 'utf8').matchAll(/^ {2}loop:(\w+): '?([^'\n]*)'?$/gm);
    expect(codes(Object.fromEntries([...lines].map(([, key = '', value = '']) => [key, value])), { stack })).toEqual([]);
  });

  it('that is refused stops the program with a line for each problem', async () => {
    const { readSettings } = await import('../../../infra/config/read-settings.ts');
    const message = await capture(readSettings, { config: { 'loop:stage': 'dev' } }).catch((error: unknown) => String(error));
    expect(message).toContain('aws:region: config.missing');
    expect(message).toContain('loop:image: config.missing: it has to be set');
  });
});
