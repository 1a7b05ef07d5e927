/** One line of RFC 4180, ended as Unix tools want it. No cell is a formula to a spreadsheet, and NUL is left out. */
export const csvLine = (cells: readonly string[]): string => `${cells.map(csvCell).join(',')}\n`;

/** The lines of a file in chunks of about `chunkChars`, so that a file of millions of rows never is one string. */
export function* csvChunks(header: readonly string[], rows: Iterable<readonly string[]>): Iterable<string> {
  let chunk = csvLine(header);
  for (const row of rows) {
    chunk += csvLine(row);
    if (chunk.length < chunkChars) continue;
    yield chunk;
    chunk = '';
  }
  if (chunk !== '') yield chunk;
}

/** A chunk ends with the line that reaches this length. */
export const chunkChars = 65_536;

/** One cell, in quotes if it needs them. */
export const csvCell = (text: string): string => {
  const cell = text.replaceAll('\0', '').replaceAll(formulaStart, "'");
  return needsQuotes.test(cell) ? `"${cell.replaceAll('"', '""')}"` : cell;
};

// A spreadsheet runs a cell that begins with one of these, spaces before them or not (OWASP, CSV Injection). One that takes the
// semicolon for its delimiter, as it does wherever the comma is the decimal sign, knows no quotes in mid-cell and starts new cells
// at a semicolon, a tab and a line break inside ours: those beginnings are guarded as well, quotes before them or not.
const formulaStart = /^(?=[\t\r\n]|\s*[=+\-@＝＋－＠])|(?<=[;\t\r\n] *)(?! )(?=[ "]*[=+\-@＝＋－＠])/gu;

// More than RFC 4180 asks for: some readers trim what is not quoted, and some split at a semicolon or a tab.
const needsQuotes = /[",;\t\r\n]|^\s|\s$/u;
