/**
 * `count` different numbers below `size`, rising: one out of each of as many stretches of the same length, drawn by the salt alone. So
 * they are the same each time, and do not keep step with anything that the numbering repeats.
 */
export const spread = (count: number, { size, salt }: { readonly size: number; readonly salt: number }): Uint32Array => {
  const drawn = new Uint32Array(Math.min(count, size));
  for (let at = 0; at < drawn.length; at++) {
    const from = Math.floor((at * size) / drawn.length);
    const to = Math.floor(((at + 1) * size) / drawn.length);
    drawn[at] = from + Math.floor(fraction(at, salt) * (to - from));
  }
  return drawn;
};

/** From 0 to below 1: the finaliser of MurmurHash3 (Appleby). */
const fraction = (number: number, salt: number): number => {
  let hash = Math.imul(number + 1, 0x9e3779b1) ^ salt;
  hash = Math.imul(hash ^ (hash >>> 16), 0x85ebca6b);
  hash = Math.imul(hash ^ (hash >>> 13), 0xc2b2ae35);
  return ((hash ^ (hash >>> 16)) >>> 0) / 2 ** 32;
};
