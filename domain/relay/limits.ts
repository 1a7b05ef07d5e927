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
