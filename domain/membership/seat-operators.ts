import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import { canonicalAddress, type EmailAddress } from '../kernel/email-address.ts';
import { ok, type Result } from '../kernel/result.ts';
import type { Secrets } from '../kernel/secrets.ts';
import type { Members } from './ports.ts';
import { invited } from './sign-up.ts';

/**
 * Makes everyone whom the community's file names an operator a member, at the address that it names and mailed nothing. Otherwise
 * whoever signed up first under another spelling of that address, which may be another person's mailbox, would be the operator.
 */
export type SeatOperators = (command: { readonly operators: readonly EmailAddress[] }) => Promise<Result<'seated', never>>;

export const makeSeatOperators =
  ({ members, secrets, clock }: { readonly members: Members; readonly secrets: Secrets; readonly clock: Clock }): SeatOperators =>
  async ({ operators }) => {
    const now = clock.now();
    for (const email of operators) {
      const id = secrets.memberIdOf(canonicalAddress(email));
      await members.change(id, (member) => changed(member ?? invited({ id, email, name: 'Operator' }, { now }), 'seated'));
    }
    return ok('seated');
  };
