import * as z from 'zod';
import type { Connection, Connections, Ticket, Tickets } from '../../domain/relay/chat/ports.ts';
import { asBody, bodyOf, type FieldsOf, instantSchema, memberIdSchema, secondOf } from './bodies.ts';
import { chatTicketKey, connectionKey, connectionOfKey, connectionsOf } from './chat-keys.ts';
import { everyItem } from './pages.ts';
import type { Item, Table } from './table.ts';

/** Two rows each: who writes is known by their window, and who is written to by who they are. */
export const createTableConnections = (table: Table): Connections => ({
  open: async (connection) => {
    const { id, member, expiresAt } = connection;
    const row = { body: asBody(connection), deleteAt: secondOf(expiresAt) };
    const keys = [connectionKey(id), connectionOfKey(member, id)];
    await table.commit(keys.map((key) => ({ op: 'put', item: { ...key, ...row }, expect: 'anything' })));
  },
  find: async (id) => {
    const item = await table.get(connectionKey(id));
    return item === undefined ? undefined : connectionIn(item);
  },
  ofMember: async (member) => {
    const open: Connection[] = [];
    for await (const item of everyItem(table, { by: 'key', partition: connectionsOf(member) })) open.push(connectionIn(item));
    return open.toSorted((one, other) => one.openedAt - other.openedAt);
  },
  close: async ({ id, member }) => {
    const keys = [connectionKey(id), connectionOfKey(member, id)];
    await table.commit(keys.map((key) => ({ op: 'delete', key, expect: 'anything' })));
  },
});

export const createTableTickets = (table: Table): Tickets => ({
  issue: async (ticket) => {
    const item = { ...chatTicketKey(ticket.hash), body: asBody(ticket), deleteAt: secondOf(ticket.expiresAt) };
    await table.commit([{ op: 'put', item, expect: 'absent' }]);
  },
  spend: async (hash, now) => {
    const item = await table.get(chatTicketKey(hash));
    if (item === undefined) return undefined;
    const ticket = bodyOf(ticketSchema, item);
    if (now >= ticket.expiresAt) return undefined;
    // A conflict is somebody else who spent it meanwhile.
    const spent = await table.commit([{ op: 'delete', key: chatTicketKey(hash), expect: { version: item.version } }]);
    return spent === 'committed' ? ticket : undefined;
  },
});

const connectionIn = (item: Item): Connection => bodyOf(connectionSchema, item);

const connectionSchema: z.ZodType<Connection> = z.object({
  id: z.string(),
  member: memberIdSchema,
  session: z.string(),
  openedAt: instantSchema,
  expiresAt: instantSchema,
} satisfies FieldsOf<Connection>);

const ticketSchema: z.ZodType<Ticket> = z.object({
  hash: z.string(),
  member: memberIdSchema,
  session: z.string(),
  expiresAt: instantSchema,
} satisfies FieldsOf<Ticket>);
