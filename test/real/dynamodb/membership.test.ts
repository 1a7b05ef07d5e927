import { allowancesContract } from '../../contracts/allowances.contract.ts';
import { bansContract } from '../../contracts/bans.contract.ts';
import { blocksContract } from '../../contracts/blocks.contract.ts';
import { membersContract } from '../../contracts/members.contract.ts';
import { outboxContract } from '../../contracts/outbox.contract.ts';
import { reportsContract } from '../../contracts/reports.contract.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';

const kind = dynamoDbKind(withDynamoDbLocal());
membersContract(kind);
blocksContract(kind);
bansContract(kind);
reportsContract(kind);
allowancesContract(kind);
outboxContract(kind);
