import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommunityFolder } from '../../adapters/composition/community-folder.ts';
import { createDeployed, type Deployed, type DeployedParts } from '../../adapters/composition/deployed.ts';
import type { StackSettings } from '../../adapters/config/stack.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { type Instant, secondMs } from '../../domain/kernel/instant.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import { planWithProgress } from './planning.ts';
import { interruptible, progress } from './terminal.ts';
import type { AwsAccess } from './stack-options.ts';

/** A person waits for an answer, so a table that stays busy is told of sooner than to a task. */
const patienceMs = 20 * secondMs;

const onSending: DeployedParts['onSending'] = ({ done, of }) => {
  progress(done === of ? '' : `Writing the mails … ${String(done)} of ${String(of)}`);
  interruptible.between();
};

/** Wires a stack for the command line. Mails that it causes lie in the outbox; the stack itself sends them. */
export const openDeployed = async ({
  settings,
  files,
  aws,
}: {
  readonly settings: StackSettings;
  readonly files: CommunityFolder;
  readonly aws: AwsAccess;
}): Promise<Pick<Deployed, 'container' | 'close'> & { readonly clock: Clock }> => {
  const clock: Clock = { now: () => Date.now() as Instant };
  const { region, endpoint } = aws;
  const { container, close } = await createDeployed(
    {
      ...settings,
      ...(region === undefined ? {} : { region }),
      ...(endpoint === undefined ? {} : { endpoint }),
      patienceMs,
    },
    {
      ...files,
      clock,
      random: seededRandom(randomInt(2 ** 32)),
      plan: planWithProgress,
      log: () => undefined,
      pause: async (ms) => sleep(ms),
      onSending,
    },
  );
  return { container, close, clock };
};
