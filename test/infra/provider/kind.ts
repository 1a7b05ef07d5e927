import type { Unwrap } from '@pulumi/pulumi';
import type { Props } from '../support/engine-values.ts';
import type { Clients } from './clients.ts';

/** Where a resource is: account, region and partition are the words of its ARN. */
export interface Place {
  readonly account: string;
  readonly region: string;
}

/** What AWS says of a resource that was made. */
export interface Answer {
  readonly id: string;
  /** What it fills in itself: every property that the program reads must be among these. */
  readonly outputs: Props;
}

/** The property by which AWS knows it, which Pulumi makes up where the program gives none. */
export interface Naming {
  readonly property: string;
  /** Characters. */
  readonly max: number;
  readonly suffix?: (inputs: Props) => string;
}

interface Standing<Inputs> {
  readonly id: string;
  readonly inputs: Inputs;
}

/** How it is made in an emulator. What that answers goes over what was made up. */
export interface Making<Inputs> {
  readonly create: (inputs: Inputs, aws: Clients) => Promise<Partial<Answer>>;
  /** A kind without one cannot be changed: every difference replaces it. */
  readonly update?: (standing: Standing<Inputs> & { readonly was: Inputs }, aws: Clients) => Promise<Props | undefined>;
  readonly remove: (standing: Standing<Inputs>, aws: Clients) => Promise<void>;
}

export interface Kind<Inputs = Props> {
  readonly type: string;
  readonly naming?: Naming;
  /** Properties that cannot be changed: a difference makes a new one (the provider's documentation, "Forces new resource"). */
  readonly replaces: readonly string[];
  /** Properties whose text is JSON: spaces and the order of keys are no difference. */
  readonly json?: readonly string[];
  readonly madeUp: (inputs: Inputs, place: Place) => Answer;
  /** Absent of kinds that are stored only. */
  readonly making?: Making<Inputs>;
}

/** A kind by the arguments that the program gives it; `Known` are those that are always there, if only because the provider names it. */
export const kindOf = <Args, Known extends keyof Unwrap<Args> = never>(
  kind: Kind<Unwrap<Args> & { readonly [Name in Known]-?: NonNullable<Unwrap<Args>[Name]> }>,
): Kind => kind as unknown as Kind;

export const arn = (service: string, { region, account }: Place, rest: string): string => `arn:aws:${service}:${region}:${account}:${rest}`;

/** What an emulator always answers, although its types leave room for nothing. */
export const answered = <Value>(value: Value | undefined): Value => {
  if (value === undefined) throw new Error('the emulator left out what AWS always answers');
  return value;
};

/** Whatever is gone already is deleted. */
export const unlessGone = async (removing: Promise<unknown>): Promise<void> => {
  try {
    await removing;
  } catch (error) {
    if (!(error instanceof Error) || !/NotFound|NoSuch|NonExistent|DoesNotExist/.test(`${error.name} ${error.message}`)) throw error;
  }
};
