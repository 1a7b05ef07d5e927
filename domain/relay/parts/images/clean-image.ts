import { isAt } from './bytes.ts';
import { cleanGif } from './gif.ts';
import { cleanJpeg } from './jpeg.ts';
import { cleanPng } from './png.ts';
import { cleanWebp } from './webp.ts';

export type ImageKind = 'jpeg' | 'png' | 'webp' | 'gif';

/** What the first bytes say that a picture is; its sender's word for it is not asked. */
export const imageKindOf = (bytes: Uint8Array): ImageKind | undefined => {
  if (isAt(bytes, 0, '\xff\xd8\xff')) return 'jpeg';
  if (isAt(bytes, 0, '\x89PNG\r\n\x1a\n')) return 'png';
  if (isAt(bytes, 0, 'RIFF') && isAt(bytes, 8, 'WEBP')) return 'webp';
  return isAt(bytes, 0, 'GIF8') ? 'gif' : undefined;
};

/**
 * The picture without anything but its pixels, colours, timing and orientation: parts of the file are copied or left out, and nothing is
 * encoded anew (relay rules, 2.2.6). Undefined where it is malformed.
 */
export const cleanImage = (kind: ImageKind, bytes: Uint8Array): Uint8Array | undefined => cleaners[kind](bytes);

const cleaners: Readonly<Record<ImageKind, (bytes: Uint8Array) => Uint8Array | undefined>> = {
  jpeg: cleanJpeg,
  png: cleanPng,
  webp: cleanWebp,
  gif: cleanGif,
};
