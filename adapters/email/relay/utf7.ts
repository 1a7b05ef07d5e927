/**
 * UTF-7 (RFC 2152), which no decoder of the platform knows, so that an address in it is read before it is looked for. What is malformed
 * stays as it is.
 */
export const fromUtf7 = (text: string): string =>
  text.replace(/\+([A-Za-z0-9+/]*)(-?)/g, (whole, run: string, end: string) => {
    if (run === '') return end === '-' ? '+' : whole;
    const bytes = Buffer.from(run, 'base64');
    return bytes.length < 2 ? whole : utf16.decode(bytes.subarray(0, bytes.length - (bytes.length % 2)));
  });

export const isUtf7 = (charset: string): boolean => utf7Names.has(charset.trim().toLowerCase());

const utf7Names: ReadonlySet<string> = new Set(['utf-7', 'utf7', 'unicode-1-1-utf-7', 'csunicode11utf7', 'x-unicode-2-0-utf-7']);
const utf16 = new TextDecoder('utf-16be', { ignoreBOM: true });
