import * as z from 'zod';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { ThreadMessage } from '../../domain/relay/conversations/conversation.ts';
import { asBody, bodyOf, type FieldsOf, instantSchema, secondOf } from './bodies.ts';
import type { Item } from './table.ts';

/** A message as its conversation's thread knows it: ids, a digest and a time. Gone when its reader's alias would have been. */
export const threadItem = (message: ThreadMessage, deleteAt: Instant): Pick<Item, 'body' | 'deleteAt'> => ({
  body: asBody(message),
  deleteAt: secondOf(deleteAt),
});

export const messageOf = (item: Item): ThreadMessage => bodyOf(messageSchema, item);

export const messageFields = {
  id: z.string(),
  from: z.enum(['a', 'b']),
  at: instantSchema,
  sentId: z.string().optional(),
  wireId: z.string().optional(),
  bodyDigest: z.string(),
} satisfies FieldsOf<ThreadMessage>;

const messageSchema: z.ZodType<ThreadMessage> = z.object(messageFields);
