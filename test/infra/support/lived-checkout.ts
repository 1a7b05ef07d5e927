import { cpSync, mkdtempSync, rmSync, symlinkSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { bundle } from '../../../scripts/build/bundle.ts';
import { entries } from '../../../scripts/build/entries.ts';
import { alwaysDue } from '../../support/running-task.ts';
import { root } from './engine-config.ts';
import { madeUpWeb } from './made-up-bundle.ts';

/** The program, its community and bundles that were built a moment ago, in a folder of their own: the checkout’s `dist` is nobody’s test. */
export interface Checkout {
  readonly folder: string;
  readonly bundle: (name: string) => string;
  readonly remove: () => void;
}

/** `due`: a round is due in every week, and from its first moment on. */
export const aCheckout = async ({ due = false }: { readonly due?: boolean } = {}): Promise<Checkout> => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-checkout-'));
  const dist = join(folder, 'dist');
  const pathOf = (name: string): string => join(dist, name, 'index.mjs');
  // Copies: Node follows a link to where a module lies, and the program looks for bundles from there.
  for (const name of ['infra', 'community', 'package.json']) cpSync(join(root, name), join(folder, name), { recursive: true });
  // What it takes of the adapters are types.
  for (const name of ['node_modules', 'adapters']) symlinkSync(join(root, name), join(folder, name));
  await Promise.all(entries.map(async (entry) => bundle(entry, { root, into: dist })));
  // Nothing of it runs here: a browser is no part of the stack.
  madeUpWeb(dist);
  if (due) for (const { name } of entries) await alwaysDue(pathOf(name));
  return { folder, bundle: pathOf, remove: () => rmSync(folder, { recursive: true, force: true }) };
};
