/**
 * The line on which a text stops being JSON (RFC 8259), the first being 1; `undefined` where it never does.
 * JSON.parse does not say it for every fault.
 */
export const lineOfJsonFault = (text: string): number | undefined => {
  const at = firstFault(text);
  return at === undefined ? undefined : text.slice(0, at).split('\n').length;
};

type Expected = 'value' | 'value or ]' | 'key' | 'key or }' | 'colon' | 'comma or end' | 'nothing';

const firstFault = (text: string): number | undefined => {
  const token =
    /[ \t\n\r]*(?:([{}[\],:])|("(?:[^"\\\u0000-\u001f]|\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4}))*")|(?:-?(?:0|[1-9]\d*)(?:\.\d+)?(?:[eE][+-]?\d+)?|true|false|null)(?![\w.]))/y;
  const space = /[ \t\n\r]*/y;
  const open: string[] = [];
  let expected: Expected = 'value';
  for (let from = 0; ; from = token.lastIndex) {
    token.lastIndex = from;
    const found = token.exec(text);
    space.lastIndex = from;
    const start = from + (space.exec(text)?.[0].length ?? 0);
    if (found === null) return start === text.length && expected === 'nothing' ? undefined : start;
    const next = after(found[1] ?? (found[2] === undefined ? 'word' : 'string'), { expected, open });
    if (next === undefined) return start;
    expected = next;
  }
};

/** What may follow a token; `undefined` where the token itself may not stand. */
const after = (token: string, { expected, open }: { readonly expected: Expected; readonly open: string[] }): Expected | undefined => {
  const valueMayStand = expected === 'value' || expected === 'value or ]';
  const next = (): Expected => (open.length === 0 ? 'nothing' : 'comma or end');
  switch (token) {
    case '{':
    case '[':
      if (!valueMayStand) return undefined;
      open.push(token);
      return token === '{' ? 'key or }' : 'value or ]';
    case '}':
    case ']': {
      const empty = token === '}' ? 'key or }' : 'value or ]';
      if (expected !== empty && expected !== 'comma or end') return undefined;
      return open.pop() === (token === '}' ? '{' : '[') ? next() : undefined;
    }
    case ',':
      if (expected !== 'comma or end') return undefined;
      return open.at(-1) === '{' ? 'key' : 'value';
    case ':':
      return expected === 'colon' ? 'value' : undefined;
    case 'string':
      if (expected === 'key' || expected === 'key or }') return 'colon';
      return valueMayStand ? next() : undefined;
    default:
      return valueMayStand ? next() : undefined;
  }
};
