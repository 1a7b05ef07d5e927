import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { openEmbeddedData } from '../../../adapters/local/embedded-data.ts';
import { keepSettings } from '../../../adapters/local/settings.ts';
import type { Instant } from '../../../domain/kernel/instant.ts';
import { temporaryFolder } from '../../support/reopened.ts';

let root: Awaited<ReturnType<typeof temporaryFolder>>;
beforeEach(async () => {
  root = await temporaryFolder();
});
afterEach(async () => root.remove());
const open = async () => openEmbeddedData(root.folder, () => undefined);

describe('The data folder of the embedded run', () => {
  it('is refused where a community is in it but its key is not, as after copying half of it', async () => {
    const { table } = await open();
    await keepSettings(table, { sample: 'none', since: 0 as Instant, aheadMs: 0 });
    await table.close();
    await rm(join(root.folder, 'key'));
    await expect(open()).rejects.toMatchObject({ code: 'data.key_damaged' });
  });

  it('may lack its key as long as nothing is in it', async () => {
    const { table } = await open();
    await table.close();
    await rm(join(root.folder, 'key'));
    const again = await open();
    await again.table.close();
  });
});
