/** Two ways to write letters that leave each of them readable to whoever knows. */
export const backwards = (letters: Buffer): Buffer => Buffer.from(letters).reverse();
export const rot13 = (letters: Buffer): Buffer =>
  Buffer.from(letters.map((byte) => (byte >= 0x61 && byte <= 0x7a ? ((byte - 0x61 + 13) % 26) + 0x61 : byte)));
