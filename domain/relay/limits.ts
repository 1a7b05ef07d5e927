/** What a mail may be at most (relay rules, 1.1). Bytes, where nothing else is said. */
export const rawBytesMax = 25 * 1024 * 1024;
export const headerBytesMax = 64 * 1024;
export const textBytesMax = 1024 * 1024;
export const htmlBytesMax = 2 * 1024 * 1024;
export const partsMax = 100;
export const depthMax = 20;
/** Ids of a thread that are kept, and how long their header may be. */
export const referencesMax = 20;
export const referencesBytesMax = 2 * 1024;
export const fileNameBytesMax = 100;
/** What one of the two may write to the other, and how many at the relay one mail may name. */
export const perMinuteMax = 10;
export const perDayMax = 200;
export const recipientsMax = 3;
/** The same words so often within so long look like two machines that answer each other (relay rules, 4.2). */
export const sameBodyMax = 3;
export const sameBodyWindowMs = 10 * 60 * 1000;
/** Both are told so long before their conversation closes. */
export const expiryWarningDays = 14;
/** A closed alias is known so long, so that its writers hear why nothing arrives. */
export const closedKnownDays = 90;
/** Each reason is told so often at most. */
export const noticeEveryMs = 24 * 60 * 60 * 1000;
/** So many mails of strangers a day, and its member is offered a new alias. */
export const strangersMax = 20;
/** So many mails that came back for a while within a day, and nothing is sent for a day. */
export const softBouncesMax = 3;
/** A mail as it came in is kept so long at most, and so long may a dead letter wait to be looked at. */
export const rawKeptDays = 14;
