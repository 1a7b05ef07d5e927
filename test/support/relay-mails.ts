/** A raw mail out of lines, which end in CR LF on the wire. */
export const rawMail = (...lines: readonly string[]): Buffer => Buffer.from(lines.join('\r\n'), 'utf8');

/** A multipart with its parts, each a list of lines. */
export const multipart = (subtype: string, boundary: string, ...parts: readonly (readonly string[])[]): readonly string[] => [
  `Content-Type: multipart/${subtype}; boundary="${boundary}"`,
  '',
  ...parts.flatMap((part) => [`--${boundary}`, ...part]),
  `--${boundary}--`,
];

export const head = ['From: jane@example.com', 'To: c_1@relay.example.org', 'Subject: Hello'] as const;

/** A part of some type with some words. */
export const leaf = (type: string, words: string, ...fields: readonly string[]): readonly string[] => [
  `Content-Type: ${type}`,
  ...fields,
  '',
  words,
];
