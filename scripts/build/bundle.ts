import { build, type Metafile } from 'esbuild';
import { cp, mkdir, rm, writeFile } from 'node:fs/promises';
import { basename, join } from 'node:path';
import { leavingOut } from './left-out.ts';
import type { Entry } from './entries.ts';

export interface Built {
  readonly entry: Entry;
  /** Of all its code, minified; source maps are read when something fails, and do not count. */
  readonly bytes: number;
  readonly metafile: Metafile;
}

/**
 * Builds one entry point into a folder of its own: `index.mjs` with its source map, the community's folder, and what esbuild says of it.
 * The same sources make the same bytes, wherever the checkout lies.
 */
export const bundle = async (entry: Entry, { root, into }: { readonly root: string; readonly into: string }): Promise<Built> => {
  const folder = join(into, entry.name);
  await rm(folder, { recursive: true, force: true });
  const { metafile, outputFiles } = await build({
    absWorkingDir: root,
    entryPoints: [
      { in: entry.source, out: 'index' },
      ...(entry.beside ?? []).map((source) => ({ in: source, out: basename(source, '.ts') })),
    ],
    // Said as if it lay in the checkout, so that maps lead from there and are the same wherever it is put.
    outdir: join(root, 'dist', entry.name),
    write: false,
    outExtension: { '.js': '.mjs' },
    bundle: true,
    format: 'esm',
    platform: 'node',
    target: 'node24',
    minify: true,
    sourcemap: 'linked',
    // Lines without the text of the sources: enough for a stack trace, and less to load.
    sourcesContent: false,
    metafile: true,
    logLevel: 'warning',
    // ESM builds where a package has one; they are smaller, as what is not used falls out.
    mainFields: ['module', 'main'],
    conditions: ['import', 'module'],
    legalComments: 'none',
    charset: 'utf8',
    plugins: [leavingOut],
  });
  await mkdir(folder, { recursive: true });
  for (const { path, contents } of outputFiles) await writeFile(join(folder, basename(path)), contents);
  await cp(join(root, 'community'), join(folder, 'community'), { recursive: true });
  await writeFile(join(folder, 'meta.json'), `${JSON.stringify(metafile)}\n`);
  const code = outputFiles.filter(({ path }) => path.endsWith('.mjs'));
  return { entry, bytes: code.reduce((sum, { contents }) => sum + contents.length, 0), metafile };
};
