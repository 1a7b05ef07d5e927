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
  /** Who called, by their id, where that is to be kept: operators who look at what is nobody's business. */
  readonly member?: string | undefined;
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
export const kindOf = (error: unknown): string =>
  error instanceof Error && (isWord(error.name) || isNameOfException(error.name)) ? error.name : 'unknown';

/** The stable code that an error of ours carries, if it does. */
export const codeOfFault = (error: unknown): string | undefined =>
  error instanceof Error && 'code' in error && typeof error.code === 'string' && /^[a-z]+([._][a-z]+)+$/.test(error.code)
    ? error.code
    : undefined;

const isRecord = (value: unknown): value is Readonly<Record<string, unknown>> => typeof value === 'object' && value !== null;

// Of AWS, whose names are longer than what tells a word from a token: `ResourceNotFoundException`.
const isNameOfException = (name: string): boolean => /^([A-Z][a-z]+){2,7}$/.test(name) && name.endsWith('Exception');

// Codes, names and routes of our own: words of letters, a short number at their end at most. An address has an @, a sentence has spaces,
// and a token has figures and capitals wherever they fall, also between its hyphens.
const isWord = (text: string): boolean =>
  /^[A-Za-z/*][A-Za-z0-9_.:/*-]{0,63}$/.test(text) && !/[A-Za-z0-9]{24}/.test(text) && text.split(/[_.:/*-]/).every(isPlain);
const isPlain = (part: string): boolean => /^(\d{0,3}|([a-z]+|[A-Z]+|[A-Z][a-z]+)([A-Z][a-z]+)*\d{0,2})$/.test(part);

export type LogLevel = 'info' | 'warning' | 'error';

/** One line of JSON for each event, with the fields named here and no other; a text that is not a plain word is left out. */
export type Log = (level: LogLevel, event: string, fields?: LogFields) => void;
export type LogFields = Readonly<Partial<Record<LogField, string | number | undefined>>>;

export const logFields = [
  ...(['useCase', 'ms', 'outcome', 'error', 'method', 'route', 'status', 'task', 'week', 'count'] as const),
  // Of what runs where AWS runs it: which entry point, which request or run of it, for which member, and how far it has come.
  ...(['service', 'request', 'run', 'member', 'code', 'setting', 'done', 'of'] as const),
  ...(['accepted', 'dropped', 'postponed', 'failed', 'refused', 'retried', 'unknown', 'maybeTwice', 'left'] as const),
] as const;
export type LogField = (typeof logFields)[number];

export interface LogNeeds {
  readonly write: (line: string) => void;
  readonly now: () => number;
  /** What is less than this is not written. */
  readonly from: LogLevel;
  /** Said with every event: what it belongs to. */
  readonly about?: (() => LogFields) | undefined;
}

export const createLog = ({ write, now, from, about }: LogNeeds): Log => {
  const least = levels.indexOf(from);
  return (level, event, fields = {}) => {
    if (levels.indexOf(level) < least) return;
    const given = { ...about?.(), ...fields };
    const told = logFields.flatMap((field) => {
      const value = given[field];
      return typeof value === 'number' || (typeof value === 'string' && isTellable(field, value)) ? [[field, value] as const] : [];
    });
    write(`${JSON.stringify({ at: new Date(now()).toISOString(), level, event, ...Object.fromEntries(told) })}\n`);
  };
};

const levels: readonly LogLevel[] = ['info', 'warning', 'error'];

const isTellable = (field: LogField, value: string): boolean => {
  if (field === 'member') return isMemberId(value);
  if (field === 'request' || field === 'run') return isRunId(value);
  if (field === 'setting') return value.split(', ').every(isWord);
  return isWord(value) || isWeek(value) || (field === 'error' && isNameOfException(value));
};

/** A keyed hash of an address, which tells nothing without the community's key. */
const isMemberId = (text: string): boolean => /^m_[a-z2-7]{26}$/.test(text);

// A UUID, or what API Gateway calls a request; tokens of ours are longer.
const isRunId = (text: string): boolean =>
  /^[0-9a-f]{8}(-[0-9a-f]{4}){3}-[0-9a-f]{12}$/.test(text) ||
  /^[A-Za-z0-9_-]{4,18}={0,2}$/.test(text) ||
  /^[0-9a-f]{32}(-\d{1,12})?$/.test(text);

const isWeek = (text: string): boolean => /^\d{4}-W\d{2}$/.test(text);
