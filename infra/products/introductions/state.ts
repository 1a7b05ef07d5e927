import type { Input } from '@pulumi/pulumi';
import type { ComponentResource } from '@pulumi/pulumi/resource.js';
import { OriginSecrets } from '../../platform/origin-secrets.ts';
import { Secret } from '../../platform/secret.ts';
import type { Stack } from '../../platform/stack.ts';
import { Table } from '../../platform/table.ts';

/** What a stack keeps: four tables, and the secrets that open what is in them. */
export interface State {
  readonly users: Table;
  readonly surveys: Table;
  readonly matches: Table;
  readonly relays: Table;
  /** The community's key; set by hand, so that it is in no state file. */
  readonly key: Secret;
  readonly origin: OriginSecrets;
  /** With Resend alone, both by hand. */
  readonly resend: { readonly key: Secret; readonly webhook: Secret } | undefined;
}

export const stateOf = (stack: Stack, parent: ComponentResource): State => {
  const of = { parent };
  const byHand = (name: string, description: string): Secret => new Secret(stack, { name, description, setByHand: true }, of);
  return {
    users: new Table(stack, { name: 'users', stream: 'keys' }, of),
    surveys: new Table(stack, { name: 'surveys' }, of),
    matches: new Table(stack, { name: 'matches' }, of),
    relays: new Table(stack, { name: 'relays', stream: 'keys' }, of),
    key: byHand('key', 'The community’s key: 32 random bytes in base64. A lost one cannot be replaced'),
    origin: new OriginSecrets(stack, of),
    resend:
      stack.settings.mailer === 'resend'
        ? {
            key: byHand('resend', 'The API key of Resend'),
            webhook: byHand('resend-webhook', 'The signing secrets of Resend’s webhook, one a line'),
          }
        : undefined,
  };
};

export const tablesOf = ({ users, surveys, matches, relays }: State): readonly Table[] => [users, surveys, matches, relays];

/** The tables, by what the entry points call them. */
export const tableVariables = ({ users, surveys, matches, relays }: State) =>
  ({
    USERS_TABLE: users.tableName,
    SURVEYS_TABLE: surveys.tableName,
    MATCHES_TABLE: matches.tableName,
    RELAY_TABLE: relays.tableName,
  }) satisfies Readonly<Record<string, Input<string>>>;
