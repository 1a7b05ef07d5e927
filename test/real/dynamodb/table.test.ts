import { leasesContract } from '../../contracts/leases.contract.ts';
import { pacerContract } from '../../contracts/pacer.contract.ts';
import { tableBodiesContract } from '../../contracts/table-bodies.contract.ts';
import { tableExpiryContract } from '../../contracts/table-expiry.contract.ts';
import { tableContract } from '../../contracts/table.contract.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';

const kind = dynamoDbKind(withDynamoDbLocal());
tableContract(kind);
tableBodiesContract(kind);
tableExpiryContract(kind);
leasesContract(kind);
pacerContract(kind);
