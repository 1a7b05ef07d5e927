// Makes `node` of every npm script the pinned one. Plain JavaScript for an old Node: it runs before the pinned Node is known to be there.
import { execFileSync } from 'node:child_process';
import { existsSync, mkdirSync, realpathSync, rmSync, symlinkSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';

const oldestNode = [22, 18];

const modules = join(dirname(fileURLToPath(import.meta.url)), '..', 'node_modules');
const packageName = `node-${process.platform}-${process.arch}`;
const pinned = join(modules, packageName, 'bin', 'node');
const link = join(modules, '.bin', 'node');

const isPinned = (path) => existsSync(pinned) && existsSync(path) && realpathSync(path) === realpathSync(pinned);

const runs = (node) => {
  try {
    return execFileSync(node, ['--version'], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }).startsWith('v');
  } catch {
    return false;
  }
};

const isRecent = (version) => {
  const [major, minor] = version.split('.').map(Number);
  return major > oldestNode[0] || (major === oldestNode[0] && minor >= oldestNode[1]);
};

const pin = () => {
  if (isPinned(process.execPath) && isPinned(link)) return;
  if (existsSync(pinned) && runs(pinned)) {
    // npm 10 forgets this link when the packages of two processors are listed.
    if (isPinned(link)) return;
    rmSync(link, { force: true });
    mkdirSync(dirname(link), { recursive: true });
    symlinkSync(join('..', packageName, 'bin', 'node'), link);
    return;
  }
  // A pinned Node that cannot run here (another C library, say) must not stand before one that can.
  if (existsSync(pinned) && isPinned(link)) rmSync(link, { force: true });
  if (isRecent(process.versions.node)) return;
  console.error(
    `Loop needs Node ${oldestNode.join('.')} or newer, but this is Node ${process.versions.node}, and the pinned Node 24 ` +
      `(npm package ${packageName}) ${existsSync(pinned) ? 'does not run here' : 'was not installed'}: ` +
      'run "npm ci" again with optional packages allowed, or install Node 24 yourself.',
  );
  process.exitCode = 1;
};

pin();
