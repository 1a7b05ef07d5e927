import { jsonStringify, type Input, type Output } from '@pulumi/pulumi';

/** One right, or one refusal, of a policy (IAM User Guide, "IAM JSON policy elements"). */
export interface Statement {
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly string[];
  readonly resources: readonly Input<string>[];
  readonly conditions?: Conditions;
  /** In policies of resources alone. */
  readonly principal?: Principal;
}

/** By operator, then by key: `{ StringEquals: { 'aws:SourceAccount': … } }`. */
export type Conditions = Readonly<Record<string, Readonly<Record<string, Input<string> | readonly Input<string>[]>>>>;
export type Principal = '*' | { readonly service: string | readonly string[] } | { readonly account: Input<string> };

type Rest = Omit<Statement, 'effect' | 'actions' | 'resources'>;

export const allow = (actions: readonly string[], resources: readonly Input<string>[], rest: Rest = {}): Statement => ({
  effect: 'Allow',
  actions,
  resources,
  ...rest,
});
export const deny = (actions: readonly string[], resources: readonly Input<string>[], rest: Rest = {}): Statement => ({
  effect: 'Deny',
  actions,
  resources,
  ...rest,
});

/** Nobody speaks to it but over TLS. */
export const tlsOnly = (action: string, resources: readonly Input<string>[]): Statement =>
  deny([action], resources, { principal: '*', conditions: { Bool: { 'aws:SecureTransport': 'false' } } });

/** The text of a policy, of an identity or of a resource. */
export const policyOf = (statements: readonly Statement[]): Output<string> =>
  jsonStringify({ Version: '2012-10-17', Statement: statements.map(written) });

/** Who may take a role on: one service, for resources of this account alone (IAM, "The confused deputy problem"). */
export const trustOf = (service: string, conditions?: Conditions): Output<string> =>
  jsonStringify({
    Version: '2012-10-17',
    Statement: [
      {
        Effect: 'Allow',
        Action: 'sts:AssumeRole',
        Principal: { Service: service },
        ...(conditions === undefined ? {} : { Condition: conditions }),
      },
    ],
  });

const written = ({ effect, actions, resources, conditions, principal }: Statement) => ({
  Effect: effect,
  ...(principal === undefined ? {} : { Principal: principalOf(principal) }),
  Action: actions,
  Resource: resources,
  ...(conditions === undefined ? {} : { Condition: conditions }),
});

const principalOf = (principal: Principal) => {
  if (principal === '*') return '*';
  return 'service' in principal ? { Service: principal.service } : { AWS: principal.account };
};
