import { tableKinds } from '../support/contract.ts';
import { tableContract } from './table.contract.ts';

for (const kind of tableKinds) tableContract(kind);
