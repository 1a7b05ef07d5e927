/** Arrays that threads share instead of copying them. */
export const sharedArray = {
  uint8: (length: number): Uint8Array => new Uint8Array(new SharedArrayBuffer(length)),
  uint16: (length: number): Uint16Array => new Uint16Array(new SharedArrayBuffer(2 * length)),
  uint32: (length: number): Uint32Array => new Uint32Array(new SharedArrayBuffer(4 * length)),
  int32: (length: number): Int32Array => new Int32Array(new SharedArrayBuffer(4 * length)),
  float64: (length: number): Float64Array => new Float64Array(new SharedArrayBuffer(8 * length)),
};
