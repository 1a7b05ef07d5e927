import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { program } from '../../../infra/program.ts';
import { capture, type Captured, type Captures, isSecret } from '../support/capture.ts';
import { madeUpBundles } from '../support/made-up-bundle.ts';
import { policyProblems } from '../support/policies.ts';
import { madeIn, variantNames, variants, wholeProgram } from '../support/whole-program.ts';

const providerType = 'pulumi:providers:aws';
const urnsOf = ({ resources }: Captures): readonly string[] => resources.map(({ urn }) => urn).toSorted();

/** Every value in inputs with its path, JSON in texts included. */
function* valuesIn(value: unknown, path: string): Generator<readonly [path: string, value: unknown]> {
  if (typeof value === 'string' && /^[[{]/.test(value)) {
    yield* valuesIn(JSON.parse(value) as unknown, path);
    return;
  }
  if (typeof value !== 'object' || value === null) yield [path, value];
  else for (const [key, inner] of Object.entries(value)) yield* valuesIn(inner, `${path}.${key}`);
}

const valuesOf = (resource: Captured): readonly (readonly [path: string, value: unknown])[] =>
  Object.entries(resource.inputs).flatMap(([key, value]) =>
    // A filter is written in braces, and no JSON.
    key === 'pattern' ? [] : [...valuesIn(value, `${resource.type} ${resource.name} ${key}`)],
  );

describe.each(variantNames)('the program of %s', (variant) => {
  it('refers to nothing that is not there', async () => {
    const isDangling = (value: unknown): boolean =>
      value === null || value === undefined || /\bundefined\b|\[object|\bNaN\b|Calling \[/.test(JSON.stringify(value));
    const found = madeIn(await wholeProgram(variant)).flatMap(valuesOf);
    expect(found.filter(([, value]) => isDangling(value))).toEqual([]);
  });

  it('says where what is empty may be so', async () => {
    const empty = madeIn(await wholeProgram(variant))
      .flatMap(valuesOf)
      .filter(([, value]) => value === '');
    // Rules of a bucket's lifecycle that are for everything in it: of the assets, the mails and the chats.
    expect(empty.map(([path]) => path.replace(/^.*aws\S+ \S+-(site-assets|raw-mails|chat-files) /, '$1 ')).toSorted()).toEqual([
      'chat-files rules.2.filter.prefix',
      'raw-mails rules.0.filter.prefix',
      'site-assets rules.0.filter.prefix',
    ]);
  });

  it('makes each thing inside the product, with the provider that tags everything', async () => {
    const { resources, one } = await wholeProgram(variant);
    const [provider, product] = [one(providerType), one('loop:products:Introductions')];
    const own = `${provider.urn}::`;
    expect(product.providers.map((each) => each.startsWith(own))).toEqual([true]);
    const urns = new Set(resources.map(({ urn }) => urn));
    const inside = resources.filter(({ urn }) => urn !== provider.urn && urn !== product.urn);
    expect(inside.filter(({ parent }) => !urns.has(parent) || parent === provider.urn).map(({ urn }) => urn)).toEqual([]);
    expect(inside.filter(({ custom, provider: used }) => custom && !used.startsWith(own)).map(({ urn }) => urn)).toEqual([]);
    expect(JSON.parse(String(provider.inputs['defaultTags']))).toEqual({
      tags: { Project: 'loop', Env: variants[variant].stack, Component: 'introductions', Owner: 'community', CostCenter: 'loop' },
    });
  });

  it('keeps to the rules of the policy pack', async () => {
    const problems = policyProblems(await wholeProgram(variant));
    // What is on its way out of prod is told so.
    expect(problems.filter((each) => variant !== 'prod that may be taken down' || !each.startsWith('kept-in-prod: '))).toEqual([]);
  });

  it('hides what is secret wherever it stands, and has it in no variable', async () => {
    const { resources } = await wholeProgram(variant);
    const hidden = resources.flatMap(({ name, inputs }) => secretsIn(inputs).map((value) => ({ name, value })));
    const origin = originValues(await wholeProgram(variant));
    expect(new Set(hidden.map(({ value }) => value))).toEqual(new Set([...origin, origin.join('\n')]));
    const plain = JSON.stringify(resources.map(({ inputs }) => withoutSecrets(inputs)));
    for (const value of origin) expect(plain.includes(value)).toBe(false);
  });
});

const secretsIn = (value: unknown): readonly string[] => {
  if (isSecret(value)) return [String((value as { readonly value: unknown }).value)];
  return typeof value === 'object' && value !== null ? Object.values(value).flatMap(secretsIn) : [];
};
const withoutSecrets = (value: unknown): unknown => {
  if (isSecret(value)) return '(secret)';
  if (Array.isArray(value)) return value.map(withoutSecrets);
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(Object.entries(value).map(([key, inner]) => [key, withoutSecrets(inner)]));
};
const originValues = ({ one }: Captures): readonly string[] => {
  const { value } = one('aws:secretsmanager/secretVersion:SecretVersion', '-origin').inputs['secretString'] as { readonly value: string };
  return value.split('\n');
};

describe('a preview', () => {
  /** Each turn that the program takes, once. */
  const turns = ['dev', 'prod with Resend', 'prod with a domain in a zone', 'dev that is warm', 'dev with two origin secrets'] as const;

  it.each(turns)('of %s shows all that is made, although nothing is known yet of what AWS will answer', async (variant) => {
    expect(urnsOf(await wholeProgram(variant, { preview: true }))).toEqual(urnsOf(await wholeProgram(variant)));
  });
});

describe('what holds state', () => {
  const stateful = /:(Table|Key|Distribution|Bucket)$/;
  const isByHand = (resource: Captured, { of }: Captures): boolean =>
    resource.type === 'aws:secretsmanager/secret:Secret' &&
    !of('aws:secretsmanager/secretVersion:SecretVersion').some(({ name }) => name === resource.name);
  const kept = (captures: Captures) =>
    captures.resources.filter((each) => each.custom && (stateful.test(each.type) || isByHand(each, captures)));

  it.each(['prod', 'prod with Resend', 'prod with a domain in a zone'] as const)(
    'outlives a mistake in %s, and all else does not',
    async (variant) => {
      const captures = await wholeProgram(variant);
      expect(kept(captures).length).toBeGreaterThanOrEqual(8);
      for (const { urn, protect, retainOnDelete } of kept(captures)) expect([urn, protect, retainOnDelete]).toEqual([urn, true, true]);
      const others = captures.resources.filter((each) => !kept(captures).includes(each) && each.protect);
      expect(others.map(({ urn }) => urn)).toEqual([]);
      expect(captures.of('aws:dynamodb/table:Table').map(({ inputs }) => inputs['deletionProtectionEnabled'])).toEqual([
        true,
        true,
        true,
        true,
      ]);
    },
  );

  it.each(['dev', 'prod that may be taken down'] as const)('goes with the stack in %s', async (variant) => {
    const { resources, of } = await wholeProgram(variant);
    expect(resources.filter(({ protect, retainOnDelete }) => protect || retainOnDelete)).toEqual([]);
    expect(of('aws:dynamodb/table:Table').map(({ inputs }) => inputs['deletionProtectionEnabled'])).toEqual([false, false, false, false]);
  });
});

describe('what the program exports', () => {
  it('is all there, and index.ts passes on each of it', async () => {
    const { outputs } = await wholeProgram('prod with Resend');
    const index = readFileSync(join(import.meta.dirname, '../../../infra/index.ts'), 'utf8');
    const [, named = ''] = /{([^}]*)}\s*=\s*program\(\)/.exec(index) ?? [];
    const names = [...named.matchAll(/^ {2}(\w+)/gm)].map(([, name = '']) => name);
    expect(names.toSorted()).toEqual(Object.keys(outputs).toSorted());
  });
});

describe('the program without its bundles', () => {
  it('stops before anything is made, and names the command that builds them', async () => {
    const { stack, config } = variants.dev;
    const bundles = madeUpBundles('api', 'schedule', 'mail-events', 'receive-mail', 'send-relayed', 'chat-socket', 'chat-missed');
    await expect(capture(() => program({ bundles }), { stack, config })).rejects.toMatchObject({
      code: 'bundle.missing',
      message: expect.stringMatching(/drain-outbox.*npm run build/) as string,
    });
  });
});
