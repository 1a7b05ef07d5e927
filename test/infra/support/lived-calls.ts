import type { LivedStack } from './lived-stack.ts';

/** What the roles of a stack may do, `role: action`, each once. */
export const granted = (stack: Pick<LivedStack, 'policies'>): readonly string[] =>
  [
    ...new Set(
      [...stack.policies()].flatMap(([role, statements]) =>
        statements.filter(({ Effect }) => Effect === 'Allow').flatMap(({ Action }) => Action.map((action) => `${role}: ${action}`)),
      ),
    ),
  ].toSorted();

/** What they did, and were let do. */
export const exercised = ({ recorder, roleOfKey }: Pick<LivedStack, 'recorder' | 'roleOfKey'>): ReadonlySet<string> =>
  new Set(
    recorder.calls
      .filter(({ denied }) => !denied)
      .flatMap(({ accessKeyId, actions }) => {
        const role = roleOfKey(accessKeyId);
        return role === undefined ? [] : actions.map((action) => `${role}: ${action}`);
      }),
  );

/** What they asked for and were not let do. */
export const refusedCalls = ({ recorder, roleOfKey }: Pick<LivedStack, 'recorder' | 'roleOfKey'>): readonly string[] =>
  [
    ...new Set(
      recorder.calls
        .filter(({ denied }) => denied)
        .flatMap(({ accessKeyId, actions }) => actions.map((action) => `${roleOfKey(accessKeyId) ?? 'nobody'}: ${action}`)),
    ),
  ].toSorted();

/** Keys that nobody knows the role of: the emulator names its sessions otherwise than is thought here, and nothing above would hold. */
export const strangers = ({ recorder, roleOfKey, aws }: Pick<LivedStack, 'recorder' | 'roleOfKey' | 'aws'>): readonly string[] => [
  ...new Set(
    recorder.calls
      .map(({ accessKeyId }) => accessKeyId)
      // `AKIA…` are users: operators, whose rights no role has.
      .filter((key) => key !== aws.credentials.accessKeyId && key !== 'nobody' && !key.startsWith('AKIA') && roleOfKey(key) === undefined),
  ),
];
