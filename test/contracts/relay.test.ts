import { relayOutboxPlace } from '../../adapters/dynamodb/relay-outbox.ts';
import { tableKinds } from '../support/contract.ts';
import { conversationsInChatContract } from './conversations-in-chat.contract.ts';
import { conversationsContract } from './conversations.contract.ts';
import { outboxContract } from './outbox.contract.ts';
import { relayFiguresContract } from './relay-figures.contract.ts';
import { settledMailsContract } from './settled-mails.contract.ts';

for (const kind of tableKinds) {
  conversationsContract(kind);
  conversationsInChatContract(kind);
  relayFiguresContract(kind);
  settledMailsContract(kind);
  outboxContract(kind, { name: 'Outbox of the relay', place: relayOutboxPlace });
}
