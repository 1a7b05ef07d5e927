/** A stream of chance that is a function of its seed alone. */
export interface Random {
  /** A whole number from 0 to `bound` − 1, each equally likely. `bound`: 1 … 2³². */
  readonly int: (bound: number) => number;
  /** A stream of its own for `label`; it depends on the seed and the labels only, not on what was drawn before. */
  readonly fork: (label: string) => Random;
}

/**
 * The same stream on every machine. Not for secrets.
 * The generator is sfc32 (PractRand, C. Doty-Humphrey, 2014); its state is the label path hashed by FNV-1a with four offsets.
 */
export const seededRandom = (seed: number): Random => streamOf(`seed:${String(seed)}`);

const streamOf = (path: string): Random => {
  const next = sfc32([0, 1, 2, 3].map((lane) => fnv1a(`${String(lane)}/${path}`)));
  for (let warmUp = 0; warmUp < 15; warmUp++) next();
  return {
    int: (bound) => {
      // Draws above the largest multiple of the bound are thrown away, so that no remainder is likelier.
      const limit = 2 ** 32 - (2 ** 32 % bound);
      let drawn = next();
      while (drawn >= limit) drawn = next();
      return drawn % bound;
    },
    fork: (label) => streamOf(`${path}/${String(label.length)}:${label}`),
  };
};

const sfc32 = (state: readonly number[]): (() => number) => {
  let [a = 0, b = 0, c = 0, counter = 0] = state;
  return () => {
    const drawn = (((a + b) | 0) + counter) | 0;
    counter = (counter + 1) | 0;
    a = b ^ (b >>> 9);
    b = (c + (c << 3)) | 0;
    c = ((c << 21) | (c >>> 11)) + drawn;
    return drawn >>> 0;
  };
};

const fnv1a = (text: string): number => {
  let hash = 0x811c9dc5;
  for (let at = 0; at < text.length; at++) {
    hash = Math.imul(hash ^ (text.charCodeAt(at) & 0xff), 0x01000193);
    hash = Math.imul(hash ^ (text.charCodeAt(at) >>> 8), 0x01000193);
  }
  return hash | 0;
};

/** The same items in a random order (Fisher–Yates); the input is left as it is. */
export const shuffled = <T>(items: readonly T[], random: Random): T[] => {
  const order = [...items];
  for (let last = order.length - 1; last > 0; last--) {
    const chosen = random.int(last + 1);
    const moved = order[last] as T;
    order[last] = order[chosen] as T;
    order[chosen] = moved;
  }
  return order;
};
