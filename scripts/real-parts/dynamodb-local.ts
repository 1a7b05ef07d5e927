import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { createServer } from 'node:net';
import { join } from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { locate } from '../real-parts.ts';

/** A real DynamoDB on this machine, empty and gone when it is stopped. */
export interface DynamoDbLocal {
  readonly endpoint: string;
  readonly stop: () => Promise<void>;
}

/** Throws a sentence on how to get it where it is missing. */
export const startDynamoDbLocal = async (): Promise<DynamoDbLocal> => {
  const [java, folder] = [locate('java'), locate('dynamodb-local')];
  for (let attempt = 1; ; attempt++) {
    const port = await freePort();
    const child = run(java, folder, port);
    const endpoint = `http://127.0.0.1:${String(port)}`;
    if (await answers(endpoint, child)) return { endpoint, stop: async () => stop(child) };
    await stop(child);
    if (attempt === startsMax) throw new Error(`DynamoDB Local did not start: ${java} -jar ${folder}/DynamoDBLocal.jar`);
  }
};

const startsMax = 3;
export const startMsMax = 30_000;

/**
 * It listens on every address of the machine and has no option for another; a launcher of ours would have to be compiled, and only a
 * development kit can do that. It holds what is put into it here and nothing else. Telemetry is off: it would call home, and wait for that.
 */
const run = (java: string, folder: string, port: number): ChildProcess => {
  const child = spawn(
    java,
    [
      '-XX:TieredStopAtLevel=1',
      '-XX:+UseSerialGC',
      `-Djava.library.path=${join(folder, 'DynamoDBLocal_lib')}`,
      '-jar',
      join(folder, 'DynamoDBLocal.jar'),
      '-inMemory',
      '-port',
      String(port),
    ],
    { stdio: 'ignore', env: { PATH: '/usr/bin:/bin', DDB_LOCAL_TELEMETRY: '0' } },
  );
  child.once('error', () => undefined);
  process.once('exit', () => child.kill('SIGKILL'));
  return child;
};

const freePort = async (): Promise<number> => {
  const server = createServer().listen(0, '127.0.0.1');
  await once(server, 'listening');
  const address = server.address();
  server.close();
  await once(server, 'close');
  if (typeof address !== 'object' || address === null) throw new Error('a server that listens has a port');
  return address.port;
};

const answers = async (endpoint: string, child: ChildProcess): Promise<boolean> => {
  for (let waitedMs = 0; waitedMs < startMsMax && child.exitCode === null && child.signalCode === null; waitedMs += 50) {
    // Without a signature it answers 400, and that is an answer.
    const answer = await fetch(endpoint).catch(() => undefined);
    await answer?.text();
    if (answer !== undefined) return true;
    await sleep(50);
  }
  return false;
};

const stop = async (child: ChildProcess): Promise<void> => {
  if (child.exitCode !== null || child.signalCode !== null || child.pid === undefined) return;
  const gone = once(child, 'exit');
  child.kill('SIGKILL');
  await gone;
};
