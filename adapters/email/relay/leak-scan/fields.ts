/** One header as it stands in the mail, unfolded (RFC 5322, 2.2.3). */
export interface Field {
  /** In lower case. */
  readonly name: string;
  readonly value: string;
}

/** The fields of a header block, in Latin-1; `undefined` where a line is no field. */
export const fieldsOf = (block: string): readonly Field[] | undefined => {
  if (block === '') return [];
  const fields: Field[] = [];
  for (const line of block.replace(/\r\n(?=[ \t])/g, '').split('\r\n')) {
    const colon = line.indexOf(':');
    const name = line.slice(0, Math.max(colon, 0));
    if (!/^[!-9;-~]+$/.test(name)) return undefined;
    fields.push({ name: name.toLowerCase(), value: line.slice(colon + 1).trim() });
  }
  return fields;
};

export const valueOf = (fields: readonly Field[], name: string): string | undefined => fields.find((field) => field.name === name)?.value;

/** The word before the first semicolon, in lower case. */
export const wordOf = (value: string): string => (value.split(';', 1)[0] ?? '').trim().toLowerCase();

/** A parameter (RFC 2045, 5.1), its quotes removed; of several with one name the first. */
export const parameterOf = (value: string, name: string): string | undefined => {
  for (const [, found = '', quoted, plain] of value.matchAll(parameter))
    if (found.toLowerCase() === name) return quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1');
  return undefined;
};

const parameter = /;\s{0,100}([^\s=;"]{1,80})=(?:"((?:[^"\\]|\\.){0,1000})"|([^;\s"]{0,1000}))/g;
