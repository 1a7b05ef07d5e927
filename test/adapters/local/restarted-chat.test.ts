import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { PageOfMessages } from '../../../adapters/http/contract.ts';
import { type EmbeddedRun, startEmbeddedRun } from '../../../adapters/local/embedded-run.ts';
import { browsersOf, type Somebody } from '../../support/chat-browsers.ts';
import { type ChatWindow, nextOf } from '../../support/chat-windows.ts';
import { shippedCommunity, shippedSurvey } from '../../support/embedded-parts.ts';

let folder: string;
let run: EmbeddedRun;
const faults: unknown[] = [];
const started = async (port: number): Promise<EmbeddedRun> =>
  startEmbeddedRun({
    community: shippedCommunity,
    survey: shippedSurvey,
    data: folder,
    port,
    smtpPort: 0,
    sample: true,
    log: () => undefined,
    onFault: (fault) => void faults.push(fault),
  });
beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'loop-chat-'));
  run = await started(0);
}, 60_000);
afterAll(async () => {
  await run.stop();
  await rm(folder, { recursive: true });
});

const peopleMax = 50;
const windowsEach = 10;

interface Writer extends Somebody {
  readonly thread: string;
  readonly id: string;
  windows: readonly ChatWindow[];
}

/** People who may write to somebody, and have. */
const everybody = async (): Promise<readonly Writer[]> => {
  const { people, browserOf } = browsersOf(run);
  const writers: Writer[] = [];
  for (const id of await people()) {
    if (writers.length === peopleMax) break;
    const one = await browserOf(id);
    const open = (await one.threads()).find(({ state, partnerName }) => state === 'open' && partnerName !== undefined);
    if (open === undefined) continue;
    const path = `/chat/api/threads/${open.thread}/messages`;
    // Whose partner has left is not told so.
    const first = await one.json<{ readonly seq?: number }>(path, { id: `first-${id}`, text: 'first' });
    if (first.seq !== undefined) writers.push({ ...one, id, thread: open.thread, windows: [] });
  }
  return writers;
};

const openAll = async (writers: readonly Writer[]): Promise<void> => {
  for (const writer of writers) writer.windows = await Promise.all(Array.from({ length: windowsEach }, async () => writer.open()));
};

const say = ({ thread, id }: Writer, name: string) => ({ type: 'send', thread, id: `${name}-${id}`, text: name }) as const;

it('a restart with 500 open windows loses nothing and doubles nothing, and all of them come back', { timeout: 120_000 }, async () => {
  const writers = await everybody();
  expect(writers).toHaveLength(peopleMax);
  await openAll(writers);
  await Promise.all(
    writers.map(async (writer) => {
      writer.windows[0]?.say(say(writer, 'before'));
      await nextOf(writer.windows[0]!, 'stored');
    }),
  );
  // Nobody waits for the answer to these: some are stored, some are not, and nobody can tell.
  for (const writer of writers) writer.windows[1]?.say(say(writer, 'during'));
  const { port } = run;
  await run.stop();
  const ends = await Promise.all(writers.flatMap(({ windows }) => windows.map(async ({ closed }) => closed)));
  expect([ends.length, new Set(ends)]).toEqual([peopleMax * windowsEach, new Set([1012])]);

  run = await started(port);
  expect(run.port).toBe(port);
  await openAll(writers);
  for (const writer of writers) {
    const window = writer.windows[2]!;
    for (const name of ['before', 'during', 'after']) window.say(say(writer, name));
    const stored = [await nextOf(window, 'stored'), await nextOf(window, 'stored'), await nextOf(window, 'stored')];
    expect(stored.map(({ message }) => message.id)).toEqual(['before', 'during', 'after'].map((name) => `${name}-${writer.id}`));
  }
  const orders = new Map<string, readonly string[]>();
  for (const { json, thread, id } of writers) {
    const { messages } = await json<PageOfMessages>(`/chat/api/threads/${thread}/messages?after=0`);
    expect(messages.map(({ seq }) => seq)).toEqual(messages.map((_, at) => at + 1));
    const ids = messages.map((message) => message.id);
    expect(ids.filter((each) => each.endsWith(id))).toEqual(['first', 'before', 'during', 'after'].map((name) => `${name}-${id}`));
    expect(ids).toEqual(orders.get(thread) ?? ids);
    orders.set(thread, ids);
  }
  for (const { windows } of writers) for (const window of windows) window.leave();
  expect(faults).toEqual([]);
});
