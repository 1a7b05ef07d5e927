/** What the server holds to as well; a test compares the two, as pages import no rules. */
export const textBytesMax = 4 * 1024;
export const voiceMsMax = 5 * 60_000;
export const voiceBytesMax = 10 * 1024 * 1024;
export const unreadCountedMax = 99;
export const messagesPage = 50;
