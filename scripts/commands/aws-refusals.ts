import type { Refusal } from './terminal.ts';

/** What the command was doing when AWS refused, so that the refusal can say what right is missing. */
export interface AwsSituation {
  readonly stack: string;
  readonly region: string | undefined;
  /** "reading the stack’s parameters", … */
  readonly doing: string;
}

/** What keeps a command from reaching its stack, and what to do; undefined for what is a fault of ours. Error messages are not repeated: they may quote names of things, keys and people. */
export const refusalOfAws = (error: unknown, situation: AwsSituation): Refusal | undefined => {
  const names = namesOf(error);
  const found = kinds.find(({ known }) => known.some((name) => names.has(name)));
  if (found !== undefined) return { code: found.code, message: found.message(situation) };
  return /\bRegion is missing\b/.test(messageOf(error)) ? noRegion : undefined;
};

const noRegion: Refusal = { code: 'aws.no_region', message: 'it is not known which region to ask; add --region, or set AWS_REGION' };

interface Kind {
  readonly code: string;
  readonly known: readonly string[];
  readonly message: (situation: AwsSituation) => string;
}

/** The first that fits counts: what caused an error says more than the error, so the narrower ones come first. */
const kinds: readonly Kind[] = [
  {
    code: 'aws.credentials_expired',
    known: ['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenProviderError', 'TokenRefreshRequired'],
    message: () => 'your AWS credentials have expired; sign in again',
  },
  {
    code: 'aws.no_credentials',
    known: ['CredentialsProviderError', 'ProviderError'],
    message: () =>
      'no AWS credentials were found; sign in (for example “aws sso login”), name a profile with --profile, or set AWS_PROFILE',
  },
  {
    code: 'aws.credentials_refused',
    known: [
      'UnrecognizedClientException',
      'InvalidClientTokenId',
      'InvalidSignatureException',
      'SignatureDoesNotMatch',
      'IncompleteSignature',
    ],
    message: () => 'AWS does not know these credentials; look at the profile, and at the clock of this machine',
  },
  {
    code: 'storage.denied',
    known: ['storage.denied'],
    message: ({ stack }) => `your AWS role may not use the tables of ${stack}; ask for the operators’ role`,
  },
  {
    code: 'storage.table_missing',
    known: ['storage.table_missing'],
    message: ({ stack, region }) =>
      `a table that the parameters of ${stack} name does not exist${region === undefined ? '' : ` in ${region}`}; deploy the stack again, or look at --region`,
  },
  {
    code: 'storage.wrong_shape',
    known: ['storage.wrong_shape'],
    message: () => 'a table is not the shape that this version of Loop knows; use the version that was deployed',
  },
  {
    code: 'storage.unreadable',
    known: ['storage.unreadable'],
    message: () =>
      'something was stored by another version of Loop, which this one cannot read; it was left as it is; use the version that was deployed',
  },
  {
    code: 'aws.key_unusable',
    known: ['KmsDisabled', 'KmsInvalidState', 'KmsInvalidKeyUsage', 'KmsNotFound', 'DecryptionFailure'],
    message: ({ stack }) =>
      `the KMS key that something of ${stack} is encrypted with is missing, disabled or about to be deleted; look at it in the console of KMS`,
  },
  {
    code: 'secret.missing',
    known: ['secret.missing'],
    message: ({ stack }) => `the secret that key-secret-id of ${stack} names does not exist; without the community’s key nobody is known`,
  },
  {
    code: 'settings.key_malformed',
    known: ['settings.key_malformed', 'secret.unreadable'],
    message: ({ stack }) => `the secret that key-secret-id of ${stack} names holds no key of 32 bytes in base64`,
  },
  {
    code: 'aws.denied',
    known: [
      'AccessDeniedException',
      'AccessDenied',
      'AuthorizationError',
      'AuthorizationErrorException',
      'KMS.AccessDeniedException',
      'KmsAccessDenied',
    ],
    message: ({ doing }) => `your AWS role does not allow ${doing}; ask for the operators’ role`,
  },
  {
    code: 'aws.missing',
    known: ['QueueDoesNotExist', 'AWS.SimpleQueueService.NonExistentQueue', 'ResourceNotFoundException', 'ParameterNotFound'],
    message: ({ stack, region }) =>
      `something that the parameters of ${stack} name does not exist${region === undefined ? '' : ` in ${region}`}; deploy the stack again, or look at --region`,
  },
  {
    code: 'aws.busy',
    known: [
      'Unavailable',
      'ThrottlingException',
      'Throttling',
      'TooManyRequestsException',
      'RequestThrottled',
      'KmsThrottled',
      'OverLimit',
      'ServiceUnavailable',
      'InternalServerError',
      'InternalFailure',
    ],
    message: () => 'AWS is busy or cannot be reached; run it again in a moment, it goes on where it stopped',
  },
  {
    code: 'aws.unreachable',
    known: [
      'ENOTFOUND',
      'EAI_AGAIN',
      'ECONNREFUSED',
      'ECONNRESET',
      'ETIMEDOUT',
      'EHOSTUNREACH',
      'ENETUNREACH',
      'parameters.unavailable',
      'secret.unavailable',
      'TimeoutError',
      'NetworkingError',
    ],
    message: ({ region }) => `AWS cannot be reached${region === undefined ? '' : ` in ${region}`}; look at the network and at --region`,
  },
];

/** The names and codes of an error and of those that caused it. */
const namesOf = (error: unknown, depth = 0): ReadonlySet<string> => {
  if (!(error instanceof Error) || depth > causesMax) return new Set();
  const code = 'code' in error && typeof error.code === 'string' ? [error.code] : [];
  const inner = error instanceof AggregateError ? (error.errors as readonly unknown[]) : [];
  return new Set([error.name, ...code, ...[error.cause, ...inner].flatMap((each) => [...namesOf(each, depth + 1)])]);
};
const causesMax = 5;

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : '');
