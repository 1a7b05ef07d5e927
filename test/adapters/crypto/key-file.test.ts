import { readdir, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { loadKey, loadOrCreateKey } from '../../../adapters/crypto/key-file.ts';
import { base32 } from '../../../adapters/crypto/secrets.ts';
import { temporaryFolder } from '../../support/reopened.ts';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  root = await temporaryFolder();
});
afterEach(async () => root.remove());

describe('The secret key of a folder', () => {
  it('is made once, for twenty at once, and only its owner can read it', async () => {
    const folder = join(root.folder, 'data');
    const keys = await Promise.all(Array.from({ length: 20 }, async () => Buffer.from(await loadOrCreateKey(folder)).toString('hex')));
    expect(new Set(keys).size).toBe(1);
    expect(keys[0]).toMatch(/^[0-9a-f]{64}$/);
    expect(await readdir(folder)).toEqual(['key']);
    expect([(await stat(folder)).mode & 0o777, (await stat(join(folder, 'key'))).mode & 0o777]).toEqual([0o700, 0o600]);
  });

  it('is never replaced, not even when it is damaged', async () => {
    await writeFile(join(root.folder, 'key'), 'short');
    await expect(loadOrCreateKey(root.folder)).rejects.toMatchObject({ code: 'data.key_damaged' });
  });

  it('is not made anew where it must be there: another one would not know the members', async () => {
    await expect(loadKey(root.folder)).rejects.toMatchObject({ code: 'data.key_damaged' });
    expect(await readdir(root.folder)).toEqual([]);
    const made = await loadOrCreateKey(root.folder);
    expect(await loadKey(root.folder)).toEqual(made);
  });

  it.each([
    ['', ''],
    ['f', 'my'],
    ['fo', 'mzxq'],
    ['foo', 'mzxw6'],
    ['foob', 'mzxw6yq'],
    ['fooba', 'mzxw6ytb'],
    ['foobar', 'mzxw6ytboi'],
  ])('base32 of %j is %j, as RFC 4648 says', (text, encoded) => {
    expect(base32(Buffer.from(text))).toBe(encoded);
  });
});
