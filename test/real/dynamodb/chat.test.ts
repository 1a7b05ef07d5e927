import { chatsContract } from '../../contracts/chats.contract.ts';
import { chatsKeptContract } from '../../contracts/chats-kept.contract.ts';
import { connectionsContract } from '../../contracts/connections.contract.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';

const kind = dynamoDbKind(withDynamoDbLocal());
chatsContract(kind);
chatsKeptContract(kind);
connectionsContract(kind);
