/**
 * What a browser does with a file, and what it calls it (RFC 6266). Names beyond ASCII are told twice: as they are (RFC 8187), and in
 * letters that every program reads.
 */
export const contentDisposition = (disposition: 'inline' | 'attachment', name: string): string => {
  const plain = name.replace(/[^\x20-\x7e]|["\\%]/gu, '_');
  const exact = encodeURIComponent(name.toWellFormed()).replace(/['()*]/g, (sign) => `%${sign.charCodeAt(0).toString(16).toUpperCase()}`);
  return `${disposition}; filename="${plain}"${plain === name ? '' : `; filename*=UTF-8''${exact}`}`;
};
