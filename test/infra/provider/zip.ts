import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join } from 'node:path';
import { crc32, deflateRawSync } from 'node:zlib';
import { assetOf } from '../support/engine-values.ts';

/** An archive of the program as a zip file, as the provider uploads it. */
export const zipOf = (archive: unknown): Buffer => {
  const asset = assetOf(archive);
  if (asset?.path !== undefined && !statSync(asset.path).isDirectory()) return readFileSync(asset.path);
  return zipped(filesOf(archive, ''));
};

interface File {
  readonly name: string;
  readonly content: Buffer;
}

const filesOf = (value: unknown, name: string): readonly File[] => {
  const { path, text, assets } = assetOf(value) ?? {};
  if (path !== undefined) return filesAt(path, name);
  if (text !== undefined) return [{ name, content: Buffer.from(text) }];
  return Object.entries(assets ?? {}).flatMap(([inside, each]) => filesOf(each, inside === '.' ? name : joined(name, inside)));
};

const filesAt = (path: string, name: string): readonly File[] => {
  if (!statSync(path).isDirectory()) return [{ name, content: readFileSync(path) }];
  return readdirSync(path)
    .toSorted()
    .flatMap((each) => filesAt(join(path, each), joined(name, each)));
};

const joined = (folder: string, name: string): string => (folder === '' ? name : `${folder}/${name}`);

/** PKWARE's APPNOTE 6.3, 4.3: local headers with the files, the central directory, and its end. */
const zipped = (files: readonly File[]): Buffer => {
  const entries = files.map(({ name, content }) => ({ name: Buffer.from(name), content, packed: deflateRawSync(content) }));
  let offset = 0;
  const [local, central]: [Buffer[], Buffer[]] = [[], []];
  for (const { name, content, packed } of entries) {
    // Version 2.0, names in UTF-8, deflated, of 1 January 1980: the same files are the same bytes.
    const shared = Buffer.alloc(26);
    shared.writeUInt16LE(20, 0);
    shared.writeUInt16LE(0x0800, 2);
    shared.writeUInt16LE(8, 4);
    shared.writeUInt16LE(0x21, 8);
    shared.writeUInt32LE(crc32(content), 10);
    shared.writeUInt32LE(packed.length, 14);
    shared.writeUInt32LE(content.length, 18);
    shared.writeUInt16LE(name.length, 22);
    local.push(Buffer.from('PK\x03\x04'), shared, name, packed);
    // Made on Unix, a file that anyone may read: Lambda refuses one that nobody may.
    const rest = Buffer.alloc(14);
    rest.writeUInt32LE((0o100644 << 16) >>> 0, 6);
    rest.writeUInt32LE(offset, 10);
    central.push(Buffer.from('PK\x01\x02\x14\x03'), shared, rest, name);
    offset += 30 + name.length + packed.length;
  }
  const end = Buffer.alloc(18);
  end.writeUInt16LE(entries.length, 4);
  end.writeUInt16LE(entries.length, 6);
  end.writeUInt32LE(Buffer.concat(central).length, 8);
  end.writeUInt32LE(offset, 12);
  return Buffer.concat([...local, ...central, Buffer.from('PK\x05\x06'), end]);
};
