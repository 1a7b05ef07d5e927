import * as z from 'zod';
import { address, choice, domain, flag, hostedZoneId, tagValue, whole } from '../config/fields.ts';
import { type ConfigProblem, problemsOf, regionProblems } from '../config/problem.ts';

const repository = z
  .string()
  .regex(/^[A-Za-z0-9][A-Za-z0-9-]{0,38}\/[A-Za-z0-9._-]{1,100}$/, 'write owner/name of the repository on GitHub, as its address has it');
/** Names of environments on GitHub are part of what a role trusts, so no pattern gets in (`*`, `?`). */
const environments = z
  .string()
  .regex(/^[a-z][a-z0-9-]{0,30}(,[a-z][a-z0-9-]{0,30}){0,4}$/, 'write one to five environments with commas between them: dev,prod')
  .transform((given) => given.split(','));
const bucketName = z.string().regex(/^[a-z0-9][a-z0-9.-]{1,61}[a-z0-9]$/, 'write the name of a bucket, without s3:// before it');
const keyArn = z
  .string()
  .regex(/^arn:aws[a-z-]*:kms:[a-z0-9-]+:\d{12}:key\/[0-9a-f-]+$/, 'write the ARN of a key of KMS: an alias is no resource of a policy');

/** Every key below `loop-account:`. Values come as text, as the stack's file has them. */
const shape = {
  /** Mails come from addresses of this domain. */
  mailDomain: domain,
  /** Bounces come back there; a domain below `mailDomain` that nothing else uses (SES, "Using a custom MAIL FROM domain"). */
  mailFromDomain: domain.optional(),
  /** Whose hosted zone takes the records of `mailDomain`; where it is elsewhere, the records are printed. */
  zoneId: hostedZoneId.optional(),
  /** Where the keys of Easy DKIM are; a few regions have a domain of their own (General Reference, "Amazon SES endpoints", DKIM domains). */
  dkimDomain: domain.default('dkim.amazonses.com'),
  /** What others are asked to do with mails that only pretend to be ours (RFC 7489); `elsewhere` where there is such a record already. */
  dmarcPolicy: choice('none', 'quarantine', 'reject', 'elsewhere').default('none'),
  dmarcReports: address.optional(),
  /** Whether SES receives mail in this region; it does in some alone. */
  receivesMail: flag.default(true),
  /** Budgets and anomalies are mailed there. */
  alarmEmail: address,
  monthlyBudgetUsd: whole({ least: 1, most: 1_000_000 }).default(50),
  /** A tag can be activated a day after it was first seen in a bill (Billing, "Activating user-defined cost allocation tags"). */
  costTags: flag.default(false),
  /** Off where the account has a monitor of all services already: there can be one. */
  anomalies: flag.default(false),
  /** Whose workflows may deploy; without it there are neither a provider of identities nor roles. */
  repository: repository.optional(),
  environments: environments.default(['dev', 'prod']),
  /** Off where the account trusts GitHub already: there can be one provider of an address. */
  gitHubProvider: flag.default(true),
  /** Where Pulumi keeps its state, unless that is Pulumi Cloud. */
  stateBucket: bucketName.optional(),
  /** What the secrets in the state are encrypted with. */
  stateKeyArn: keyArn.optional(),
  /** Refuses the deploying role every role that has no boundary; the stacks have to set it (see `deploy-rights.ts`). */
  roleBoundary: flag.default(false),
  owner: tagValue.default('community'),
  costCenter: tagValue.default('loop'),
};

const schema = z.strictObject(shape);

export type AccountSettings = Omit<z.output<typeof schema>, 'mailFromDomain'> & {
  readonly region: string;
  readonly mailFromDomain: string;
};

export interface AccountGiven {
  readonly region: string | undefined;
  /** The keys below `loop-account:`, without it. */
  readonly account: Readonly<Record<string, string>>;
}

/** The settings of an account, or everything that is wrong with them at once. */
export const accountSettingsOf = ({ region: inRegion, account }: AccountGiven): AccountSettings | readonly ConfigProblem[] => {
  const read = schema.safeParse(account);
  const problems = [
    ...regionProblems(inRegion),
    ...problemsOf(read.error, { prefix: 'loop-account', names: Object.keys(shape), given: account }),
    ...togetherProblems(account),
  ];
  if (!read.success || inRegion === undefined || problems.length > 0) return problems;
  const { data } = read;
  return { ...data, region: inRegion, mailFromDomain: data.mailFromDomain ?? `bounces.${data.mailDomain}` };
};

const key = (name: string): string => `loop-account:${name}`;

/** What keys say together, beside what each says by itself. */
const togetherProblems = (given: Readonly<Record<string, string>>): readonly ConfigProblem[] => {
  const { mailDomain, mailFromDomain, repository: whose } = given;
  const below = mailFromDomain === undefined || mailDomain === undefined || mailFromDomain.endsWith(`.${mailDomain}`);
  const ofDeploying = ['environments', 'gitHubProvider', 'stateBucket', 'stateKeyArn', 'roleBoundary'];
  return [
    ...(below ? [] : [conflict('mailFromDomain', 'it has to be a domain below mailDomain')]),
    ...ofDeploying
      .filter((name) => given[name] !== undefined && whose === undefined)
      .map((name) => conflict(name, 'it is of use with repository alone')),
  ];
};

const conflict = (name: string, message: string): ConfigProblem => ({ key: key(name), code: 'config.conflict', message });
