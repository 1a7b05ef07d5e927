import { existsSync, readdirSync, readFileSync } from 'node:fs';
import { createRequire } from 'node:module';
import { dirname, join } from 'node:path';

/** What a kind of resource takes and gives, by the names of properties. */
export interface Schema {
  readonly inputs: ReadonlySet<string>;
  readonly required: ReadonlySet<string>;
  /** Those that AWS alone fills in. */
  readonly outputs: ReadonlySet<string>;
}

const root = dirname(createRequire(import.meta.url).resolve('@pulumi/aws/package.json'));
const read = new Map<string, Schema | undefined>();

/**
 * The schema of a kind of `@pulumi/aws`: the package has no schema of its own, but the code that was generated from it is as regular as
 * one. Undefined for a type that it does not have.
 */
export const schemaOf = (type: string): Schema | undefined => {
  if (!read.has(type)) read.set(type, parsed(type));
  return read.get(type);
};

const parsed = (type: string): Schema | undefined => {
  const [, module = '', file = ''] = /^aws:([A-Za-z0-9]+)\/([A-Za-z0-9]+):/.exec(type) ?? [];
  const folder = join(root, module === 'index' ? '' : module);
  if (file === '' || !existsSync(folder)) return undefined;
  // `s3Location` lies in `s3location.js`.
  const named = readdirSync(folder).filter((name) => name.toLowerCase() === `${file}.js`.toLowerCase());
  const code = named.map((name) => readFileSync(join(folder, name), 'utf8')).find((text) => text.includes(`__pulumiType = '${type}'`));
  const constructor = code?.split('const args = argsOrState;')[1];
  if (constructor === undefined) return undefined;
  const properties = [...constructor.matchAll(/resourceInputs\["(\w+)"\] = (.*);/g)];
  const names = (isOutput: boolean) =>
    new Set(properties.filter(([, , value = '']) => value.includes('/*out*/') === isOutput).map(([, name = '']) => name));
  const required = [...constructor.matchAll(/Missing required property '(\w+)'/g)].map(([, name = '']) => name);
  return { inputs: names(false), outputs: names(true), required: new Set(required) };
};
