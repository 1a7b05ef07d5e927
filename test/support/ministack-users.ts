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
  const made = await askIam(aws, { Action: 'CreateAccessKey', UserName: name });
  const said = (element: string): string => new RegExp(`<${element}>([^<]+)</${element}>`).exec(made)?.[1] ?? '';
  return { accessKeyId: said('AccessKeyId'), secretAccessKey: said('SecretAccessKey') };
};

const askIam = async ({ url, region, credentials }: MiniStack, form: Readonly<Record<string, string>>): Promise<string> => {
  const answer = await fetch(url, {
    method: 'POST',
    headers: {
      authorization: `AWS4-HMAC-SHA256 Credential=${credentials.accessKeyId}/20260101/${region}/iam/aws4_request, SignedHeaders=host, Signature=0`,
    },
    body: new URLSearchParams({ Version: '2010-05-08', ...form }),
  });
  if (!answer.ok) throw new Error(`IAM answered ${String(answer.status)} to ${form['Action'] ?? ''}`);
  return answer.text();
};
