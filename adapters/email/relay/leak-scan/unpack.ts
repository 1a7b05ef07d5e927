import { inflateRawSync, inflateSync, gunzipSync, constants } from 'node:zlib';
import { asBytes, type Content } from './content.ts';

const ways = { gzip: gunzipSync, zlib: inflateSync, deflate: inflateRawSync };

/** Unpacks at most so many bytes. A stream that ends early gives what it has; what is no stream at all is sealed. */
export const unpacked = (bytes: Uint8Array, how: keyof typeof ways, roomBytes: number): Content => {
  try {
    const finishFlush = constants.Z_SYNC_FLUSH;
    return asBytes(ways[how](bytes, { maxOutputLength: Math.max(1, roomBytes), finishFlush }));
  } catch (failure) {
    const isTooLong = failure instanceof Error && 'code' in failure && failure.code === 'ERR_BUFFER_TOO_LARGE';
    return isTooLong ? { kind: 'overflow' } : { kind: 'sealed' };
  }
};

/** Several, which share the room. Nothing after the first that does not fit is unpacked. */
export const unpackedAll = (packed: readonly Packed[], roomBytes: number): readonly Content[] => {
  const contents: Content[] = [];
  let room = roomBytes;
  for (const { bytes, how } of packed) {
    const content = how === 'stored' ? asBytes(Buffer.from(bytes)) : how === 'sealed' ? sealed : unpacked(bytes, how, room);
    contents.push(content);
    if (content.kind === 'overflow') break;
    if (content.kind === 'bytes') room -= content.bytes.length;
  }
  return contents;
};

export interface Packed {
  readonly bytes: Buffer;
  readonly how: keyof typeof ways | 'stored' | 'sealed';
}

const sealed: Content = { kind: 'sealed' };
