/**
 * How a task ends, for whoever watches its exit code (EventBridge, "ECS task state change"; a person at a terminal).
 *
 * - `done` 0: everything that was due is done, nothing was due, or somebody else is doing it (`held`).
 * - `fault` 1: a bug. The log has what kind of error it was.
 * - `settings` 2: a setting or the community's folder is missing or malformed. Nothing was done.
 * - `refused` 3: a rule or AWS said no, and will again until somebody does something about it: a table is missing, a permission is denied,
 *   the key is no key, a round has too many members, the mailer refuses our key. The log has the code.
 * - `tryAgain` 75 (`EX_TEMPFAIL` of sysexits.h): the store cannot be reached, the lease was lost, or there was more to send than a task may
 *   take time for. The same task started again goes on.
 * - `terminated` 143 (128 + SIGTERM): asked to end before the end. What was under way is finished, and a task started again goes on.
 */
export const exitCode = { done: 0, fault: 1, settings: 2, refused: 3, tryAgain: 75, terminated: 143 } as const;
export type ExitCode = (typeof exitCode)[keyof typeof exitCode];
