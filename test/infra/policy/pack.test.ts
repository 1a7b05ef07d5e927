import { credentials } from '@grpc/grpc-js';
import services from '@pulumi/pulumi/proto/analyzer_grpc_pb.js';
import messages from '@pulumi/pulumi/proto/analyzer_pb.js';
import type { AnalyzeResponse, AnalyzerInfo } from '@pulumi/pulumi/proto/analyzer_pb.js';
import empty from 'google-protobuf/google/protobuf/empty_pb.js';
import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import { join } from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { resourceRules, stackRules } from '../../../infra/policy/rules/all.ts';
import { ask, toStruct } from '../support/engine-grpc.ts';
import { logGroup, queue } from './fixtures.ts';

const pack = join(import.meta.dirname, '..', '..', '..', 'infra', 'policy');
/** What Pulumi's engine sends, in a preview, for text that AWS has yet to say. */
const unknownText = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

let served: ChildProcess;
let analyzer: InstanceType<typeof services.AnalyzerClient>;

// As `pulumi --policy-pack infra/policy` starts it: in the pack's folder, by the runner of the SDK that is found there.
beforeAll(async () => {
  const runner = createRequire(join(pack, 'package.json')).resolve('@pulumi/pulumi/cmd/run-policy-pack');
  served = spawn(process.execPath, [runner, '127.0.0.1:0', '.', '-typescript=false'], { cwd: pack, stdio: ['ignore', 'pipe', 'inherit'] });
  if (served.stdout === null) throw new Error('nothing can be heard of the policy pack');
  const [port] = (await once(createInterface({ input: served.stdout }), 'line')) as [string];
  analyzer = new services.AnalyzerClient(`127.0.0.1:${port}`, credentials.createInsecure());
}, 60_000);

afterAll(() => {
  analyzer.close();
  served.kill();
});

const found = (response: AnalyzeResponse): readonly string[] =>
  response.getDiagnosticsList().map((each) => `${each.getPolicyname()} ${String(each.getEnforcementlevel())}: ${each.getMessage()}`);

const analyzed = (type: string, props: Readonly<Record<string, unknown>>): Promise<AnalyzeResponse> => {
  const asked = new messages.AnalyzeRequest();
  asked.setType(type).setName('planted').setUrn(`urn:pulumi:dev::loop::${type}::planted`).setProperties(toStruct(props));
  return ask((done) => analyzer.analyze(asked.setOptions(new messages.AnalyzerResourceOptions()), done));
};

const stackAnalyzed = (type: string, props: Readonly<Record<string, unknown>>): Promise<AnalyzeResponse> => {
  const resource = new messages.AnalyzerResource();
  resource.setType(type).setName('planted').setUrn(`urn:pulumi:dev::loop::${type}::planted`).setProperties(toStruct(props));
  resource.setOptions(new messages.AnalyzerResourceOptions());
  const provider = new messages.AnalyzerProviderResource();
  const tags = { Project: 'loop', Env: 'dev', Component: 'introductions', Owner: 'community', CostCenter: 'loop' };
  resource.setProvider(
    provider
      .setType('pulumi:providers:aws')
      .setName('aws')
      .setProperties(toStruct({ defaultTags: JSON.stringify({ tags }) })),
  );
  const asked = new messages.AnalyzeStackRequest();
  asked.addResources(resource);
  return ask((done) => analyzer.analyzeStack(asked, done));
};

describe('the policy pack, started as Pulumi starts it', () => {
  it('knows every rule, under its name and with its level', async () => {
    const info = await ask<AnalyzerInfo>((done) => analyzer.getAnalyzerInfo(new empty.Empty(), done));
    const levels = ['advisory', 'mandatory'];
    expect(info.getName()).toBe('loop');
    expect(info.getPoliciesList().map((each) => `${each.getName()} ${String(levels[each.getEnforcementlevel()])}`)).toEqual(
      [...resourceRules, ...stackRules].map(({ name, level }) => `${name} ${level}`),
    );
  });

  it('stops what breaks a rule, and nothing else', async () => {
    expect(found(await analyzed(logGroup, { kmsKeyId: 'arn' }))).toEqual([expect.stringContaining('retentionInDays is not set')]);
    expect(found(await analyzed(logGroup, { kmsKeyId: 'arn', retentionInDays: 30 }))).toEqual([]);
  });

  it('takes what is not known in a preview for what it will be', async () => {
    expect(found(await analyzed(logGroup, { kmsKeyId: unknownText, retentionInDays: 30 }))).toEqual([]);
  });

  it('looks at the stack as a whole', async () => {
    const problems = found(await stackAnalyzed(queue, { name: 'letters', url: 'https://q' }));
    expect(problems.map((each) => each.split(' ')[0])).toEqual(['queues-have-dead-letters', 'alarms-watch']);
  });
});
