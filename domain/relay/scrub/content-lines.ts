/** Lines of iCalendar (RFC 5545, 3.1): read and written. */

export interface ContentLine {
  /** In upper case. */
  readonly name: string;
  readonly parameters: readonly (readonly [name: string, value: string])[];
  readonly value: string;
}

/** More than an invitation with its history of time zones has. */
const linesMax = 20_000;

/** The lines, unfolded; undefined where one of them is none. */
export const readContentLines = (text: string): readonly ContentLine[] | undefined => {
  const lines = text
    .replace(/^\ufeff/, '')
    .replace(/\r?\n[ \t]/g, '')
    .split(/\r?\n/)
    .filter((line) => line.trim() !== '');
  if (lines.length > linesMax) return undefined;
  const read = lines.flatMap((line) => readLine(line) ?? []);
  return read.length === lines.length ? read : undefined;
};

const readLine = (line: string): ContentLine | undefined => {
  const name = /^[a-z0-9-]{1,80}(?=[;:])/i.exec(line)?.[0];
  if (name === undefined) return undefined;
  const parameters: (readonly [string, string])[] = [];
  let at = name.length;
  while (line[at] === ';') {
    parameter.lastIndex = at;
    const found = parameter.exec(line);
    if (found?.[1] === undefined || found[2] === undefined) return undefined;
    parameters.push([found[1].toUpperCase(), found[2]]);
    at += found[0].length;
  }
  return line[at] === ':' ? { name: name.toUpperCase(), parameters, value: line.slice(at + 1) } : undefined;
};

// One value or several with commas between, each quoted or not. What stands outside of quotes has no quote in it, so no second way to read.
const parameter = /;([a-z0-9-]{1,80})=((?:"[^"]*"|[^";:])*)/iy;

/** A line holds 75 octets without its end (RFC 5545, 3.1); what goes on begins with a space. */
const octetsMax = 75;

export const writeContentLines = (lines: readonly ContentLine[]): string =>
  lines
    .map(({ name, parameters, value }) => {
      const own = parameters.map((one) => `;${one[0]}=${one[1]}`).join('');
      return `${folded(`${name}${own}:${value}`)}\r\n`;
    })
    .join('');

const folded = (line: string): string => {
  const pieces: string[] = [];
  let octets = 0;
  for (const letter of line) {
    const size = octetsOf(letter.codePointAt(0) ?? 0);
    if (octets + size > octetsMax) {
      pieces.push('\r\n ');
      octets = 1;
    }
    pieces.push(letter);
    octets += size;
  }
  return pieces.join('');
};

const octetsOf = (code: number): number => (code < 0x80 ? 1 : code < 0x800 ? 2 : code < 0x10000 ? 3 : 4);
