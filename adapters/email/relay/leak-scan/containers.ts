import type { Content, DecodesBytes } from './content.ts';
import { archiveEntriesMax } from './scan-limits.ts';
import { type Packed, unpacked, unpackedAll } from './unpack.ts';

/** RFC 1952. */
export const gzip: DecodesBytes = (bytes, { roomBytes }) => (begins(bytes, '\x1f\x8b\x08') ? [unpacked(bytes, 'gzip', roomBytes)] : []);

/** RFC 1950, by its two bytes, which two of any thousand files have by accident: what cannot be unpacked is taken for one of those. */
export const zlib: DecodesBytes = (bytes, { roomBytes }) => {
  if (bytes.length < 8 || bytes[0] !== 0x78 || bytes.readUInt16BE(0) % 31 !== 0) return [];
  const content = unpacked(bytes, 'zlib', roomBytes);
  return content.kind === 'sealed' ? [] : [content];
};

/** What is in an archive, by the list at its end (APPNOTE 4.3.12), so that nothing is in it that this list does not name. */
export const zip: DecodesBytes = (bytes, { roomBytes }) => {
  if (!begins(bytes, 'PK\x03\x04') && !begins(bytes, 'PK\x05\x06')) return [];
  const end = bytes.lastIndexOf('PK\x05\x06', undefined, 'latin1');
  if (end < 0 || end + 22 > bytes.length) return [sealed];
  const count = bytes.readUInt16LE(end + 10);
  if (count > archiveEntriesMax) return [{ kind: 'overflow' }];
  const entries: Packed[] = [];
  let at = bytes.readUInt32LE(end + 16);
  for (let entry = 0; entry < count; entry++) {
    if (at + 46 > bytes.length || bytes.readUInt32LE(at) !== listedEntry) return [sealed];
    entries.push(zipEntry(bytes, at));
    at += 46 + bytes.readUInt16LE(at + 28) + bytes.readUInt16LE(at + 30) + bytes.readUInt16LE(at + 32);
  }
  return unpackedAll(entries, roomBytes);
};

const listedEntry = 0x02014b50;
const localEntry = 0x04034b50;

const zipEntry = (bytes: Buffer, listed: number): Packed => {
  const isEncrypted = (bytes.readUInt16LE(listed + 8) & 1) === 1;
  const method = bytes.readUInt16LE(listed + 10);
  const size = bytes.readUInt32LE(listed + 20);
  const local = bytes.readUInt32LE(listed + 42);
  const nothing = { bytes: Buffer.alloc(0), how: 'sealed' } as const;
  if (isEncrypted || local + 30 > bytes.length || bytes.readUInt32LE(local) !== localEntry) return nothing;
  const from = local + 30 + bytes.readUInt16LE(local + 26) + bytes.readUInt16LE(local + 28);
  if (from + size > bytes.length) return nothing;
  const data = bytes.subarray(from, from + size);
  if (method === 0) return { bytes: data, how: 'stored' };
  return method === 8 ? { bytes: data, how: 'deflate' } : nothing;
};

/** Texts of a PNG that are packed (PNG, 11.3.3): after a keyword, and in iTXt after more. */
export const png: DecodesBytes = (bytes, { roomBytes }) => {
  if (!begins(bytes, '\x89PNG\r\n\x1a\n')) return [];
  const packed: Packed[] = [];
  for (let at = 8; at + 12 <= bytes.length;) {
    const size = bytes.readUInt32BE(at);
    const kind = bytes.toString('latin1', at + 4, at + 8);
    const data = bytes.subarray(at + 8, at + 8 + size);
    const from = zlibStart(data);
    if (['zTXt', 'iTXt', 'iCCP'].includes(kind) && from >= 0) packed.push({ bytes: data.subarray(from), how: 'zlib' });
    at += 12 + size;
  }
  return packed.length > archiveEntriesMax ? [{ kind: 'overflow' }] : unpackedAll(packed, roomBytes);
};

const zlibStart = (data: Buffer): number => {
  for (let at = data.indexOf(0x78); at >= 0 && at < 512; at = data.indexOf(0x78, at + 1))
    if (at > 0 && data[at - 1] === 0 && at + 1 < data.length && data.readUInt16BE(at) % 31 === 0) return at;
  return -1;
};

/** Containers that this scan has no key to: nothing of them is let through unread. */
export const sealedContainers: DecodesBytes = (bytes) => (sealedBeginnings.some((magic) => begins(bytes, magic)) ? [sealed] : []);

const sealedBeginnings = [
  '7z\xbc\xaf\x27\x1c',
  'Rar!\x1a\x07',
  'BZh',
  '\xfd7zXZ\x00',
  '\x28\xb5\x2f\xfd',
  'MSCF\x00\x00\x00\x00',
  // Office files before 2007, messages of Outlook.
  '\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1',
  '-----BEGIN PGP MESSAGE-----',
];

export const begins = (bytes: Buffer, magic: string): boolean => bytes.toString('latin1', 0, magic.length) === magic;

const sealed: Content = { kind: 'sealed' };
