import { spawnSync } from 'node:child_process';
import { mkdirSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** `npm start`: the preview of a round on the sample community. */
const folder = fileURLToPath(new URL('../.loop/sample', import.meta.url));
const loop = fileURLToPath(new URL('./loop.ts', import.meta.url));

const run = (...words: readonly string[]): string => {
  const { status, signal, stdout } = spawnSync(process.execPath, [loop, ...words], {
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'inherit'],
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) process.exit(status ?? (signal === 'SIGINT' ? 130 : 1));
  return stdout;
};

mkdirSync(folder, { recursive: true });
writeFileSync(`${folder}/members.csv`, run('sample', 'members', '--count', '200', '--seed', '7'));
process.stdout.write(run('round', 'preview', `${folder}/members.csv`, '--out', `${folder}/round`));
console.log(`\nOpen this file in a browser to see the round: ${folder}/round/report.html`);
