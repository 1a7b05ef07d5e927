/** A structured field such as `text/plain; charset=utf-8` (RFC 2045, 5.1), as far as the structure of a mail depends on it. */
export interface StructuredField {
  /** In lower case, `text/plain` or `attachment`; empty where there is none. */
  readonly value: string;
  /** Names in lower case; the first of a name counts. Values as written, without quotes. */
  readonly parameters: ReadonlyMap<string, string>;
}

/** Never fails: what cannot be read is left out. Comments are dropped, continuations are joined (RFC 2231, 3). */
export const structuredField = (field: string): StructuredField => {
  const [value = '', ...rest] = pieces(field);
  const parameters = new Map<string, string>();
  const continued = new Map<string, string[]>();
  for (const piece of rest) {
    const equals = piece.indexOf('=');
    if (equals === -1) continue;
    const name = piece.slice(0, equals).trim().toLowerCase();
    const star = name.indexOf('*');
    const text = piece.slice(equals + 1).trim();
    if (star === -1 && !parameters.has(name)) parameters.set(name, text);
    if (star !== -1) addSection(continued, { name: name.slice(0, star), section: name.slice(star + 1), text });
  }
  for (const [name, sections] of continued) if (!parameters.has(name)) parameters.set(name, sections.join(''));
  return { value: value.trim().toLowerCase(), parameters };
};

/** `name*1*=value`: the number says where it belongs; with a star behind, it is percent-encoded, and the first names a charset. */
const addSection = (continued: Map<string, string[]>, { name, section, text }: { name: string; section: string; text: string }) => {
  const isEncoded = section === '' || section.endsWith('*');
  const number = Number.parseInt(section, 10);
  const index = Number.isNaN(number) ? 0 : number;
  if (index > sectionsMax) return;
  const sections = continued.get(name) ?? [];
  const bare = isEncoded && index === 0 ? text.slice(text.lastIndexOf("'") + 1) : text;
  sections[index] ??= isEncoded
    ? bare.replace(/%([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
    : bare;
  continued.set(name, sections);
};

/** Split at semicolons outside quotes and comments; quotes, escapes and comments undone. */
const pieces = (field: string): readonly string[] => {
  const found: string[] = [];
  let piece: string[] = [];
  let isQuoted = false;
  let depth = 0;
  for (let at = 0; at < field.length; at += 1) {
    const character = field[at] ?? '';
    const isEscaped = character === '\\' && (isQuoted || depth > 0);
    const actual = isEscaped ? (field[(at += 1)] ?? '') : character;
    if (isEscaped && depth === 0) piece.push(actual);
    else if (isEscaped) continue;
    else if (character === '"' && depth === 0) isQuoted = !isQuoted;
    else if (isQuoted) piece.push(character);
    else if (character === '(') depth += 1;
    else if (character === ')' && depth > 0) depth -= 1;
    else if (depth > 0) continue;
    else if (character !== ';') piece.push(character);
    else {
      found.push(piece.join(''));
      piece = [];
    }
  }
  return [...found, piece.join('')];
};

const sectionsMax = 100;
