import { tableKinds } from '../support/contract.ts';
import { leasesContract } from './leases.contract.ts';
import { tableBodiesContract } from './table-bodies.contract.ts';
import { tableExpiryContract } from './table-expiry.contract.ts';
import { tableContract } from './table.contract.ts';

for (const kind of tableKinds) {
  tableContract(kind);
  tableBodiesContract(kind);
  tableExpiryContract(kind);
  leasesContract(kind);
}
