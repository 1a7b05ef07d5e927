/** Hears of every call of a use case. */
export type Observer = (call: ObservedCall) => void;

/** What may be told of a call: nothing that was said in it, and nothing that came out of it but a code. */
export interface ObservedCall {
  /** As its token is called, `membership.signUp`. */
  readonly useCase: string;
  readonly ms: number;
  /** `ok`, the dotted code of a refusal, or `thrown`. */
  readonly outcome: string;
  /** Of what was thrown, the name of its kind. */
  readonly error?: string | undefined;
}

/** The same use case, whose calls are told to an observer. */
export const observed =
  <A extends readonly unknown[], R>(
    useCase: string,
    call: (...command: A) => Promise<R>,
    observer: Observer,
  ): ((...command: A) => Promise<R>) =>
  async (...command) => {
    const startedAt = performance.now();
    const tell = (ended: Pick<ObservedCall, 'outcome' | 'error'>): void => {
      observer({ useCase, ms: Math.round(performance.now() - startedAt), ...ended });
    };
    try {
      const answer = await call(...command);
      tell({ outcome: outcomeOf(answer) });
      return answer;
    } catch (error) {
      tell({ outcome: 'thrown', error: kindOf(error) });
      throw error;
    }
  };

/** The code of a refusal; whatever else an answer holds stays where it is. */
const outcomeOf = (answer: unknown): string => {
  if (!isRecord(answer) || answer['ok'] !== false || !isRecord(answer['error'])) return 'ok';
  const { code } = answer['error'];
  return typeof code === 'string' && isWord(code) ? code : 'refused';
};

/** What an error is called. Its message may quote anything, so it is not read. */
export const kindOf = (error: unknown): string => (error instanceof Error && isWord(error.name) ? error.name : 'unknown');

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

// Codes, names and routes of our own; an address has an @, a token is longer, a sentence has spaces.
const isWord = (text: string): boolean => /^[A-Za-z/*][A-Za-z0-9_.:/*-]{0,63}$/.test(text) && !/[A-Za-z0-9]{24}/.test(text);

export type LogLevel = 'info' | 'warning' | 'error';

/** One line of JSON for each event, with the fields named here and no other; a text that is not a plain word is left out. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;
export type LogFields = Readonly<Partial<Record<LogField, string | number | undefined>>>;

export const logFields = ['useCase', 'ms', 'outcome', 'error', 'method', 'route', 'status', 'task', 'week', 'count'] as const;
export type LogField = (typeof logFields)[number];

export interface LogNeeds {
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** What is less than this is not written. */
  readonly from: LogLevel;
}

export const createLog = ({ write, now, from }: LogNeeds): Log => {
  const least = levels.indexOf(from);
  return (level, event, fields = {}) => {
    if (levels.indexOf(level) < least) return;
    const told = logFields.flatMap((field) => {
      const value = fields[field];
      return typeof value === 'number' || (typeof value === 'string' && (isWord(value) || isWeek(value))) ? [[field, value] as const] : [];
    });
    write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...Object.fromEntries(told) })}\n`);
  };
};

const levels: readonly LogLevel[] = ['info', 'warning', 'error'];
const isWeek = (text: string): boolean => /^\d{4}-W\d{2}$/.test(text);
