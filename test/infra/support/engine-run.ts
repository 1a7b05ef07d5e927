import { copyFileSync, mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { runEngine, type EngineResult } from '../engine/run-engine.ts';
import type { RunSettings } from '../engine/run.ts';

type Op = RunSettings['op'];

/** A stack of its own, whose state lies in a folder of its own. */
export interface TestStack {
  readonly run: (op: Op, config?: Readonly<Record<string, string>>) => Promise<EngineResult>;
  readonly statePath: string;
  readonly close: () => void;
}

export type TestStackSettings = Omit<RunSettings, 'op' | 'statePath'>;

/** `from` is the state of another, which is gone on from. */
export const aTestStack = (settings: TestStackSettings, from?: TestStack): TestStack => {
  const folder = mkdtempSync(join(tmpdir(), 'loop-engine-'));
  const statePath = join(folder, 'state.json');
  if (from !== undefined) copyFileSync(from.statePath, statePath);
  return {
    run: (op, config = {}) => runEngine({ ...settings, op, statePath, config: { ...settings.config, ...config } }),
    statePath,
    close: () => rmSync(folder, { recursive: true, force: true }),
  };
};

/** `update fixed`, without what stayed as it was. */
export const changesOf = ({ operations }: EngineResult): readonly string[] =>
  operations.filter(({ op }) => op !== 'same').map(({ op, type, name }) => `${op} ${type.split(':').at(-1) ?? ''} ${name}`);
