import { tableKinds } from '../support/contract.ts';
import { pacerContract } from './pacer.contract.ts';

for (const kind of tableKinds) pacerContract(kind);
