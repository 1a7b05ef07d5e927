import { genericKinds } from './generic-kinds.ts';
import type { Kind } from './kind.ts';
import { apiKinds } from './kinds/api.ts';
import { bucketKinds } from './kinds/buckets.ts';
import { containerKinds } from './kinds/containers.ts';
import { functionKinds } from './kinds/functions.ts';
import { keyKinds } from './kinds/keys.ts';
import { queueKinds } from './kinds/queues.ts';
import { roleKinds } from './kinds/roles.ts';
import { scheduleKinds } from './kinds/schedules.ts';
import { secretKinds } from './kinds/secrets.ts';
import { siteKinds } from './kinds/site.ts';
import { tableKinds } from './kinds/tables.ts';
import { topicKinds } from './kinds/topics.ts';
import { logKinds } from './kinds/logs.ts';

/** Kinds that are really made where an emulator is given. */
export const madeKinds: readonly Kind[] = [
  ...apiKinds,
  ...bucketKinds,
  ...containerKinds,
  ...functionKinds,
  ...keyKinds,
  ...logKinds,
  ...queueKinds,
  ...roleKinds,
  ...scheduleKinds,
  ...secretKinds,
  ...siteKinds,
  ...tableKinds,
  ...topicKinds,
];

const byType = new Map([...genericKinds, ...madeKinds].map((kind) => [kind.type, kind]));

/** Throws for a kind that is neither made nor listed with a reason. */
export const kindOfType = (type: string): Kind => {
  const kind = byType.get(type);
  if (kind === undefined)
    throw new Error(`${type} is neither made in the emulator nor on the list of test/infra/provider/generic-kinds.ts`);
  return kind;
};
