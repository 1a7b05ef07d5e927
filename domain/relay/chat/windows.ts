import type { Clock } from '../../kernel/clock.ts';
import { later } from '../../kernel/instant.ts';
import { err, ok } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import { connectionMs, connectionsMax, ticketMs } from './limits.ts';
import type { Connections, OpenSessions, Sockets, Tickets } from './ports.ts';
import { closeWindow } from './show.ts';
import type { CloseWindows, Connect, Disconnect, IssueTicket, WhoIsThere } from './use-cases.ts';

interface TicketNeeds {
  readonly tickets: Pick<Tickets, 'issue'>;
  readonly secrets: Pick<Secrets, 'token' | 'hash'>;
  readonly clock: Clock;
}

export const makeIssueTicket =
  ({ tickets, secrets, clock }: TicketNeeds): IssueTicket =>
  async ({ member, session }) => {
    const ticket = secrets.token();
    const expiresAt = later(clock.now(), ticketMs);
    await tickets.issue({ hash: secrets.hash(ticket), member, session, expiresAt });
    return { ticket, expiresAt };
  };

export interface WindowNeeds {
  readonly connections: Connections;
  readonly sockets: Pick<Sockets, 'close'>;
  readonly sessions: OpenSessions;
}

interface ConnectNeeds extends WindowNeeds {
  readonly tickets: Pick<Tickets, 'spend'>;
  readonly secrets: Pick<Secrets, 'hash'>;
  readonly clock: Clock;
}

/**
 * A session that ended since its ticket was issued opens nothing. It is looked at once the window is written down: whoever ends it meanwhile
 * finds the window, or is found here.
 */
export const makeConnect =
  ({ connections, sockets, sessions, tickets, secrets, clock }: ConnectNeeds): Connect =>
  async ({ connection, ticket }) => {
    const now = clock.now();
    const spent = await tickets.spend(secrets.hash(ticket), now);
    if (spent === undefined) return ticketRefused;
    const { member, session } = spent;
    await connections.open({ id: connection, member, session, openedAt: now, expiresAt: later(now, connectionMs) });
    if (!(await sessions.has(member, session))) {
      await connections.close({ id: connection, member });
      return ticketRefused;
    }
    const others = (await connections.ofMember(member)).filter(({ id }) => id !== connection);
    const tooMany = others.slice(0, Math.max(0, others.length + 1 - connectionsMax));
    // One that cannot be closed now is the oldest the next time as well.
    await Promise.allSettled(tooMany.map(async (window) => closeWindow({ connections, sockets }, window)));
    return ok('connected');
  };

const ticketRefused = err({ code: 'chat.ticket_refused' } as const);

export const makeDisconnect =
  ({ connections }: Pick<WindowNeeds, 'connections'>): Disconnect =>
  async ({ connection }) => {
    const window = await connections.find(connection);
    if (window !== undefined) await connections.close(window);
  };

export const makeWhoIsThere =
  ({ connections, sockets, sessions }: WindowNeeds): WhoIsThere =>
  async ({ connection }) => {
    const window = await connections.find(connection);
    if (window === undefined) {
      await sockets.close(connection);
      return err({ code: 'chat.session_over' });
    }
    if (await sessions.has(window.member, window.session)) return ok({ member: window.member });
    await closeWindow({ connections, sockets }, window);
    return err({ code: 'chat.session_over' });
  };

export const makeCloseWindows =
  ({ connections, sockets, sessions }: WindowNeeds): CloseWindows =>
  async ({ member }) => {
    await Promise.all(
      (await connections.ofMember(member)).map(async (window) => {
        if (!(await sessions.has(member, window.session))) await closeWindow({ connections, sockets }, window);
      }),
    );
  };
