import { dayMs, minuteMs, secondMs } from '../../kernel/instant.ts';

/** What one message of a chat may be, in bytes of UTF-8. */
export const textBytesMax = 4 * 1024;
/** What a client calls its messages: letters, digits, `-` and `_`. */
export const messageIdPattern = /^[A-Za-z0-9_-]{8,64}$/;
/** What one of the two may write in the chat. */
export const perMinuteMax = 30;
export const perDayMax = 1_000;
/** Words and files of a chat are kept so long. */
export const chatKeptMs = 90 * dayMs;
/** So long somebody may be away before they get by mail what they missed; and so long after such a mail that they have not come back for. */
export const awayMs = 2 * minuteMs;
export const stillAwayMs = 15 * minuteMs;
/** A page of messages. */
export const messagesPageMax = 100;
/** What they may say in one answer, in characters: a mail says much, and no function of AWS answers more than 6 MB. */
export const pageTextMax = 400_000;
/** What a conversation is called. */
export const threadPattern = /^[\w-]{1,200}$/;
/** Of a mail the chat keeps so much text, in characters. */
export const mailTextMax = 32_000;
/** More unread messages than this are not counted. */
export const unreadCountedMax = 99;
/** Who connects shows a ticket that is used once, within this time. */
export const ticketMs = 30 * secondMs;
/** API Gateway ends a WebSocket after two hours, and one that is silent after ten minutes. */
export const connectionMs = 2 * 60 * minuteMs;
/** Whoever holds a WebSocket may not reach it before it is answered that it is let in. */
export const openingMs = 10 * secondMs;
/** Windows of one member that are open at once; of more, the oldest is closed. */
export const connectionsMax = 20;
export const voiceBytesMax = 10 * 1024 * 1024;
export const voiceMsMax = 5 * minuteMs;
/** An upload is taken for so long, and a link to a file is good for so long. */
export const uploadMs = 5 * minuteMs;
export const fileLinkMs = 10 * minuteMs;
