import { tableKinds } from '../support/contract.ts';
import { leftOutsContract } from './left-outs.contract.ts';
import { matchesContract } from './matches.contract.ts';
import { renewAliasContract } from './renew-alias.contract.ts';
import { roundsContract } from './rounds.contract.ts';

for (const kind of tableKinds) {
  roundsContract(kind);
  matchesContract(kind);
  renewAliasContract(kind);
  leftOutsContract(kind);
}
