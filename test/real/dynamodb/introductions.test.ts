import { leftOutsContract } from '../../contracts/left-outs.contract.ts';
import { matchesContract } from '../../contracts/matches.contract.ts';
import { renewAliasContract } from '../../contracts/renew-alias.contract.ts';
import { roundsContract } from '../../contracts/rounds.contract.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';

const kind = dynamoDbKind(withDynamoDbLocal());
roundsContract(kind);
matchesContract(kind);
renewAliasContract(kind);
leftOutsContract(kind);
