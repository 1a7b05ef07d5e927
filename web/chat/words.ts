import type { Message } from '../../adapters/http/contract.ts';
import { textBytesMax, voiceMsMax } from './limits.ts';
import type { Progress } from './thread-state.ts';

/** On whose clock and calendar times are shown. */
export interface Place {
  readonly locale: string;
  /** The browser's own where nothing is said. */
  readonly timeZone?: string | undefined;
}

/** Each is made once: to make one takes longer than to draw a message. */
const formats = new Map<string, Intl.DateTimeFormat>();
const formatted = (at: number, locale: string, form: Intl.DateTimeFormatOptions): string => {
  const key = JSON.stringify([locale, form]);
  const format = formats.get(key) ?? new Intl.DateTimeFormat(locale, form);
  formats.set(key, format);
  return format.format(at);
};

const dayMs = 24 * 60 * 60_000;
/** Letters that are left are told from here on. */
const warnBelowBytes = 500;

/** The day on the reader's calendar, `2026-11-21`. */
export const dayOf = (at: number, { timeZone }: Place): string =>
  formatted(at, 'en-CA', { year: 'numeric', month: '2-digit', day: '2-digit', timeZone });

/** "Today", "Yesterday", "Monday, 16 November" or "16 November 2025". */
export const dayInWords = (at: number, now: number, place: Place): string => {
  const day = dayOf(at, place);
  if (day === dayOf(now, place)) return 'Today';
  if (day === dayOf(now - dayMs, place)) return 'Yesterday';
  const { locale, timeZone } = place;
  const isThisYear = day.slice(0, 4) === dayOf(now, place).slice(0, 4);
  const date = { day: 'numeric', month: 'long', timeZone } as const;
  return formatted(at, locale, isThisYear ? { ...date, weekday: 'long' } : { ...date, year: 'numeric' });
};

export const timeInWords = (at: number, { locale, timeZone }: Place): string =>
  formatted(at, locale, { hour: '2-digit', minute: '2-digit', timeZone });

/** As short as a list has room for: a time today, a day else. */
export const whenInWords = (at: number, now: number, place: Place): string =>
  dayOf(at, place) === dayOf(now, place)
    ? timeInWords(at, place)
    : formatted(at, place.locale, { day: 'numeric', month: 'short', timeZone: place.timeZone });

/** "Week 47 of 2026". */
export const weekInWords = (week: string): string => {
  const [, year = '', number = ''] = /^(\d{4})-W(\d{2})$/.exec(week) ?? [];
  return year === '' ? week : `Week ${String(Number(number))} of ${year}`;
};

/** "4:05". */
export const lengthInWords = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  return `${String(Math.floor(seconds / 60))}:${String(seconds % 60).padStart(2, '0')}`;
};

/** For ears: "4 minutes 5 seconds". */
export const lengthSpoken = (ms: number): string => {
  const seconds = Math.round(ms / 1_000);
  const parts = [counted(Math.floor(seconds / 60), 'minute'), counted(seconds % 60, 'second')];
  return seconds < 60 ? (parts[1] ?? '') : parts.join(' ');
};

export const bytesInWords = (bytes: number): string => {
  if (bytes < 1_000) return counted(bytes, 'byte');
  return bytes < 1_000_000 ? `${String(Math.round(bytes / 1_000))} KB` : `${(bytes / 1_000_000).toFixed(1)} MB`;
};

export const progressInWords = { sent: 'Sent', mailed: 'Sent by mail', delivered: 'Delivered', read: 'Read' } as const satisfies Record<
  Progress,
  string
>;

/** What a list or a voice says of a message in one line. */
export const inOneLine = ({ content }: Pick<Message, 'content'>): string => {
  switch (content.kind) {
    case 'text':
      return content.text.replaceAll(/\s+/g, ' ').slice(0, 200);
    case 'voice':
      return `Voice note, ${lengthInWords(content.durationMs)}`;
    case 'mail':
      return content.subject.trim() === '' ? content.text.replaceAll(/\s+/g, ' ').slice(0, 200) : content.subject;
  }
};

export const bytesOf = (text: string): number => new TextEncoder().encode(text).length;

/** `undefined` while there is plenty of room. It is said aloud whenever it changes, so it does not change with each letter. */
export const roomInWords = (text: string): { readonly isOver: boolean; readonly words: string } | undefined => {
  // No letter takes more than three bytes for each of its places.
  if (text.length * 3 <= textBytesMax - warnBelowBytes) return undefined;
  const left = textBytesMax - bytesOf(text);
  if (left < 0) return { isOver: true, words: `Too long by about ${counted(roughly(-left), 'letter')}. Send it in two parts.` };
  return left < warnBelowBytes ? { isOver: false, words: `Room for about ${counted(roughly(left), 'letter')} more` } : undefined;
};

/** To a hundred, near the end to ten, and exactly only at the very end. */
const roughly = (count: number): number => {
  const step = count > 100 ? 100 : 10;
  return count <= 10 ? count : Math.round(count / step) * step;
};

/** Less than the server takes: what a recorder writes after it was stopped counts, too, and a page in the background is late to stop it. */
export const recordedMsMax = voiceMsMax - 5_000;

/** Words and the addresses of pages among them, in order. */
export const withLinks = (text: string): readonly { readonly text: string; readonly isLink: boolean }[] =>
  text
    .split(/(https?:\/\/[^\s<>"]*[^\s<>"'.,;:!?)\]])/g)
    .map((part, at) => ({ text: part, isLink: at % 2 === 1 }))
    .filter((part) => part.text !== '');

const counted = (count: number, noun: string): string => `${count.toLocaleString('en')} ${noun}${count === 1 ? '' : 's'}`;
