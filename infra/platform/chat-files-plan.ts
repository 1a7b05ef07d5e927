/** What members hand over: read once, and then in the way. */
export const incomingPrefix = 'incoming/';
export const incomingDays = 1;
/** What only we write, and members see: for as long as the words beside it (`chatKeptMs` of domain/relay/chat/limits.ts). */
export const keptPrefix = 'kept/';
export const keptDays = 90;

/** A browser asks once in so long whether it may. */
export const corsSecondsMax = 3_600;
