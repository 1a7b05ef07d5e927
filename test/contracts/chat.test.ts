import { tableKinds } from '../support/contract.ts';
import { chatsContract } from './chats.contract.ts';
import { chatsKeptContract } from './chats-kept.contract.ts';
import { connectionsContract } from './connections.contract.ts';

for (const kind of tableKinds) {
  chatsContract(kind);
  chatsKeptContract(kind);
  connectionsContract(kind);
}
