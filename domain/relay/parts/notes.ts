import type { DroppedKind } from './kinds.ts';

/**
 * What the reader is told of parts that were left out: their kinds, each once, in the order of the mail. Neither names nor anything else
 * that their sender chose (relay rules, 2.2.6).
 */
export const notesOn = (dropped: readonly DroppedKind[]): readonly string[] =>
  [...new Set(dropped)].map((kind) => {
    const count = dropped.filter((other) => other === kind).length;
    const [one, many] = names[kind];
    return count === 1 ? `${one} was left out.` : `${String(count)} ${many} were left out.`;
  });

const names: Readonly<Record<DroppedKind, readonly [one: string, many: string]>> = {
  signature: ['A digital signature', 'digital signatures'],
  key: ['A key or certificate', 'keys or certificates'],
  encrypted: ['An encrypted part', 'encrypted parts'],
  message: ['An attached mail', 'attached mails'],
  contact: ['A contact card', 'contact cards'],
  office: ['An office document', 'office documents'],
  archive: ['An archive', 'archives'],
  program: ['A program', 'programs'],
  rich_text: ['A rich text file', 'rich text files'],
  web_page: ['A web page', 'web pages'],
  image: ['A picture', 'pictures'],
  pdf: ['A PDF', 'PDFs'],
  calendar: ['A calendar file', 'calendar files'],
  audio: ['A sound file', 'sound files'],
  video: ['A video', 'videos'],
  winmail: ['A part that only Outlook can read', 'parts that only Outlook can read'],
  other: ['An attachment', 'attachments'],
};
