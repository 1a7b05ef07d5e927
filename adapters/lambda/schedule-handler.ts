import type { Context } from './events.ts';
import { codeOfFault, kindOf } from '../composition/observed.ts';
import type { ScheduleEnv } from '../config/env.ts';
import { chatFilesOnAws } from './chat-on-aws.ts';
import { type ChoreNeeds, chores } from './chores.ts';
import type { LambdaHost } from './host.ts';
import { isWarmer } from './http-event.ts';
import { loopOnDemand } from './loop-on-demand.ts';

/** What time drives and no other entry point does, tick by tick. One chore that fails does not keep the others from being done. */
export const createScheduleHandler = (host: LambdaHost<ScheduleEnv>): ((event: unknown, context: Context) => Promise<object>) => {
  const { CHAT_BUCKET } = host.env;
  const loop = loopOnDemand(host, {
    chat: CHAT_BUCKET === undefined ? undefined : (place) => ({ files: chatFilesOnAws({ ...host, env: { CHAT_BUCKET } }, place) }),
  });
  return async (event, context) => {
    if (isWarmer(event)) return {};
    return host.invoked(context, async (signal) => {
      const { log, metrics, clock } = host;
      const isEnough = (): boolean => signal.aborted;
      const needs: ChoreNeeds = { log, metrics, clock, deployed: await loop(), owner: context.awsRequestId, isEnough };
      const faults: unknown[] = [];
      for (const chore of chores) {
        if (isEnough()) break;
        await chore.done(needs).catch((error: unknown) => {
          log('error', 'chore.failed', { task: chore.name, error: kindOf(error), code: codeOfFault(error) });
          faults.push(error);
        });
      }
      if (faults.length > 0) throw faults[0];
      return {};
    });
  };
};
