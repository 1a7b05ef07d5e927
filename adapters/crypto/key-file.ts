import { randomBytes, randomUUID } from 'node:crypto';
import { chmod, link, mkdir, open, readFile, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { secretKeyBytes } from './secrets.ts';

/** The file is not a key, or gone where one must be. It is not replaced: blocks and bans are kept under hashes that only the old key makes. */
export class KeyDamaged extends Error {
  override readonly name = 'KeyDamaged';
  readonly code = 'data.key_damaged';
}

/** The secret key kept in a folder, made at the first call; many at once get the same one. Its owner alone can read it. */
export const loadOrCreateKey = async (folder: string): Promise<Uint8Array> => {
  await makeFolder(folder);
  const path = join(folder, 'key');
  return checked((await readIfThere(path)) ?? (await create(folder, path)), path);
};

/** The secret key of a folder whose contents were kept under it. */
export const loadKey = async (folder: string): Promise<Uint8Array> => {
  const path = join(folder, 'key');
  return checked((await readIfThere(path)) ?? Buffer.alloc(0), path);
};

const checked = (key: Buffer, path: string): Buffer => {
  if (key.length !== secretKeyBytes) throw new KeyDamaged(`${path} is not a secret key of ${String(secretKeyBytes)} bytes`);
  return key;
};

const makeFolder = async (folder: string): Promise<void> => {
  const made = await mkdir(folder, { recursive: true, mode: 0o700 });
  if (made !== undefined) await chmod(folder, 0o700);
};

/** A key is complete and on the disk before it has its name, so a crash leaves a whole key or none. */
const create = async (folder: string, path: string): Promise<Buffer> => {
  const draft = join(folder, `key-${randomUUID()}`);
  const file = await open(draft, 'wx', 0o600);
  try {
    await file.writeFile(randomBytes(secretKeyBytes));
    await file.sync();
    await link(draft, path).catch(unlessCode('EEXIST'));
  } finally {
    await file.close();
    await rm(draft, { force: true });
  }
  const names = await open(folder, 'r');
  await names.sync().finally(async () => names.close());
  return readFile(path);
};

const readIfThere = async (path: string): Promise<Buffer | undefined> => readFile(path).catch(unlessCode('ENOENT'));

const unlessCode =
  (code: string) =>
  (error: unknown): undefined => {
    if (error instanceof Error && 'code' in error && error.code === code) return undefined;
    throw error;
  };
