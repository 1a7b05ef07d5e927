import { referencesBytesMax, referencesMax } from './limits.ts';
import { valuesOf } from './header-block.ts';
import type { HeaderField } from './message.ts';

/**
 * One message of a thread, by the id that the writer of a mail knows it by, and one that its reader knows. Where its reader may know it
 * by either of two, there is one entry for each.
 */
export interface KnownMessage {
  readonly theirs: string;
  readonly ours: string;
}

export interface Thread {
  /** Without angle brackets, the oldest first. */
  readonly references: readonly string[];
  readonly inReplyTo: string | undefined;
}

/**
 * What a mail answers, in the ids that its reader knows (relay rules, 3). Several that mean the same message are all named, in the order
 * of `known`; the last of them is what the mail answers. An id that is not of this thread is left out: it would name the writer's mail
 * service, or somebody else's conversation. `own` is an id of the new message itself, and ends the references.
 */
export const threadOf = (headers: readonly HeaderField[], known: readonly KnownMessage[], own?: string): Thread => {
  const ours = new Map<string, readonly string[]>();
  for (const message of known) ours.set(bare(message.theirs), [...(ours.get(bare(message.theirs)) ?? []), bare(message.ours)]);
  const mapped = (name: string): readonly string[] =>
    [...new Set(valuesOf(headers, name).flatMap(idsIn))].flatMap((id) => ours.get(id) ?? []);
  const answered = mapped('in-reply-to').at(-1);
  const before = [...new Set([...mapped('references'), ...(answered === undefined ? [] : [answered])])];
  const all = own === undefined ? before : [...before, own];
  return { references: withinBytes(all.slice(-referencesMax)), inReplyTo: answered ?? before.at(-1) };
};

/** The youngest of them that fit the header, each with its brackets and a space. */
const withinBytes = (ids: readonly string[]): readonly string[] => {
  const kept: string[] = [];
  let bytes = 0;
  for (const id of ids.toReversed()) {
    bytes += id.length + 3;
    if (bytes > referencesBytesMax) break;
    kept.unshift(id);
  }
  return kept;
};

/** Message ids in a header, without brackets (RFC 5322, 3.6.4). What is longer than a line is none. */
const idsIn = (value: string): readonly string[] => Array.from(value.matchAll(/<([^<>\s]{1,990})>/g), ([, id = '']) => id);

const bare = (id: string): string => id.trim().replace(/^<|>$/g, '');
