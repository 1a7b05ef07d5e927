import { PutRolePolicyCommand, UpdateAssumeRolePolicyCommand } from '@aws-sdk/client-iam';
import { GetSecretValueCommand } from '@aws-sdk/client-secrets-manager';
import { createHash } from 'node:crypto';
import { type Browser, createBrowser } from '../../support/browse.ts';
import { type MiniStack, startMiniStack } from '../../support/ministack.ts';
import { type Recorder, startRecorder } from '../../support/ministack-recorder.ts';
import { type Session, takeOn } from '../../support/ministack-users.ts';
import type { EngineResult } from '../engine/run-engine.ts';
import type { Resource } from '../engine/resource.ts';
import { clientsOf, type Clients } from '../provider/clients.ts';
import { createProviderPlugin } from '../provider/plugin.ts';
import { configOf } from './engine-config.ts';
import { aTestStack, type TestStack } from './engine-run.ts';
import { aCheckout, type Checkout } from './lived-checkout.ts';
import { statementsIn, type WrittenStatement } from './policy-in.ts';

/** A stack that its own program brought up into an emulator that looks at rights, and whose calls are written down. */
export interface LivedStack {
  readonly aws: MiniStack;
  /** Of an administrator. */
  readonly clients: Clients;
  readonly recorder: Recorder;
  readonly checkout: Checkout;
  readonly outputs: EngineResult['outputs'];
  /** By type, `aws:sqs/queue:Queue`, and logical name without `loop-dev-`. */
  readonly made: (type: string, name: string) => Resource & { readonly id: string };
  /** By the logical names of roles, without `loop-dev-`. */
  readonly policies: () => ReadonlyMap<string, readonly WrittenStatement[]>;
  readonly setPolicy: (role: string, statements: readonly object[]) => Promise<void>;
  /** Puts a statement into a role that the emulator asks for and AWS does not. */
  readonly allowToo: (role: string, statement: object) => Promise<void>;
  /** Takes a role on as the service does whose trust it has. */
  readonly as: (role: string) => Promise<Session>;
  /** Whose key it is, of all that this stack's roles were ever given. */
  readonly roleOfKey: (accessKeyId: string) => string | undefined;
  /** Somebody at the pages, with the distribution between them. */
  readonly visit: () => Promise<Browser>;
  readonly close: () => Promise<void>;
}

const stackName = 'dev';
const prefix = `loop-${stackName}-`;

export const aLivedStack = async (): Promise<LivedStack> => {
  const checkout = await aCheckout({ due: true });
  const recorder = await startRecorder();
  const started = await startMiniStack({ rights: true, askedBy: recorder.url });
  recorder.forwardTo(started.url);
  // Nobody speaks to it but through the recorder, who says that they came over TLS.
  const aws = { ...started, url: recorder.url };
  const stack = aTestStack({
    cwd: checkout.folder,
    main: 'infra/index.ts',
    project: 'loop',
    stack: stackName,
    config: configOf(stackName),
    provider: createProviderPlugin({ emulator: aws }),
  });
  const close = async (): Promise<void> => {
    stack.close();
    await aws.stop();
    await recorder.close();
    checkout.remove();
  };
  try {
    return { ...livedIn({ aws, recorder, checkout }, await up(stack)), close };
  } catch (error) {
    await close();
    throw error;
  }
};

const up = async (stack: TestStack): Promise<EngineResult> => stack.run('up');

type Parts = Pick<LivedStack, 'aws' | 'recorder' | 'checkout'>;

const livedIn = (parts: Parts, { state, outputs }: EngineResult): Omit<LivedStack, 'close'> => {
  const { aws } = parts;
  const clients = clientsOf(aws, aws.region);
  const made: LivedStack['made'] = (type, name) => {
    const found = state.resources.find((resource) => resource.type === type && resource.urn.endsWith(`::${prefix}${name}`));
    if (found?.id === undefined) throw new Error(`the program made no ${type} ${prefix}${name}`);
    return { ...found, id: found.id };
  };
  const roleArn = (role: string): string => String(made(roleType, role).outputs['arn']);
  const keys = new Map(functionKeys(state.resources));
  return {
    ...parts,
    clients,
    outputs,
    made,
    policies: () => policiesIn(state.resources),
    setPolicy: async (role, statements) => {
      const { inputs, id } = made(policyType, role);
      await clients.iam.send(
        new PutRolePolicyCommand({
          RoleName: id.split(':')[0],
          PolicyName: String(inputs['name']),
          PolicyDocument: documentOf(statements),
        }),
      );
    },
    allowToo: async (role, statement) => {
      await clients.iam.send(
        new PutRolePolicyCommand({ RoleName: made(roleType, role).id, PolicyName: 'ministack', PolicyDocument: documentOf([statement]) }),
      );
    },
    as: async (role) => {
      await clients.iam.send(new UpdateAssumeRolePolicyCommand({ RoleName: made(roleType, role).id, PolicyDocument: trustOfAll }));
      const session = await takeOn(aws, roleArn(role), role);
      keys.set(session.accessKeyId, role);
      return session;
    },
    roleOfKey: (accessKeyId) => keys.get(accessKeyId),
    visit: async () => {
      const secretId = made('aws:secretsmanager/secret:Secret', 'origin').id;
      const { SecretString = '' } = await clients.secrets.send(new GetSecretValueCommand({ SecretId: secretId }));
      return visitorOf(`${aws.url}/_aws/execute-api/${made('aws:apigatewayv2/api:Api', 'api').id}/$default`, {
        // The first of its lines is the one that the distribution sends.
        'x-origin-secret': SecretString.split('\n')[0] ?? '',
      });
    },
  };
};

const roleType = 'aws:iam/role:Role';
const policyType = 'aws:iam/rolePolicy:RolePolicy';

const documentOf = (Statement: readonly object[]): string => JSON.stringify({ Version: '2012-10-17', Statement });
const trustOfAll = documentOf([{ Effect: 'Allow', Action: 'sts:AssumeRole', Principal: { AWS: 'arn:aws:iam::000000000000:root' } }]);

const shortName = ({ urn }: Pick<Resource, 'urn'>): string => (urn.split('::').at(-1) ?? '').slice(prefix.length);

const policiesIn = (resources: readonly Resource[]): ReadonlyMap<string, readonly WrittenStatement[]> =>
  new Map(
    resources.filter(({ type }) => type === policyType).map((resource) => [shortName(resource), statementsIn(resource.inputs['policy'])]),
  );

/** The keys that MiniStack gives its functions are made of function and role (its core/lambda_runtime.py, `execution_credentials`). */
const functionKeys = (resources: readonly Resource[]): readonly (readonly [string, string])[] =>
  resources
    .filter(({ type }) => type === 'aws:lambda/function:Function')
    .map((resource) => {
      const made = `${String(resource.outputs['arn'])}:${String(resource.inputs['role'])}`;
      return [`ASIA${createHash('sha256').update(made).digest('hex').slice(0, 16).toUpperCase()}`, shortName(resource)] as const;
    });

/** Pages of an HTTP API, by way of the emulator’s own path to it. */
const visitorOf = (at: string, headers: Readonly<Record<string, string>>): Browser =>
  createBrowser(
    async (request) => {
      const { pathname, search } = new URL(request.url);
      const { host: _host, ...given } = Object.fromEntries(request.headers);
      const body = Buffer.from(await request.arrayBuffer());
      return fetch(`${at}${pathname}${search}`, {
        method: request.method,
        headers: { ...given, ...headers },
        redirect: 'manual',
        ...(body.length === 0 ? {} : { body }),
      });
    },
    { baseUrl: 'https://circle.example.com' },
  );
