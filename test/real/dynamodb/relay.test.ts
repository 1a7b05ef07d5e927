import { relayOutboxPlace } from '../../../adapters/dynamodb/relay-outbox.ts';
import { conversationsInChatContract } from '../../contracts/conversations-in-chat.contract.ts';
import { conversationsContract } from '../../contracts/conversations.contract.ts';
import { outboxContract } from '../../contracts/outbox.contract.ts';
import { relayFiguresContract } from '../../contracts/relay-figures.contract.ts';
import { settledMailsContract } from '../../contracts/settled-mails.contract.ts';
import { dynamoDbKind, withDynamoDbLocal } from '../../support/dynamodb-local.ts';

const kind = dynamoDbKind(withDynamoDbLocal());
conversationsContract(kind);
conversationsInChatContract(kind);
relayFiguresContract(kind);
settledMailsContract(kind);
outboxContract(kind, { name: 'Outbox of the relay', place: relayOutboxPlace });
