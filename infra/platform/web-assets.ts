import { BucketObjectv2 } from '@pulumi/aws/s3/bucketObjectv2.js';
import type { Input } from '@pulumi/pulumi';
import { FileAsset } from '@pulumi/pulumi/asset/asset.js';
import { ComponentResource, type ComponentResourceOptions } from '@pulumi/pulumi/resource.js';
import { readdirSync } from 'node:fs';
import { join, relative, sep } from 'node:path';
import { BundleMissing, bundlesFolder } from './bundle-folder.ts';
import { called, type Stack } from './stack.ts';
import { cacheControlOf, contentTypeOf, isNamedByContent, webFolder } from './web-assets-plan.ts';

export interface WebAssetsArgs {
  readonly name: string;
  /** Of `Assets`, which shows what is in it under the same path. */
  readonly bucketName: Input<string>;
  /** Where bundles lie, if not in `dist`; for tests. */
  readonly bundles?: string | undefined;
}

/** What the page of the chat asks for by name (adapters/http/pages); everything else it loads by itself. */
const needed = ['chat.js', 'chat.css'] as const;

/** The page of the chat as `npm run build` made it, below `web/`. Throws `BundleMissing` where it is not built. */
export class WebAssets extends ComponentResource {
  constructor(stack: Stack, { name: short, bucketName, bundles = bundlesFolder }: WebAssetsArgs, options?: ComponentResourceOptions) {
    const name = called(stack, short);
    super('loop:platform:WebAssets', name, {}, options);
    const folder = join(bundles, webFolder);
    const files = filesIn(folder);
    const missing = needed.filter((each) => !files.includes(each));
    if (missing.length > 0) throw new BundleMissing(`dist/${webFolder}`, missing);
    for (const file of files)
      new BucketObjectv2(
        `${name}-${file}`,
        {
          bucket: bucketName,
          key: `${webFolder}/${file}`,
          source: new FileAsset(join(folder, file)),
          contentType: contentTypeOf(file),
          cacheControl: cacheControlOf(file),
        },
        // A window that was opened before a deployment still asks for the parts that it was made with.
        { parent: this, ...(isNamedByContent(file) && stack.settings.protect ? { retainOnDelete: true } : {}) },
      );
    this.registerOutputs({});
  }
}

const filesIn = (folder: string): readonly string[] => {
  try {
    return readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => relative(folder, join(parentPath, name)).split(sep).join('/'))
      .sort();
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return [];
    throw error;
  }
};
