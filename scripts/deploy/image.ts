import { createHash } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { exitCode, say } from '../commands/terminal.ts';
import { bundlesIn } from './bundles.ts';
import { bundleRefusals, type Refusal } from './refusals.ts';
import { asked, ran, root } from './run-tool.ts';

export interface ImageOptions {
  readonly repository: string;
  readonly node?: string;
}

const inImage = ['weekly-round', 'intro-sender'];
/** Of the digest; an image is called after what is in it, so that the same bundles are one image. */
const tagLength = 12;

/** Builds the image of the tasks, pushes it, and prints it by its digest. Answers an exit code. */
export const image = async ({ repository, node }: ImageOptions): Promise<number> => {
  if (asked('docker', ['version']) === undefined)
    return refused({ code: 'docker.missing', message: 'no `docker` answers here; install it, start it, or run this where it is' });
  const { missing, areOlderThanSources } = bundlesIn(root);
  const [unbuilt] = bundleRefusals({ missing: missing.filter((name) => inImage.includes(name)), areOlderThanSources });
  if (unbuilt !== undefined) return refused(unbuilt);
  const name = `${repository}:${tagOf(join(root, 'dist'), node)}`;
  if (digestOf(name) === undefined) {
    const base = node === undefined ? [] : ['--build-arg', `NODE=${node}`];
    const building = ['build', '--platform', 'linux/arm64', '--file', join('infra', 'Dockerfile'), ...base, '--tag', name, 'dist'];
    const built = await ran('docker', building, 'beside');
    if (built !== 0) return refused({ code: 'image.not_built', message: 'docker could not build it; what it says above tells why' });
    // It tells of its progress on standard output, where a pipeline reads the image's name.
    const pushed = await ran('docker', ['push', name], 'beside');
    if (pushed !== 0)
      return refused({
        code: 'image.not_pushed',
        message: 'docker could not push it; log in first, docs/runbooks/first-deployment.md says how',
      });
  }
  const digest = digestOf(name);
  if (digest === undefined)
    return refused({ code: 'image.not_found', message: 'the registry does not know the image that was pushed; try again in a moment' });
  process.stdout.write(`${repository}@${digest}\n`);
  say(`Put it into a stack: pulumi config set loop:image ${repository}@${digest} --stack dev`);
  return 0;
};

const refused = ({ code, message }: Refusal): number => {
  say(`${code}: ${message}`);
  return exitCode.refused;
};

const digestOf = (name: string): string | undefined =>
  /sha256:[0-9a-f]{64}/.exec(asked('docker', ['buildx', 'imagetools', 'inspect', '--format', '{{.Manifest.Digest}}', name]) ?? '')?.[0];

/** The same for the same files on the same base, wherever and whenever they were built. */
const tagOf = (folder: string, node = ''): string => {
  const hash = createHash('sha256')
    .update(node)
    .update(readFileSync(join(root, 'infra', 'Dockerfile')));
  for (const bundle of inImage)
    for (const file of readdirSync(join(folder, bundle), { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map(({ parentPath, name }) => join(parentPath, name))
      .sort())
      hash.update(`\0${file.slice(folder.length)}\0`).update(readFileSync(file));
  return hash.digest('hex').slice(0, tagLength);
};
