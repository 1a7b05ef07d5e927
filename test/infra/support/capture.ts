import { setAllConfig } from '@pulumi/pulumi/runtime/config.js';
import { setMocks, type MockCallArgs } from '@pulumi/pulumi/runtime/mocks.js';
import { disconnect, getMonitor } from '@pulumi/pulumi/runtime/settings.js';
import { runInPulumiStack } from '@pulumi/pulumi/runtime/stack.js';
import * as state from '@pulumi/pulumi/runtime/state.js';
import type { RegisterResourceRequest } from '@pulumi/pulumi/proto/resource_pb.js';
import { invokeOf, stateOf } from './made-up-aws.ts';

/** One resource as the program registered it: its inputs as plain values, and the options that mocks alone do not see. */
export interface Captured {
  readonly type: string;
  readonly name: string;
  readonly urn: string;
  readonly custom: boolean;
  /** Secrets in it are `{ [signature]: …, value }`: `secretOf` tells. */
  readonly inputs: Readonly<Record<string, unknown>>;
  readonly parent: string;
  readonly provider: string;
  /** What a component of another package makes its resources with. */
  readonly providers: readonly string[];
  readonly protect: boolean;
  readonly retainOnDelete: boolean;
  readonly ignoreChanges: readonly string[];
  readonly dependencies: readonly string[];
  /** URNs that it was called by before; those that it has by its parent, too. */
  readonly aliases: readonly string[];
}

export interface Captures {
  readonly resources: readonly Captured[];
  readonly of: (type: string) => readonly Captured[];
  /** The one of that type whose name ends so; throws where there is not exactly one. */
  readonly one: (type: string, nameEnds?: string) => Captured;
  /** What the program exports. */
  readonly outputs: Readonly<Record<string, unknown>>;
}

export interface CaptureOptions {
  readonly stack?: string;
  readonly preview?: boolean;
  /** With their prefixes: `loop:stage`, `aws:region`. */
  readonly config?: Readonly<Record<string, string>>;
}

/**
 * Runs a program, or the making of one component, under Pulumi's mocks, and waits for everything that it registers. A call of the
 * provider that nothing is made up for is an error, so that none goes unnoticed. One at a time in a process.
 */
export const capture = async (program: () => unknown, options: CaptureOptions = {}): Promise<Captures> => {
  const { stack = 'dev', preview = false, config = {} } = options;
  const resources: Captured[] = [];
  setAllConfig({ ...config });
  await setMocks(
    {
      newResource: ({ type, name, inputs, id }) => {
        const asked = { type, name, inputs: inputs as Record<string, unknown>, id };
        return preview ? foreseen(asked) : stateOf(asked);
      },
      call: ({ token, inputs }: MockCallArgs) => invokeOf(token, inputs as Record<string, unknown>),
    },
    'loop',
    stack,
    preview,
  );
  watch(resources);
  let outputs: Readonly<Record<string, unknown>> = {};
  let fault: { readonly error: unknown } | undefined;
  // Pulumi writes down a stack for each of its thousands of promises, which is most of the time that this takes.
  const { stackTraceLimit } = Error;
  Error.stackTraceLimit = 1;
  try {
    await runInPulumiStack(async () => {
      // Without structured aliases the SDK itself works out those that children have by their parents.
      internals.getStore().supportsAliasSpecs = false;
      try {
        outputs = ((await program()) ?? {}) as Readonly<Record<string, unknown>>;
      } catch (error) {
        // Thrown inside the stack it would be told twice more, by promises that nobody awaits.
        fault = { error };
      }
      return {};
    });
  } finally {
    await disconnect();
    Error.stackTraceLimit = stackTraceLimit;
  }
  if (fault !== undefined) throw fault.error;
  const of = (type: string): readonly Captured[] => resources.filter((resource) => resource.type === type);
  return {
    resources,
    of,
    one: (type, nameEnds = '') => {
      const found = of(type).filter(({ name }) => name.endsWith(nameEnds));
      const [only] = found;
      if (only === undefined || found.length > 1)
        throw new Error(`${String(found.length)} of ${type} …${nameEnds}: ${found.map(({ name }) => name).join(', ')}`);
      return only;
    },
    outputs,
  };
};

/** Before anything is made nobody knows what AWS will answer: only what was given, where AWS adds nothing to it. */
const foreseen = (asked: Parameters<typeof stateOf>[0]): ReturnType<typeof stateOf> => {
  const { state } = stateOf(asked);
  return { id: '', state: Object.fromEntries(Object.entries(asked.inputs).filter(([key, value]) => state[key] === value)) };
};

const internals = state as unknown as { readonly getStore: () => { supportsAliasSpecs: boolean } };

/** Mocks are told nothing of a resource's options, so the requests are looked at on their way. */
const watch = (resources: Captured[]): void => {
  const monitor = getMonitor() as unknown as Monitor;
  const registering = monitor.registerResource.bind(monitor);
  monitor.registerResource = async (request, answer) => {
    if (request.getType() !== 'pulumi:pulumi:Stack')
      resources.push({
        type: request.getType(),
        name: request.getName(),
        urn: monitor.newUrn(request.getParent(), request.getType(), request.getName()),
        custom: request.getCustom(),
        inputs: request.getObject()?.toJavaScript() ?? {},
        parent: request.getParent(),
        provider: request.getProvider(),
        providers: request
          .getProvidersMap()
          .toArray()
          .map(([, reference]) => String(reference)),
        protect: request.getProtect() ?? false,
        retainOnDelete: request.getRetainondelete() ?? false,
        ignoreChanges: request.getIgnorechangesList(),
        dependencies: request.getDependenciesList(),
        aliases: request.getAliasurnsList(),
      });
    return registering(request, answer);
  };
};

interface Monitor {
  newUrn: (parent: string, type: string, name: string) => string;
  registerResource: (request: RegisterResourceRequest, answer: (error: unknown, response: unknown) => void) => Promise<void>;
}

const secretKey = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';

/** Whether a value is marked as a secret, so that Pulumi encrypts it in its state. */
export const isSecret = (value: unknown): boolean =>
  typeof value === 'object' && value !== null && (value as Record<string, unknown>)[secretKey] === secretMark;
