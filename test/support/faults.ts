/** The process is gone, in the middle of what it did. */
export class Crash extends Error {
  override readonly name = 'Crash';
}

export interface CrashPoint {
  /** Port calls are numbered from 1, in the order in which they begin. */
  readonly call: number;
  /** Before the call has had any effect, or after its effect and before its answer. */
  readonly moment: 'before' | 'after';
}

export interface Faults {
  /** The same port, each call of which is numbered and may be where the process dies. */
  readonly guard: <P extends object>(port: P, name?: string) => P;
  /** As `guard`, for each port of a record, named after its key. */
  readonly guardAll: <P extends Readonly<Record<string, object>>>(ports: P) => P;
  /** Begins to count anew, and dies at a point (or never). Also brings a dead process back. */
  readonly plan: (point: CrashPoint | undefined) => void;
  /** The calls since the plan, `members.change`; for the message of a test that fails. */
  readonly calls: () => readonly string[];
  readonly hasCrashed: () => boolean;
}

export const createFaults = (): Faults => {
  let point: CrashPoint | undefined;
  let calls: string[] = [];
  let isDead = false;

  const die = (): never => {
    isDead = true;
    throw new Crash(`died ${point?.moment ?? 'for good'} at call ${String(point?.call ?? calls.length)}`);
  };
  const begin = (name: string): number => {
    // A dead process does nothing more, whatever it had begun beside.
    if (isDead) die();
    const number = calls.push(name);
    if (point?.call === number && point.moment === 'before') die();
    return number;
  };
  const end = (number: number): void => {
    if (isDead || (point?.call === number && point.moment === 'after')) die();
  };
  const run = (name: string, call: () => unknown): unknown => {
    const number = begin(name);
    const answer = call();
    if (answer instanceof Promise) {
      return answer.finally(() => {
        end(number);
      });
    }
    end(number);
    return answer;
  };
  const guard = <P extends object>(port: P, portName = 'port'): P =>
    new Proxy(port, {
      get: (target, property, receiver): unknown => {
        const member: unknown = Reflect.get(target, property, receiver);
        if (typeof member !== 'function') return member;
        const name = `${portName}.${String(property)}`;
        return (...given: unknown[]) => run(name, () => Reflect.apply(member, target, given) as unknown);
      },
    });
  return {
    guard,
    guardAll: (ports) => Object.fromEntries(Object.entries(ports).map(([name, port]) => [name, guard(port, name)])) as typeof ports,
    plan: (next) => {
      point = next;
      calls = [];
      isDead = false;
    },
    calls: () => calls,
    hasCrashed: () => isDead,
  };
};
