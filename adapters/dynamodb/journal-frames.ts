import { crc32 } from 'node:zlib';
import type { JournalFile } from './journal-files.ts';
import type { Entry } from './table-state.ts';

/**
 * The journal is a title line and then frames, one a batch of commits: `<length> <checksum> <entries>\n`, both numbers as eight
 * hexadecimal digits. A frame is on the disk before the next one is begun, so only the last can be torn.
 */
export const title = Buffer.from('loop journal 1\n');

export const frameOf = (entries: Iterable<Entry>): Buffer => {
  const payload = Buffer.from([...entries].map(lineOf).join('\n'));
  const length = hex(payload.length);
  return Buffer.concat([Buffer.from(`${length} ${checksum(length, payload)} `), payload, lineFeed]);
};

/** The folder holds something that is not a journal as it was written; nothing was changed. For an operator to look at. */
export class JournalDamaged extends Error {
  override readonly name = 'JournalDamaged';
  readonly code = 'data.damaged';
}

export interface Recovered {
  /** Where the last whole frame ends; what follows is a torn one. */
  readonly length: number;
  readonly entries: number;
}

/** Reads every frame. A torn last one is left out; anything else that does not check is damage. */
export const readFrames = async (file: JournalFile, visit: (entry: Entry) => void): Promise<Recovered> => {
  const size = await file.size();
  const bytes = buffered(file);
  if (!(await bytes(0, title.length)).equals(title)) throw new JournalDamaged('the journal does not begin like one');
  let at = title.length;
  let entries = 0;
  while (at < size) {
    const frame = await frameAt(bytes, at);
    if (frame === undefined) {
      if (await isTorn(file, at, size)) break;
      throw new JournalDamaged(`the journal is damaged at byte ${String(at)} of ${String(size)}`);
    }
    for (const line of linesOf(frame.payload)) {
      visit(entryOf(line));
      entries++;
    }
    at = frame.end;
  }
  return { length: at, entries };
};

type Bytes = (at: number, length: number) => Promise<Buffer>;

const headerLength = 18;
const frameBytesMax = 256 * 1024 * 1024;
const chunkBytes = 4 * 1024 * 1024;
const lineFeed = Buffer.from('\n');

const buffered = (file: JournalFile): Bytes => {
  let chunk: Buffer = Buffer.alloc(0);
  let chunkAt = 0;
  return async (at, length) => {
    if (at < chunkAt || at + length > chunkAt + chunk.length) {
      chunk = await file.read(at, Math.max(length, chunkBytes));
      chunkAt = at;
    }
    return chunk.subarray(at - chunkAt, at - chunkAt + length);
  };
};

const frameAt = async (bytes: Bytes, at: number): Promise<{ readonly payload: Buffer; readonly end: number } | undefined> => {
  const header = headerOf(await bytes(at, headerLength));
  if (header === undefined || header.length > frameBytesMax) return undefined;
  const rest = await bytes(at + headerLength, header.length + 1);
  if (rest.length !== header.length + 1 || rest.at(-1) !== lineFeed[0]) return undefined;
  const payload = rest.subarray(0, header.length);
  if (checksum(hex(header.length), payload) !== header.checksum) return undefined;
  return { payload, end: at + headerLength + header.length + 1 };
};

const headerOf = (bytes: Buffer): { readonly length: number; readonly checksum: string } | undefined => {
  const parts = /^([0-9a-f]{8}) ([0-9a-f]{8}) $/.exec(bytes.toString('latin1'));
  return parts?.[1] === undefined || parts[2] === undefined ? undefined : { length: parseInt(parts[1], 16), checksum: parts[2] };
};

/** A frame that a crash cut off or left holes in is the last: it says that it reaches the end, or says nothing readable, and no whole frame follows. */
const isTorn = async (file: JournalFile, at: number, size: number): Promise<boolean> => {
  const rest = await file.read(at, size - at);
  const header = headerOf(rest.subarray(0, headerLength));
  if (header !== undefined && at + headerLength + header.length + 1 < size) return false;
  const bytes: Bytes = async (from, length) => Promise.resolve(rest.subarray(from, from + length));
  for (let end = rest.indexOf('\n'); end !== -1; end = rest.indexOf('\n', end + 1)) {
    if (headerOf(rest.subarray(end + 1, end + 1 + headerLength)) === undefined) continue;
    if ((await frameAt(bytes, end + 1)) !== undefined) return false;
  }
  return true;
};

const hex = (count: number): string => count.toString(16).padStart(8, '0');
const checksum = (length: string, payload: Buffer): string => hex(crc32(payload, crc32(length)));

// JSON text has no raw tab or line feed, and keys are printable, so both can separate.
const lineOf = (entry: Entry): string => {
  if (entry.op === 'delete') return `d\t${entry.key.pk}\t${entry.key.sk}`;
  const { key, version, body, index, deleteAt } = entry.stored;
  const deletion = deleteAt === undefined ? '' : String(deleteAt);
  return ['p', key.pk, key.sk, String(version), index?.pk ?? '', index?.sk ?? '', deletion, body].join('\t');
};

function* linesOf(payload: Buffer): Generator<string> {
  for (let start = 0; start < payload.length;) {
    const found = payload.indexOf(10, start);
    const end = found === -1 ? payload.length : found;
    // A text of its own for each line: a slice of the whole would keep the whole in memory.
    yield payload.toString('utf8', start, end);
    start = end + 1;
  }
}

const entryOf = (line: string): Entry => {
  const [op, pk = '', sk = '', version = '', indexPk = '', indexSk = '', deleteAt = '', body = ''] = line.split('\t');
  if (op === 'd') return { op: 'delete', key: { pk, sk } };
  if (op !== 'p') throw new JournalDamaged('the journal holds an entry of a kind that this version does not know');
  const index = indexPk === '' ? undefined : { pk: indexPk, sk: indexSk };
  const stored = { key: { pk, sk }, version: Number(version), body, index, deleteAt: deleteAt === '' ? undefined : Number(deleteAt) };
  return { op: 'put', stored };
};
