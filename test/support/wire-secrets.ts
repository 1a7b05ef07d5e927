import { asJson, openWire, type Wire, type WireAnswer } from './wire-server.ts';

/** A value of Secrets Manager; bytes are its `SecretBinary`. */
export type WireSecret = string | Uint8Array;

export interface SecretsWire extends Wire {
  readonly secrets: Map<string, WireSecret>;
  readonly parameters: Map<string, string>;
  /** What is answered instead, request by request. */
  readonly suffer: (answers: readonly WireAnswer[]) => void;
}

/** Secrets Manager and Systems Manager as they speak over HTTP (AWS JSON 1.1), two parameters a page. */
export const openSecretsWire = async (): Promise<SecretsWire> => {
  const secrets = new Map<string, WireSecret>();
  const parameters = new Map<string, string>();
  let luck: WireAnswer[] = [];
  const wire = await openWire(({ headers, body }) => {
    const fault = luck.shift();
    if (fault !== undefined) return fault;
    const asked = JSON.parse(body) as Asked;
    if (headers['x-amz-target'] === 'secretsmanager.GetSecretValue') return secretOf(asked, secrets);
    if (headers['x-amz-target'] === 'AmazonSSM.GetParametersByPath') return pageOf(asked, parameters);
    return awsError('UnknownOperationException');
  });
  return {
    ...wire,
    secrets,
    parameters,
    suffer: (answers) => {
      luck = [...answers];
    },
  };
};

export const awsError = (name: string, status = 400): WireAnswer => asJson(status, { __type: name, message: 'refused by the test' });

interface Asked {
  readonly SecretId?: string;
  readonly Path?: string;
  readonly Recursive?: boolean;
  readonly WithDecryption?: boolean;
  readonly NextToken?: string;
}

const secretOf = ({ SecretId = '' }: Asked, secrets: ReadonlyMap<string, WireSecret>): WireAnswer => {
  const value = secrets.get(SecretId);
  if (value === undefined) return awsError('ResourceNotFoundException');
  if (typeof value === 'string') return asJson(200, { Name: SecretId, SecretString: value });
  return asJson(200, { Name: SecretId, SecretBinary: Buffer.from(value).toString('base64') });
};

const pageOf = ({ Path = '', Recursive, WithDecryption, NextToken = '0' }: Asked, parameters: ReadonlyMap<string, string>): WireAnswer => {
  if (Recursive !== true || WithDecryption !== true) return awsError('ValidationException');
  const all = [...parameters].filter(([name]) => name.startsWith(Path));
  const from = Number(NextToken);
  const Parameters = all.slice(from, from + 2).map(([Name, Value]) => ({ Name, Value }));
  return asJson(200, { Parameters, ...(from + 2 < all.length ? { NextToken: String(from + 2) } : {}) });
};
