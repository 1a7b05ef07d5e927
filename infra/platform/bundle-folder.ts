import { readdirSync } from 'node:fs';
import { join } from 'node:path';
import { AssetArchive, FileArchive } from '@pulumi/pulumi/asset/archive.js';
import { FileAsset } from '@pulumi/pulumi/asset/asset.js';

/** A function cannot be deployed before it was built. */
export class BundleMissing extends Error {
  override readonly name = 'BundleMissing';
  readonly code = 'bundle.missing';

  constructor(folder: string, missing: readonly string[]) {
    super(`${folder} has no ${missing.join(' and no ')}: run \`npm run build\` first`);
  }
}

/** Where `npm run build` puts the bundles, wherever the program is started from. */
export const bundlesFolder = join(import.meta.dirname, '..', '..', 'dist');

/** What runs, its source maps, and the community's folder; `meta.json` says how a bundle was made and is of no use there. */
const isCode = (name: string): boolean => /\.mjs(\.map)?$/.test(name);
const needed = ['index.mjs', 'community'] as const;

/** The bundle of an entry point as it is uploaded. Throws `BundleMissing` where there is none, or only half of one. */
export const bundleOf = (name: string, folder = bundlesFolder): AssetArchive => {
  const at = join(folder, name);
  const names = namesIn(at);
  const missing = needed.filter((each) => !names.includes(each));
  if (missing.length > 0) throw new BundleMissing(`dist/${name}`, missing);
  return new AssetArchive({
    ...Object.fromEntries(names.filter(isCode).map((file) => [file, new FileAsset(join(at, file))])),
    community: new FileArchive(join(at, 'community')),
  });
};

const namesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder).sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
