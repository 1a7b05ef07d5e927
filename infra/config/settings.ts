import * as z from 'zod';
import { type ConfigProblem, problemsOf, providerProblems, regionProblems } from './problem.ts';
import {
  address,
  certificateArn,
  choice,
  domain,
  flag,
  hostedZoneId,
  image,
  oneOrTwo,
  sender,
  tagValue,
  taskSize,
  whole,
} from './fields.ts';

/** Physical names are made of the stack's; a function's has 64 characters (Lambda, CreateFunction) and a suffix of Pulumi's. */
export const stackNameMax = 20;

/** Every key below `loop:`. Values come as text, as a stack's file has them. */
const shape = {
  stage: choice('dev', 'prod'),
  /** Alarms are mailed there; required in prod. */
  alarmEmail: address.optional(),
  fromEmail: sender,
  image,
  mailer: choice('resend', 'ses').default('ses'),
  relayDomain: domain,
  relayTtlDays: whole({ least: 1, most: 3_650 }).default(180),
  /** Whose hosted zone takes the record that leads mail for `relayDomain` here; where it is elsewhere, the record is printed. */
  relayZoneId: hostedZoneId.optional(),
  /** Where browsers reach the pages, in place of the distribution's own name. */
  siteDomain: domain.optional(),
  /** Whose hosted zone takes the records of `siteDomain`; where it is elsewhere, the records are printed. */
  siteZoneId: hostedZoneId.optional(),
  /** A certificate made by hand, in place of one that is made here. */
  siteCertificateArn: certificateArn.optional(),
  /** Stateful resources can neither be deleted nor replaced. In prod, unless it says otherwise. */
  protect: flag.optional(),
  /** Calls the pages' function every 5 minutes, so that the first visitor of the morning does not wait for it; the others are ticked. */
  warm: flag.default(false),
  /** The values that the distribution shows to the API, the one in use first. */
  originSecrets: oneOrTwo.default(['1']),
  /** A firewall before the distribution; in prod, unless it says otherwise. */
  firewall: flag.optional(),
  /** Of the task that plans rounds; docs/operator-guide.md says which size is enough for how many members. */
  roundTask: taskSize.default({ cpu: 1_024, memoryMb: 2_048 }),
  logRetentionDays: whole({ least: 1, most: 3_653 }).default(30),
  owner: tagValue.default('community'),
  costCenter: tagValue.default('loop'),
};

const schema = z.strictObject(shape);

/** What a stack is to be, checked. */
export type Settings = Omit<z.output<typeof schema>, 'protect' | 'firewall'> & {
  readonly stack: string;
  readonly region: string;
  readonly protect: boolean;
  readonly firewall: boolean;
};

export interface Given {
  readonly stack: string;
  readonly region: string | undefined;
  /** The keys below `aws:`, without it. */
  readonly aws?: readonly string[];
  /** The keys below `loop:`, without it. */
  readonly loop: Readonly<Record<string, string>>;
}

/** Days that CloudWatch Logs keeps anything for (PutRetentionPolicy). */
const retentions: readonly number[] = [
  1, 3, 5, 7, 14, 30, 60, 90, 120, 150, 180, 365, 400, 545, 731, 1_096, 1_827, 2_192, 2_557, 2_922, 3_288, 3_653,
];

/** The settings of a stack, or everything that is wrong with them at once. */
export const settingsOf = ({ stack, region: inRegion, aws = [], loop }: Given): Settings | readonly ConfigProblem[] => {
  const read = schema.safeParse(loop);
  const problems = [
    ...stackNameProblems(stack),
    ...regionProblems(inRegion),
    ...providerProblems(aws),
    ...problemsOf(read.error, { prefix: 'loop', names: Object.keys(shape), given: loop }),
    ...togetherProblems(loop),
  ];
  if (!read.success || inRegion === undefined || problems.length > 0) return problems;
  const { data } = read;
  const isProd = data.stage === 'prod';
  return { ...data, stack, region: inRegion, protect: data.protect ?? isProd, firewall: data.firewall ?? isProd };
};

const stackNameProblems = (stack: string): readonly ConfigProblem[] =>
  new RegExp(`^[a-z][a-z0-9-]{0,${String(stackNameMax - 1)}}$`).test(stack)
    ? []
    : [
        {
          key: 'stack',
          code: 'stack.name_malformed',
          message: `call the stack with small letters, digits and hyphens, a letter first, ${String(stackNameMax)} at most: its name is part of every name on AWS`,
        },
      ];

/** What keys say together, beside what each says by itself. */
const togetherProblems = (given: Readonly<Record<string, string>>): readonly ConfigProblem[] => {
  const conflict = (key: string, message: string): ConfigProblem => ({ key: `loop:${key}`, code: 'config.conflict', message });
  const { stage, alarmEmail, relayDomain, siteDomain, siteZoneId, siteCertificateArn, originSecrets, logRetentionDays } = given;
  const [inUse, other] = (originSecrets ?? '').split(',');
  return [
    ...(stage === 'prod' && alarmEmail === undefined ? [conflict('alarmEmail', 'in prod somebody has to hear of alarms')] : []),
    ...(siteZoneId !== undefined && siteDomain === undefined ? [conflict('siteZoneId', 'it is of use with siteDomain alone')] : []),
    ...(siteCertificateArn !== undefined && siteDomain === undefined
      ? [conflict('siteCertificateArn', 'it is of use with siteDomain alone')]
      : []),
    ...(siteDomain !== undefined && siteDomain === relayDomain
      ? [conflict('siteDomain', 'mail goes to relayDomain, and its record leaves no room for one of pages: name another one')]
      : []),
    ...(other !== undefined && inUse === other ? [conflict('originSecrets', 'the two names are the same')] : []),
    ...(logRetentionDays !== undefined && /^\d+$/.test(logRetentionDays) && !retentions.includes(Number(logRetentionDays))
      ? [conflict('logRetentionDays', `CloudWatch keeps logs for ${retentions.join(', ')} days`)]
      : []),
  ];
};
