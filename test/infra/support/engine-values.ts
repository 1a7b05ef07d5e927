/** Properties of a resource as they travel between program, engine and provider. */
export type Props = Readonly<Record<string, unknown>>;

// The words that Pulumi's SDKs and engine mark values with (pulumi/pulumi, sdk/nodejs/runtime/rpc.ts and asset/).
const signature = '4dabf18193072939515e22adb298388d';
const secretMark = '1b47061264138c4ac30d75fd1eb44270';
const assetMark = 'c44067f5952c0a294b673a41bacd8c17';
const archiveMark = '0def7320c3a5731c473e5ecbe6d01bc7';

/** Stands in a preview for what AWS would answer. */
export const unknownValue = '04da6b54-80e4-46f7-96ec-b56ff0331ba9';

export interface Asset {
  readonly kind: 'asset' | 'archive';
  /** Absolute where the engine has seen it. */
  readonly path?: string;
  readonly text?: string;
  /** Of an archive made of others: by their names in it. */
  readonly assets?: Readonly<Record<string, unknown>>;
  /** Of what is in it, so that a changed file is a change. */
  readonly hash?: string;
}

export const isObject = (value: unknown): value is Props => typeof value === 'object' && value !== null && !Array.isArray(value);

export const isSecret = (value: unknown): value is { readonly value: unknown } => isObject(value) && value[signature] === secretMark;

export const secretOf = (value: unknown): unknown => (isSecret(value) || value === undefined ? value : { [signature]: secretMark, value });

export const assetOf = (value: unknown): Asset | undefined => {
  if (!isObject(value) || (value[signature] !== assetMark && value[signature] !== archiveMark)) return undefined;
  return { ...value, kind: value[signature] === assetMark ? 'asset' : 'archive' };
};

export const markedAsset = ({ kind, ...rest }: Asset): Props => ({ [signature]: kind === 'asset' ? assetMark : archiveMark, ...rest });

/** Replaces every value for which `change` has an answer, from the outside in. */
export const mapped = (value: unknown, change: (value: unknown) => { readonly to: unknown } | undefined): unknown => {
  const changed = change(value);
  if (changed !== undefined) return changed.to;
  if (Array.isArray(value)) return value.map((each: unknown) => mapped(each, change));
  if (!isObject(value)) return value;
  return Object.fromEntries(Object.entries(value).map(([key, each]) => [key, mapped(each, change)]));
};

/** The same without the marks of secrets: what a provider that knows of no secrets is told. */
export const opened = <Value>(value: Value): Value =>
  mapped(value, (each) => (isSecret(each) ? { to: opened(each.value) } : undefined)) as Value;

/** The same, fit for printing. */
export const masked = (value: unknown): unknown => mapped(value, (each) => (isSecret(each) ? { to: '[secret]' } : undefined));

/** What a provider answered, with marks where the program's own values have them. */
export const withSecretsOf = (answered: unknown, given: unknown): unknown => {
  if (isSecret(given)) return secretOf(answered);
  if (Array.isArray(answered) && Array.isArray(given)) return answered.map((each: unknown, at) => withSecretsOf(each, given[at]));
  if (!isObject(answered) || !isObject(given)) return answered;
  return Object.fromEntries(Object.entries(answered).map(([key, each]) => [key, withSecretsOf(each, given[key])]));
};

/** The same text for the same value, whatever the order of its keys; a file counts by its hash. */
export const canonical = (value: unknown): string =>
  JSON.stringify(value, (_key, each: unknown) => {
    if (!isObject(each)) return each;
    const { hash } = assetOf(each) ?? {};
    if (hash !== undefined) return { hash };
    return Object.fromEntries(Object.entries(each).toSorted(([one], [other]) => (one < other ? -1 : 1)));
  }) ?? 'undefined';
