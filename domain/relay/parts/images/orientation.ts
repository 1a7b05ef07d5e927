import { isAt, uint16be, uint16le, uint32be, uint32le } from './bytes.ts';

/** Which way up a picture is shown: 1 to 8 (Exif 2.32, 4.6.4, tag 274). 1 is as it is stored. */
export type Orientation = number;

/** The orientation in the first directory of a TIFF header; nothing where there is none, or none that means anything. */
export const orientationIn = (tiff: Uint8Array): Orientation | undefined => {
  const isLittle = isAt(tiff, 0, 'II');
  if (!isLittle && !isAt(tiff, 0, 'MM')) return undefined;
  const uint16 = isLittle ? uint16le : uint16be;
  const directory = (isLittle ? uint32le : uint32be)(tiff, 4);
  const entries = uint16(tiff, directory);
  for (let index = 0; index < entries; index += 1) {
    const entry = directory + 2 + index * entryBytes;
    if (entry + entryBytes > tiff.length) return undefined;
    if (uint16(tiff, entry) !== orientationTag) continue;
    const value = uint16(tiff, entry + 8);
    return uint16(tiff, entry + 2) === shortType && value >= 1 && value <= 8 ? value : undefined;
  }
  return undefined;
};

/** A TIFF header that says the orientation and nothing else. */
export const orientationOnly = (orientation: Orientation): Uint8Array =>
  Uint8Array.of(0x49, 0x49, 42, 0, 8, 0, 0, 0, 1, 0, 0x12, 1, shortType, 0, 1, 0, 0, 0, orientation, 0, 0, 0, 0, 0, 0, 0);

const orientationTag = 0x0112;
const shortType = 3;
const entryBytes = 12;
