import { createHash } from 'node:crypto';
import { readdirSync, readFileSync, statSync } from 'node:fs';
import { join, resolve } from 'node:path';
import { assetOf, canonical, mapped, markedAsset, type Asset, type Props } from '../support/engine-values.ts';

/** The program says which files; the engine says what is in them, so that a changed file is a change and an unchanged one is none. */
export const withHashes = (inputs: Props, folder: string): Props =>
  mapped(inputs, (value) => {
    const asset = assetOf(value);
    return asset === undefined ? undefined : { to: markedAsset(hashed(asset, folder)) };
  }) as Props;

const hashed = (asset: Asset, folder: string): Asset => {
  const { kind, path, text, assets } = asset;
  if (path !== undefined) return { kind, path: resolve(folder, path), hash: hashOfPath(resolve(folder, path)) };
  if (text !== undefined) return { kind, text, hash: sha256(text) };
  if (assets === undefined)
    throw new Error(`the test engine takes no assets but files, folders and texts (${Object.keys(asset).join(', ')})`);
  const inside = withHashes(assets, folder);
  return { kind, assets: inside, hash: sha256(canonical(inside)) };
};

const hashOfPath = (path: string): string => {
  if (!statSync(path).isDirectory()) return sha256(readFileSync(path));
  const names = readdirSync(path).toSorted();
  return sha256(JSON.stringify(names.map((name) => [name, hashOfPath(join(path, name))])));
};

const sha256 = (content: string | Buffer): string => createHash('sha256').update(content).digest('hex');
