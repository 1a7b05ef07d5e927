import { TransactionCanceledException } from '@aws-sdk/client-dynamodb';
import type { StorageMisconfiguredCode } from './storage-errors.ts';

/** What a request that failed means for the one who made it. */
export type Failure =
  /** It had no effect, and may succeed later. */
  | { readonly kind: 'busy'; readonly code: string }
  /** Nobody knows whether it had its effect; it may succeed later. */
  | { readonly kind: 'lost'; readonly code: string }
  | { readonly kind: 'misconfigured'; readonly code: StorageMisconfiguredCode }
  /** The request itself is wrong. */
  | { readonly kind: 'bug'; readonly code: string };

/** Reads the SDK's errors by their names, never by what they quote. */
export const failureOf = (error: unknown): Failure => {
  if (!(error instanceof Error)) return { kind: 'lost', code: 'unknown' };
  const { name, code, status, isSkewCorrected } = factsOf(error);
  if (error instanceof TransactionCanceledException) return cancelled(error);
  if (busyNames.has(name) || busyCodes.has(code) || isSkewCorrected) return { kind: 'busy', code: code === '' ? name : code };
  if (name === 'ResourceNotFoundException') return { kind: 'misconfigured', code: 'storage.table_missing' };
  if (deniedNames.has(name)) return { kind: 'misconfigured', code: 'storage.denied' };
  if (name === 'ValidationException' && wrongShape.test(error.message)) return { kind: 'misconfigured', code: 'storage.wrong_shape' };
  if (status !== undefined && status >= 400 && status < 500 && status !== 408 && status !== 429) return { kind: 'bug', code: name };
  // Neither an answer nor a connection is to blame: it was refused here, before anything was sent.
  if (status === undefined && isOurs(name, code)) return { kind: 'bug', code: code === '' ? name : code };
  return { kind: 'lost', code: code === '' ? name : code };
};

const isOurs = (name: string, code: string): boolean =>
  code.startsWith('ERR_INVALID_') || (code === '' && name !== 'TimeoutError' && name !== 'AbortError');

/** For reasons other than an expectation that did not hold; one write that is wrong makes all of it wrong. */
const cancelled = ({ CancellationReasons = [] }: TransactionCanceledException): Failure => {
  const codes = CancellationReasons.map(({ Code = 'None' }) => Code);
  if (CancellationReasons.some(({ Code, Message = '' }) => Code === 'ValidationError' && wrongShape.test(Message)))
    return { kind: 'misconfigured', code: 'storage.wrong_shape' };
  const wrong = codes.find((code) => code !== 'None' && !busyReasons.has(code));
  if (wrong !== undefined) return { kind: 'bug', code: wrong };
  return { kind: 'busy', code: codes.find((code) => busyReasons.has(code)) ?? 'TransactionCanceledException' };
};

const factsOf = (error: Error) => {
  const { code, $metadata } = error as Error & {
    readonly code?: unknown;
    readonly $metadata?: { readonly httpStatusCode?: number; readonly clockSkewCorrected?: boolean };
  };
  return {
    name: error.name,
    code: typeof code === 'string' ? code : '',
    status: $metadata?.httpStatusCode,
    isSkewCorrected: $metadata?.clockSkewCorrected === true,
  };
};

/** https://docs.aws.amazon.com/amazondynamodb/latest/developerguide/Programming.Errors.html */
const busyNames: ReadonlySet<string> = new Set([
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'ThrottlingException',
  'ThrottlingError',
  'Throttling',
  'TooManyRequestsException',
  'LimitExceededException',
  'TransactionConflictException',
  'TransactionInProgressException',
  'ReplicatedWriteConflictException',
]);

/** https://docs.aws.amazon.com/amazondynamodb/latest/APIReference/API_TransactWriteItems.html */
const busyReasons: ReadonlySet<string> = new Set([
  'TransactionConflict',
  'ProvisionedThroughputExceeded',
  'ThrottlingError',
  'RequestLimitExceeded',
  'InternalServerError',
]);

/** The connection did not come about, so nothing was sent. */
const busyCodes: ReadonlySet<string> = new Set(['ECONNREFUSED', 'ENOTFOUND', 'EAI_AGAIN', 'EHOSTUNREACH', 'ENETUNREACH']);

const deniedNames: ReadonlySet<string> = new Set([
  'AccessDeniedException',
  'AccessDenied',
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'InvalidSignatureException',
  'SignatureDoesNotMatch',
  'IncompleteSignature',
  'MissingAuthenticationTokenException',
  'MissingAuthenticationToken',
  'ExpiredTokenException',
  'ExpiredToken',
  'NotAuthorized',
  'OptInRequired',
  'CredentialsProviderError',
  'TokenProviderError',
]);

// The words are fixed ones of the service, and only these say that the table was made with other keys or without the index.
const wrongShape =
  /does not have the specified index|does not match the schema|conditions on the keys is invalid|required keys was not given|[Mm]issing the key|Type mismatch for (?:index )?key|[Qq]uery condition missed key/;
