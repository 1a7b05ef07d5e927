import { GetSecretValueCommand, SecretsManagerClient, type SecretsManagerClientConfig } from '@aws-sdk/client-secrets-manager';
import { GetParametersByPathCommand, SSMClient } from '@aws-sdk/client-ssm';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, minuteMs, secondMs } from '../../domain/kernel/instant.ts';
import { type RegionRefused, regionRefused } from './region.ts';

/** A value that no log, error or JSON shows: however it is printed, it reads `[secret]`. */
export interface Secret {
  readonly reveal: () => string;
  readonly toString: () => string;
  readonly toJSON: () => string;
}

export const secretOf = (text: string): Secret => {
  const hidden = (): string => '[secret]';
  // Node asks for this name when it prints a value (node:util, inspect.custom).
  return { reveal: () => text, toString: hidden, toJSON: hidden, ...{ [Symbol.for('nodejs.util.inspect.custom')]: hidden } };
};

/** Secrets of AWS Secrets Manager by their name or ARN. What is binary is revealed in base64. Throws `SecretUnread`, or `RegionRefused`. */
export interface SecretValues {
  /** As it was within the last five minutes. Where it cannot be read anew, the old value goes on being served. */
  readonly read: (id: string) => Promise<Secret>;
  /**
   * As it is now: after it was refused somewhere, because it may have been rotated. However often it is asked for, Secrets Manager is asked
   * once in ten seconds at most.
   */
  readonly refresh: (id: string) => Promise<Secret>;
}

export interface AwsAccess {
  readonly region?: string | undefined;
  /** For emulators and tests. */
  readonly endpoint?: string | undefined;
  readonly credentials?: SecretsManagerClientConfig['credentials'];
  /** For tests with a server that does not answer. */
  readonly requestTimeoutMs?: number | undefined;
}

/** Why a secret, or the parameters under a path, cannot be had. It names them, and never a value. */
export type UnreadCode = `${'secret' | 'parameters'}.${'missing' | 'denied' | 'unreadable' | 'unavailable'}`;

export class SecretUnread extends Error {
  override readonly name = 'SecretUnread';
  readonly code: UnreadCode;
  readonly id: string;
  constructor(code: UnreadCode, id: string, cause?: Error) {
    super(`${code}: ${id}`, ...(cause === undefined ? [] : [{ cause }]));
    this.code = code;
    this.id = id;
  }
}

export const secretKeptMs = 5 * minuteMs;
export const refreshedOnceInMs = 10 * secondMs;

/** Nothing is asked before the first secret is. */
export const createSecretValues = ({ clock, ...aws }: AwsAccess & { readonly clock: Clock }): SecretValues => {
  const client = lazily(() => new SecretsManagerClient(configOf(aws)));
  const kept = new Map<string, Kept>();

  const fetched = async (id: string): Promise<Secret> => {
    const answer = await client()
      .send(new GetSecretValueCommand({ SecretId: id }))
      .catch((error: unknown) => {
        throw unread('secret', id, error);
      });
    const text = answer.SecretString ?? (answer.SecretBinary === undefined ? '' : Buffer.from(answer.SecretBinary).toString('base64'));
    if (text === '') throw new SecretUnread('secret.unreadable', id);
    return secretOf(text);
  };

  /** Those who ask at one time share one request. */
  const anew = async (id: string): Promise<Secret> => {
    const before = kept.get(id);
    if (before?.asking !== undefined) return before.asking;
    const askedAt = clock.now();
    const asking = fetched(id).then(
      (secret) => {
        kept.set(id, { secret, readAt: askedAt, askedAt });
        return secret;
      },
      (error: unknown) => {
        kept.set(id, { ...before, askedAt, asking: undefined });
        if (before?.secret === undefined) throw error;
        return before.secret;
      },
    );
    kept.set(id, { ...before, askedAt, asking });
    return asking;
  };

  const within = (ms: number, since: Instant | undefined): boolean => since !== undefined && Math.abs(clock.now() - since) < ms;

  return {
    read: async (id) => {
      const known = kept.get(id);
      const isFresh = within(secretKeptMs, known?.readAt) || within(refreshedOnceInMs, known?.askedAt);
      return known?.secret !== undefined && isFresh ? known.secret : anew(id);
    },
    refresh: async (id) => {
      const known = kept.get(id);
      return known?.secret !== undefined && within(refreshedOnceInMs, known.askedAt) ? (known.asking ?? known.secret) : anew(id);
    },
  };
};

interface Kept {
  readonly secret?: Secret | undefined;
  readonly readAt?: Instant | undefined;
  readonly askedAt: Instant;
  readonly asking?: Promise<Secret> | undefined;
}

/**
 * The parameters under a path of Systems Manager, decrypted, by what their names have after it: `users-table` for
 * `/loop/dev/users-table` under `/loop/dev/`. None where nothing stands there. Throws `SecretUnread`, or `RegionRefused`.
 */
export const readParameters = async ({
  path,
  ...aws
}: AwsAccess & { readonly path: string }): Promise<Readonly<Record<string, string>>> => {
  const client = new SSMClient(configOf(aws));
  const prefix = path.endsWith('/') ? path : `${path}/`;
  const found: [name: string, value: string][] = [];
  try {
    let next: string | undefined;
    do {
      const page = await client
        .send(new GetParametersByPathCommand({ Path: prefix, Recursive: true, WithDecryption: true, NextToken: next }))
        .catch((error: unknown) => {
          throw unread('parameters', path, error);
        });
      for (const { Name, Value } of page.Parameters ?? []) {
        if (Name === undefined || Value === undefined) throw new SecretUnread('parameters.unreadable', path);
        found.push([Name.startsWith(prefix) ? Name.slice(prefix.length) : Name, Value]);
      }
      next = page.NextToken;
    } while (next !== undefined && next !== '');
  } finally {
    client.destroy();
  }
  return Object.fromEntries(found);
};

const requestTimeoutMsDefault = 5 * secondMs;
const attemptsMax = 3;

const configOf = ({ region, endpoint, credentials, requestTimeoutMs = requestTimeoutMsDefault }: AwsAccess) => ({
  ...(region === undefined ? {} : { region }),
  ...(endpoint === undefined ? {} : { endpoint }),
  ...(credentials === undefined ? {} : { credentials }),
  maxAttempts: attemptsMax,
  requestHandler: {
    connectionTimeout: requestTimeoutMs,
    requestTimeout: requestTimeoutMs,
    // Otherwise the SDK only warns.
    throwOnRequestTimeout: true,
    socketTimeout: requestTimeoutMs,
  },
});

/** What AWS said is left out but its name: an answer that could not be parsed comes with the error, and may hold the value. */
const unread = (what: 'secret' | 'parameters', id: string, error: unknown): SecretUnread | RegionRefused => {
  const region = regionRefused(error);
  if (region !== undefined) return region;
  const name = error instanceof Error ? error.name : 'Error';
  const code = error instanceof Error && 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return new SecretUnread(`${what}.${kindOf(name)}`, id, Object.assign(new Error(name), { name, ...code }));
};

const kindOf = (name: string): 'missing' | 'denied' | 'unreadable' | 'unavailable' => {
  if (missing.has(name)) return 'missing';
  if (denied.has(name)) return 'denied';
  return unreadable.has(name) ? 'unreadable' : 'unavailable';
};

// https://docs.aws.amazon.com/secretsmanager/latest/apireference/API_GetSecretValue.html (a secret that is to be deleted is an
// InvalidRequestException) and https://docs.aws.amazon.com/systems-manager/latest/APIReference/API_GetParametersByPath.html
const missing = new Set(['ResourceNotFoundException', 'InvalidRequestException', 'ParameterNotFound']);
const denied = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnrecognizedClientException',
  'InvalidSignatureException',
  'InvalidClientTokenId',
  'ExpiredTokenException',
  'CredentialsProviderError',
]);
const unreadable = new Set(['DecryptionFailure', 'InvalidKeyId', 'InvalidParameterException', 'ValidationException', 'SyntaxError']);

const lazily = <T>(make: () => T): (() => T) => {
  let made: { readonly it: T } | undefined;
  return () => (made ??= { it: make() }).it;
};
