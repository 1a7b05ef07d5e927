/**
 * How tasks end (`adapters/worker/exit-codes.ts`), and who cares:
 *
 * - 0 is a good end;
 * - 75 (try again) and 143 (asked to end) are cut short: the next task goes on, and where none does it is overdue soon enough;
 * - everything else is a failure: 1, 2 and 3 of Loop's own, and what the system does to a process, such as 137 out of memory.
 */
export const goodEnds: readonly number[] = [0];
export const cutShort: readonly number[] = [75, 143];

const stopped = (clusterArn: string, ended: object): object => ({
  source: ['aws.ecs'],
  'detail-type': ['ECS Task State Change'],
  detail: { clusterArn: [clusterArn], lastStatus: ['STOPPED'], ...ended },
});

/** A container without an exit code did not run; then the task's stop code tells (ECS, "Stopped task error codes"). */
export const failedPattern = (clusterArn: string): string =>
  JSON.stringify(
    stopped(clusterArn, {
      $or: [{ containers: { exitCode: [{ 'anything-but': [...goodEnds, ...cutShort] }] } }, { stopCode: ['TaskFailedToStart'] }],
    }),
  );

export const cutShortPattern = (clusterArn: string): string => JSON.stringify(stopped(clusterArn, { containers: { exitCode: cutShort } }));

/**
 * What is kept of such an event: `family:…`, an exit code and a stop code, and no free text. A log group takes exactly these two keys
 * (EventBridge, "Amazon EventBridge targets": CloudWatch Logs).
 */
export const toldOf = {
  inputPaths: {
    at: '$.time',
    task: '$.detail.group',
    exitCode: '$.detail.containers[0].exitCode',
    stopCode: '$.detail.stopCode',
  },
  inputTemplate: '{"timestamp": "<at>", "message": "<task> ended with exit code <exitCode>, <stopCode>"}',
} as const;
