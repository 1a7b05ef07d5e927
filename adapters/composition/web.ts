import { ContainerModule } from 'inversify';
import { bothOutboxes, type OutboxDesk } from '../dynamodb/both-outboxes.ts';
import { createTableMembers } from '../dynamodb/members-in-table.ts';
import type { Table } from '../dynamodb/table.ts';
import type { IntroductionsUseCases, MembershipUseCases, RelayUseCases } from '../http/needs.ts';
import type { OperatorNeeds } from '../http/routes/operator-needs.ts';
import { bindMade } from './bind-made.ts';
import type { Observer } from './observed.ts';
import { T } from './tokens.ts';

/** What the pages call. */
export const web = new ContainerModule((options) => {
  bindMade(options, T.web.membership, { make: (useCases: MembershipUseCases) => useCases, needs: T.membership });
  bindMade(options, T.web.introductions, { make: (useCases: IntroductionsUseCases) => useCases, needs: T.introductions });
  bindMade(options, T.web.relay, {
    make: ({ observer, ...needs }: Omit<RelayUseCases, 'onLookUp'> & { readonly observer: Observer }): RelayUseCases => ({
      ...needs,
      onLookUp: (member) => {
        observer({ useCase: 'relay.aliasLookedUp', ms: 0, outcome: 'ok', member });
      },
    }),
    needs: {
      lookAtConversation: T.relay.lookAtConversation,
      actOnConversation: T.relay.actOnConversation,
      shareAddress: T.relay.shareAddress,
      aliasHistory: T.relay.aliasHistory,
      figures: T.relay.figures,
      observer: T.observer,
    },
  });
  bindMade(options, T.web.operator, {
    make: ({ table, relayed, ...needs }: OperatorParts): OperatorNeeds => ({
      ...needs,
      outbox: bothOutboxes(needs.outbox, relayed),
      membersTelling: (tell) => createTableMembers(table, tell),
    }),
    needs: { ...T.introductions, ...T.membership, outbox: T.mails.outbox, relayed: T.relay.outbox, wake: T.wake, table: T.table },
  });
});

interface OperatorParts extends Omit<OperatorNeeds, 'membersTelling'> {
  readonly table: Table;
  readonly relayed: OutboxDesk;
}
