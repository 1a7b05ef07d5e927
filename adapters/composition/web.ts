import { ContainerModule } from 'inversify';
import { createTableMembers } from '../dynamodb/members-in-table.ts';
import type { Table } from '../dynamodb/table.ts';
import type { IntroductionsUseCases, MembershipUseCases } from '../http/needs.ts';
import type { OperatorNeeds } from '../http/routes/operator-needs.ts';
import { bindMade } from './bind-made.ts';
import { T } from './tokens.ts';

/** What the pages call. */
export const web = new ContainerModule((options) => {
  bindMade(options, T.web.membership, { make: (useCases: MembershipUseCases) => useCases, needs: T.membership });
  bindMade(options, T.web.introductions, { make: (useCases: IntroductionsUseCases) => useCases, needs: T.introductions });
  bindMade(options, T.web.operator, {
    make: ({ table, ...needs }: Omit<OperatorNeeds, 'membersTelling'> & { readonly table: Table }): OperatorNeeds => ({
      ...needs,
      membersTelling: (tell) => createTableMembers(table, tell),
    }),
    needs: { ...T.introductions, ...T.membership, outbox: T.mails.outbox, wake: T.wake, table: T.table },
  });
});
