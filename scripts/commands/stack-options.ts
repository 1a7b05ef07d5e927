import { type Command, InvalidArgumentError, Option } from 'commander';
import { fileURLToPath } from 'node:url';
import { isStackName } from '../../adapters/config/stack-name.ts';
import { type CanonicalAddress, canonicalAddress, parseEmailAddress } from '../../domain/kernel/email-address.ts';
import { type MemberId, parseMemberId } from '../../domain/kernel/member-id.ts';
import type { Stage, Standing } from '../../domain/membership/member.ts';
import { outputOption } from './options.ts';

/** What every command against a deployed stack is told. */
export interface StackOptions {
  readonly stack: string;
  readonly profile?: string;
  readonly region?: string;
  /** The folder of the stack's `community.json` and `survey.json`. */
  readonly community: string;
  readonly json?: boolean;
}

/** What every command that changes a stack is told beside it. */
export interface ChangeOptions extends StackOptions {
  readonly yes?: boolean;
}

/** Where AWS is, and what is being done there, for whoever has to say why it was refused. */
export interface AwsAccess {
  readonly region: string | undefined;
  readonly endpoint: string | undefined;
  doing: string;
}

/** The files that Loop is shipped with, and that a deployment of this checkout takes along. */
export const shippedCommunity = fileURLToPath(new URL('../../community', import.meta.url));

/** A member as an operator names them. */
export type Named = { readonly id: MemberId } | { readonly address: CanonicalAddress };

/** Where a member stands, as operators ask for it: their own stage, or the operators' word on them. */
export type Place = Stage['name'] | Exclude<Standing, 'good'>;
export const places: readonly Place[] = ['invited', 'active', 'paused', 'left', 'erasing', 'suspended', 'banned'];

/** So many members are listed at most. */
export const listLimitMax = 10_000;
/** So many people are taken from one file; each of them is mailed. */
export const importMax = 5_000;
/** So many dead letters are looked at; each is taken out of its queue for a moment. */
export const lookMax = 100;

export const stackOption = (text: string): string => {
  if (isStackName(text)) return text;
  throw new InvalidArgumentError('A stack goes by small letters, digits and hyphens, like dev.');
};

/** A member by address or id. */
export const namedOption = (text: string): Named => {
  const id = parseMemberId(text.trim());
  if (id !== undefined) return { id };
  const address = parseEmailAddress(text);
  if (address.ok) return { address: canonicalAddress(address.value) };
  throw new InvalidArgumentError('This is no mail address and no member id.');
};

const wordOption = (text: string): string => {
  if (/^[A-Za-z0-9_.@/+=-]{1,128}$/.test(text)) return text;
  throw new InvalidArgumentError('This is no such name.');
};

/** What says which stack, and with whose credentials. */
export const withStackOptions = (command: Command, { required = true }: { readonly required?: boolean } = {}): Command =>
  command
    .addOption(new Option('--stack <name>', 'the deployed stack, like dev').argParser(stackOption).makeOptionMandatory(required))
    .addOption(new Option('--profile <name>', 'the AWS profile to use (default: as the AWS command line finds one)').argParser(wordOption))
    .addOption(new Option('--region <region>', 'the AWS region (default: that of the profile)').argParser(wordOption))
    .addOption(
      new Option('--community <dir>', 'where the stack’s community.json and survey.json are')
        .default(shippedCommunity, 'those of this checkout')
        .argParser(outputOption),
    );

/** As `withStackOptions`, for a command that changes data. */
export const withChangeOptions = (command: Command): Command => withStackOptions(command).option('--yes', 'go ahead without being asked');

export const withJson = (command: Command): Command => command.option('--json', 'print one JSON document');
