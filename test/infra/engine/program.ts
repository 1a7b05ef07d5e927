import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { createRequire } from 'node:module';
import type { Run } from './run.ts';

/** Starts the program, as it is, with the runner that Pulumi's own package has; answers with how it ended: 0 is well. */
export const runProgram = async ({ settings, preview, log }: Run, address: string): Promise<number> => {
  const { cwd, main, project, stack, config, secretKeys = [] } = settings;
  const options = ['--monitor', address, '--engine', address, '--organization', 'organization', '--project', project, '--stack', stack];
  const child = spawn(
    process.execPath,
    [runner, ...options, '--pwd', cwd, '--root-directory', cwd, '--parallel', '8', ...(preview ? ['--dry-run'] : []), main],
    {
      cwd,
      stdio: ['ignore', 'pipe', 'pipe'],
      env: {
        PATH: process.env['PATH'],
        HOME: process.env['HOME'],
        // Node runs the program's TypeScript itself; otherwise the runner would look for ts-node.
        PULUMI_NODEJS_TYPESCRIPT: 'false',
        PULUMI_CONFIG: JSON.stringify(config),
        PULUMI_CONFIG_SECRET_KEYS: JSON.stringify(secretKeys),
      },
    },
  );
  for (const stream of [child.stdout, child.stderr]) stream.setEncoding('utf8').on('data', (text: string) => void log.push(text.trimEnd()));
  const [code] = (await once(child, 'close')) as [number | null];
  return code ?? 1;
};

const runner = createRequire(import.meta.url).resolve('@pulumi/pulumi/cmd/run/index.js');
