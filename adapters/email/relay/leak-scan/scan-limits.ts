/**
 * How much the scan does before it gives up, which counts as a leak. Bytes looked at over all layers: a mail of text is decoded a dozen
 * times over, a large attachment two or three times.
 */
export const workBytesMin = 24 * 1024 * 1024;
export const workPerByteMax = 8;
/** Layers of one mail, and encodings around one another. */
export const layersMax = 3_000;
export const layerDepthMax = 20;
/** Entities of one mail, and how deep they lie. */
export const entitiesMax = 200;
export const nestingMax = 24;
/** Bytes of one header block. */
export const headBytesMax = 64 * 1024;
/** Entries of one archive, streams of one document, fonts that tell what their glyphs mean. */
export const archiveEntriesMax = 500;
export const documentStreamsMax = 5_000;
export const documentFontsMax = 32;
