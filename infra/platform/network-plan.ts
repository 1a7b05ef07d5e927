/** Addresses of a stack's network: `10.64.0.0/16` is rarely the block of an office or of a home, should the two ever be joined. */
export const networkBlock = '10.64.0.0/16';

/** Fargate starts a task in another zone where one has no room. */
export const zonesMax = 2;

/** 256 addresses each, of which AWS keeps 5 (VPC User Guide, "Subnet sizing"); a task takes one. */
export const publicSubnetMask = 24;

/**
 * The first `count` blocks of `/mask` in a block of IPv4 addresses, one after the other; the rest of it is free for what comes later.
 * Throws where there is not so much room.
 */
export const blocksIn = (block: string, { mask, count }: { readonly mask: number; readonly count: number }): readonly string[] => {
  const { from, size } = rangeOf(block);
  const each = 2 ** (32 - mask);
  if (each * count > size) throw new RangeError(`there is no room in ${block} for ${String(count)} blocks of /${String(mask)}`);
  return Array.from({ length: count }, (_, at) => `${dotted(from + at * each)}/${String(mask)}`);
};

/** The first address of a block as a number, and how many there are. */
export const rangeOf = (block: string): { readonly from: number; readonly size: number } => {
  const [address = '', mask = ''] = block.split('/');
  const size = 2 ** (32 - Number(mask));
  const at = address.split('.').reduce((sum, byte) => sum * 256 + Number(byte), 0);
  return { from: at - (at % size), size };
};

const dotted = (at: number): string => [24, 16, 8, 0].map((bits) => String(Math.floor(at / 2 ** bits) % 256)).join('.');
