/** The checksum of an Ogg page (RFC 3533, 6): the polynomial 0x04c11db7, nothing turned round, from 0 or from what came before. */
export const oggCrc = (bytes: Uint8Array, before = 0): number => {
  let crc = before;
  for (const byte of bytes) crc = (crc << 8) ^ (table[(crc >>> 24) ^ byte] ?? 0);
  return crc >>> 0;
};

const table = Int32Array.from({ length: 256 }, (_, byte) => {
  let crc = byte << 24;
  for (let bit = 0; bit < 8; bit += 1) crc = (crc << 1) ^ (crc < 0 ? 0x04c11db7 : 0);
  return crc;
});
