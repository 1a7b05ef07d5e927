import { tableKinds } from '../support/contract.ts';
import { allowancesContract } from './allowances.contract.ts';
import { bansContract } from './bans.contract.ts';
import { blocksContract } from './blocks.contract.ts';
import { membersContract } from './members.contract.ts';
import { outboxContract } from './outbox.contract.ts';
import { reportsContract } from './reports.contract.ts';

for (const kind of tableKinds) {
  membersContract(kind);
  blocksContract(kind);
  bansContract(kind);
  reportsContract(kind);
  allowancesContract(kind);
  outboxContract(kind);
}
