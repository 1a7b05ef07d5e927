import type { Community } from '../config/community.ts';
import { asHtml } from './as-html.ts';
import { asText } from './as-text.ts';
import type { Letter } from './letter.ts';

/** The one layout of every mail. The subject is a single line, whatever went into it. */
export const laidOut = (
  letter: Letter,
  community: Community,
): { readonly subject: string; readonly html: string; readonly text: string } => {
  const subject = letter.subject.replaceAll(/[\p{Cc}\u2028\u2029]+/gu, ' ').trim();
  return { subject, html: asHtml({ ...letter, subject }, community), text: asText(letter, community) };
};
