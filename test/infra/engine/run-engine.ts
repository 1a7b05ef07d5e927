import { masked, type Props } from '../support/engine-values.ts';
import type { Deployment } from './deployment.ts';
import { serveProgram } from './monitor.ts';
import { runProgram } from './program.ts';
import { createProviders } from './providers.ts';
import { removeTheRest } from './remove.ts';
import type { Operation } from './resource.ts';
import { outputsOf, startRun, stateAfter, type RunSettings } from './run.ts';
import { readState, writeState, type State } from './state-file.ts';

export interface EngineResult {
  /** In the order in which they were done. */
  readonly operations: readonly Operation[];
  /** Of the stack; secrets are marked. */
  readonly outputs: Props;
  readonly state: State;
  readonly log: readonly string[];
}

/**
 * A test engine: it runs an unmodified Pulumi program over Pulumi's published protocols (`ResourceMonitor`, `Engine`,
 * `ResourceProvider`) against a provider plugin of tests, and keeps the stack's state in a JSON file. It is not `pulumi up`: it has no
 * import, refresh, transforms, hooks or policy packs, and says so where a program asks for one. A run that fails throws, and leaves in
 * the file what it had done until then.
 */
export const runEngine = async (settings: RunSettings): Promise<EngineResult> => {
  const run = startRun(settings, readState(settings.statePath));
  const deployment: Deployment = { run, providers: createProviders(run) };
  try {
    if (settings.op !== 'destroy') await register(deployment);
    await removeTheRest(deployment);
    const outputs = outputsOf(run);
    for (const [name, value] of Object.entries(outputs)) run.log.push(`output ${name}: ${JSON.stringify(masked(value))}`);
    return { operations: run.operations, outputs, state: stateAfter(run), log: run.log };
  } finally {
    if (!run.preview) writeState(settings.statePath, stateAfter(run));
    deployment.providers.close();
  }
};

const register = async (deployment: Deployment): Promise<void> => {
  const { run } = deployment;
  const server = await serveProgram(deployment);
  try {
    const code = await runProgram(run, server.address);
    const [why] = run.failures;
    if (code === 0 && why === undefined) return;
    throw new Error(why ?? `the program ended with ${String(code)}: ${run.log.slice(-linesMax).join('\n')}`);
  } finally {
    server.close();
  }
};

/** As many as a stack trace and what came before it. */
const linesMax = 20;
