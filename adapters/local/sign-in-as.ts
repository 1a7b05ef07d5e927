import type { Clock } from '../../domain/kernel/clock.ts';
import { changed } from '../../domain/kernel/decision.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { Members } from '../../domain/membership/ports.ts';
import { ofPresent } from '../../domain/membership/present.ts';
import { sessionMs, withSession } from '../../domain/membership/sessions.ts';
import { mintToken } from '../../domain/membership/tokens.ts';
import type { EmbeddedNeeds } from '../http/routes/embedded-needs.ts';

/** A session without a mailed link: whoever sits at this machine may be anybody of the community on it. */
export const makeSignInAs =
  ({
    members,
    secrets,
    clock,
  }: {
    readonly members: Members;
    readonly secrets: Secrets;
    readonly clock: Clock;
  }): EmbeddedNeeds['signInAs'] =>
  async (member: MemberId) => {
    const now = clock.now();
    const { text, hash } = mintToken(secrets, member);
    const id = secrets.aliasToken();
    const opened = await members.change(
      member,
      ofPresent((present) => changed(withSession(present, { id, hash }, now), 'signed_in')),
    );
    return opened.ok ? { session: text, expiresInMs: sessionMs } : undefined;
  };
