/**
 * What callers are told apart by: the whole address of IPv4, of IPv6 the first 64 bits, as one household or server has all that follow.
 * Anything else, for example no address at all, is one caller.
 */
export const callerKey = (address: string | undefined): string => {
  const bare = (address ?? '').trim().toLowerCase().replace(/%.*$/, '');
  const mapped = /^(?:::ffff:)?(\d{1,3}(?:\.\d{1,3}){3})$/.exec(bare);
  if (mapped?.[1] !== undefined) return mapped[1];
  if (!/^[0-9a-f:]{2,39}$/.test(bare) || !bare.includes(':')) return 'unknown';
  const [head = '', tail] = bare.split('::');
  const first = head === '' ? [] : head.split(':');
  const last = tail === undefined || tail === '' ? [] : tail.split(':');
  const gap = tail === undefined ? 0 : Math.max(0, groups - first.length - last.length);
  const all = [...first, ...Array.from({ length: gap }, () => '0'), ...last];
  return `${all.slice(0, 4).map(withoutZeros).join(':')}::/64`;
};

const groups = 8;
const withoutZeros = (group: string): string => group.replace(/^0+(?=.)/, '');
