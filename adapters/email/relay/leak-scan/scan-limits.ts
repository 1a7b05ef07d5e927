/**
 * How much is done before the scan gives up, which counts as a leak. Bytes looked at over all layers, by all looks at one mail, so that
 * the time it takes has a bound that no clock has to watch: a byte takes 10 to 20 ns. A mail of text is looked at two or three times over,
 * a large attachment twice.
 */
export const workBytesMin = 6 * 1024 * 1024;
export const workPerByteMax = 4;
/** To fold a layer whole, where labels of a hidden domain stand in it, is so many times the price of looking at it. */
export const foldedCost = 2;
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
