import { resolve } from 'node:path';
import { pathToFileURL } from 'node:url';
import type { Deployed } from '../../adapters/composition/deployed.ts';
import { type CommunityFolder, readCommunityFolder } from '../../adapters/composition/community-folder.ts';
import { type StackParameters, stackSettingsOf } from '../../adapters/config/stack.ts';
import { isStackName, parametersPath } from '../../adapters/config/stack-name.ts';
import type { Problems } from '../../adapters/files/problem.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { Result } from '../../domain/kernel/result.ts';
import { refusalOfAws } from './aws-refusals.ts';
import type { AwsAccess, StackOptions } from './stack-options.ts';
import { type ExitCode, refuse, refuseAt } from './terminal.ts';

/** A deployed stack, wired with the operator's own AWS credentials. */
export interface Stack extends CommunityFolder {
  readonly name: string;
  readonly container: Deployed['container'];
  readonly clock: Clock;
}

/** The community's two files, or every problem of both. */
export const communityFiles = ({ community: folder }: Pick<StackOptions, 'community'>): Result<CommunityFolder, Problems> =>
  readCommunityFolder(pathToFileURL(`${resolve(folder)}/`));

/** Opens the stack, lets `work` use it and closes it; refuses with what to do where it cannot be had. */
export const onStack = async (options: StackOptions, work: (stack: Stack) => Promise<ExitCode>): Promise<ExitCode> => {
  const files = communityFiles(options);
  if (!files.ok) return refuse(files.error, { json: options.json === true });
  return withParameters(options, async (parameters, aws) => {
    const settings = stackSettingsOf(options.stack, parameters);
    if (!settings.ok) return refuse(settings.error, { json: options.json === true });
    aws.doing = 'reading the community’s key (secretsmanager:GetSecretValue, kms:Decrypt)';
    const { openDeployed } = await import('./stack-opened.ts');
    const opened = await openDeployed({ settings: settings.value, files: files.value, aws });
    aws.doing = 'using its tables and its key';
    try {
      return await work({ name: options.stack, ...files.value, container: opened.container, clock: opened.clock });
    } finally {
      opened.close();
    }
  });
};

/** As `onStack`, for commands that need the stack's parameters alone. */
export const withParameters = async (
  options: StackOptions,
  work: (parameters: StackParameters, aws: AwsAccess) => Promise<ExitCode>,
): Promise<ExitCode> => {
  const aws = awsOf(options);
  try {
    const parameters = await parametersUnder(parametersPath(options.stack), aws);
    if (Object.keys(parameters).length > 0) return await work(parameters, aws);
    return refuseAt(options.stack, { code: 'stack.unknown', message: await whichThereAre(options.stack, aws) }, options);
  } catch (error) {
    const refusal = refusalOfAws(error, { stack: options.stack, region: aws.region, doing: aws.doing });
    if (refusal === undefined) throw error;
    return refuseAt(options.stack, refusal, options);
  }
};

/** The SDK finds credentials by itself, and looks into the environment for which; so that is where the options go. */
const awsOf = ({ stack, profile, region }: StackOptions): AwsAccess => {
  if (profile !== undefined) process.env['AWS_PROFILE'] = profile;
  if (region !== undefined) process.env['AWS_REGION'] = region;
  return {
    region: process.env['AWS_REGION'] ?? process.env['AWS_DEFAULT_REGION'],
    endpoint: process.env['AWS_ENDPOINT_URL'],
    doing: `reading the parameters under ${parametersPath(stack)} (ssm:GetParametersByPath)`,
  };
};

const parametersUnder = async (path: string, { region, endpoint }: AwsAccess): Promise<StackParameters> => {
  const { readParameters } = await import('../../adapters/config/secret.ts');
  return readParameters({ region, endpoint, path });
};

const whichThereAre = async (stack: string, aws: AwsAccess): Promise<string> => {
  const here = aws.region === undefined ? '' : ` in ${aws.region}`;
  // Whoever may read one stack need not be allowed to see all of them.
  const all = await parametersUnder('/loop/', aws).catch(() => ({}));
  const names = [...new Set(Object.keys(all).map((name) => name.split('/')[0] ?? ''))].filter(isStackName).sort();
  const others = names.length === 0 ? 'look at --region, --profile, and whether it was deployed' : `there are: ${names.join(', ')}`;
  return `there is no stack of this name${here} (nothing stands under ${parametersPath(stack)}); ${others}`;
};
