import type { MiniStack } from './ministack.ts';

/** What a policy allows: actions on resources by their ARNs. */
export interface Allowed {
  readonly actions: readonly string[];
  readonly resources: readonly string[];
}

/**
 * A user of an emulator that looks at rights, who may do what is named and nothing else. There is no IAM client among our packages; IAM
 * speaks in forms and XML, and MiniStack lets its root in whatever the signature.
 */
export const aUser = async (aws: MiniStack, name: string, allowed: readonly Allowed[]): Promise<MiniStack['credentials']> => {
  await askIam(aws, { Action: 'CreateUser', UserName: name });
  const Statement = allowed.map(({ actions, resources }) => ({ Effect: 'Allow', Action: actions, Resource: resources }));
  const PolicyDocument = JSON.stringify({ Version: '2012-10-17', Statement });
  // IAM takes no policy that allows nothing.
  if (allowed.length > 0) await askIam(aws, { Action: 'PutUserPolicy', UserName: name, PolicyName: 'all', PolicyDocument });
  const said = await askIam(aws, { Action: 'CreateAccessKey', UserName: name });
  return { accessKeyId: said('AccessKeyId'), secretAccessKey: said('SecretAccessKey') };
};

/** Credentials for an hour under a role. */
export interface Session {
  readonly accessKeyId: string;
  readonly secretAccessKey: string;
  readonly sessionToken: string;
}

/**
 * Takes a role on. MiniStack lets its root in for a service that a trust policy names, but says nothing of `aws:SourceAccount` or
 * `aws:SourceArn`, so a role that asks for them is taken on by nobody: its trust then has to be widened first.
 */
export const takeOn = async (aws: MiniStack, roleArn: string, name: string): Promise<Session> => {
  const form = { Version: '2011-06-15', Action: 'AssumeRole', RoleArn: roleArn, RoleSessionName: name };
  const said = await asked(aws, 'sts', form);
  return { accessKeyId: said('AccessKeyId'), secretAccessKey: said('SecretAccessKey'), sessionToken: said('SessionToken') };
};

const askIam = async (aws: MiniStack, form: Readonly<Record<string, string>>) => asked(aws, 'iam', { Version: '2010-05-08', ...form });

/** Answers with the text of an element. */
const asked = async (
  { url, region, credentials }: MiniStack,
  service: string,
  form: Readonly<Record<string, string>>,
): Promise<(element: string) => string> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/${service}/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams(form),
  });
  if (!answer.ok) throw new Error(`${service} answered ${String(answer.status)} to ${form['Action'] ?? ''}`);
  const text = await answer.text();
  return (element) => new RegExp(`<${element}>([^<]+)</${element}>`).exec(text)?.[1] ?? '';
};
