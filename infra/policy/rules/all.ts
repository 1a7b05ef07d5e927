import { quietAccessLogs } from './access-logs.ts';
import { alarmsWatch } from './alarms.ts';
import { privateBuckets } from './buckets.ts';
import { oneOrigin } from './cors.ts';
import { deadLetters, functionsHaveDeadLetters, queuesHaveDeadLetters } from './dead-letters.ts';
import { encryptedAtRest } from './encryption.ts';
import { keptInProd, tablesGoBack } from './kept.ts';
import { logsAreDeclared, logsEnd } from './logs.ts';
import { closedNetwork, machinesKeepTheirRights } from './network.ts';
import { receivedMail } from './received-mail.ts';
import type { ResourceRule, StackRule } from './rule.ts';
import { runtimesOfToday } from './runtimes.ts';
import { tagged } from './tags.ts';
import { tlsOfToday } from './tls.ts';
import { noSecretsInVariables } from './variables.ts';
import { noWildcards } from './wildcards.ts';

export const resourceRules: readonly ResourceRule[] = [
  encryptedAtRest,
  noWildcards(),
  deadLetters,
  logsEnd,
  tablesGoBack,
  closedNetwork(),
  machinesKeepTheirRights,
  tlsOfToday,
  runtimesOfToday,
  noSecretsInVariables,
  receivedMail,
  quietAccessLogs,
  oneOrigin,
];

export const stackRules: readonly StackRule[] = [
  privateBuckets,
  queuesHaveDeadLetters,
  functionsHaveDeadLetters,
  logsAreDeclared,
  keptInProd,
  tagged,
  alarmsWatch,
];
