import { mkdir, readdir, readFile, stat, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { createFolderRawMails, createMemoryRawMails } from '../../../adapters/local/raw-mails.ts';
import { temporaryFolder } from '../../support/reopened.ts';

const bytes = new TextEncoder().encode('Subject: lunch');

describe('A folder of raw mails', () => {
  let root: Awaited<ReturnType<typeof temporaryFolder>>;
  let folder: string;
  beforeEach(async () => {
    root = await temporaryFolder();
    folder = join(root.folder, 'mails');
  });
  afterEach(async () => root.remove());

  it('is made with the first mail, for its owner alone', async () => {
    await createFolderRawMails(folder).put('one', bytes);
    expect((await stat(folder)).mode & 0o777).toBe(0o700);
    expect((await stat(join(folder, 'one.eml'))).mode & 0o777).toBe(0o600);
    expect(await readFile(join(folder, 'one.eml'), 'utf8')).toBe('Subject: lunch');
  });

  it('keeps a mail inside, whatever its key', async () => {
    const mails = createFolderRawMails(folder);
    for (const key of ['../out', '/etc/out', '..', '.', 'a\\b']) await mails.put(key, bytes);
    expect(await readdir(root.folder)).toEqual(['mails']);
    expect(await readdir(folder)).toHaveLength(5);
  });

  it('shows nothing of a mail that a killed process had half written, and clears it away', async () => {
    await mkdir(folder);
    await writeFile(join(folder, '0123.part'), 'Subj');
    await createFolderRawMails(folder).put('one', bytes);
    expect(await readdir(folder)).toEqual(['one.eml']);
  });

  it('leaves nothing behind of a mail that could not be written, and takes it later', async () => {
    await writeFile(folder, 'in the way');
    const mails = createFolderRawMails(folder);
    await expect(mails.put('one', bytes)).rejects.toThrow();
    await root.remove();
    await mails.put('one', bytes);
    await mkdir(join(folder, 'two.eml'));
    await expect(mails.put('two', bytes)).rejects.toThrow();
    expect((await readdir(folder)).sort()).toEqual(['one.eml', 'two.eml']);
  });
});

it('Raw mails in memory are copies: nobody changes them from outside', async () => {
  const mails = createMemoryRawMails();
  const given = Uint8Array.from([1, 2]);
  await mails.put('one', given);
  given[0] = 9;
  ((await mails.read('one', 9)) as Uint8Array)[1] = 9;
  expect(await mails.read('one', 9)).toEqual(Uint8Array.from([1, 2]));
});
