/** All bytes of the number arrays that `work` makes, those it drops again included. */
export const bytesTaken = (work: () => unknown): number => {
  const counted = [Int32Array, Float64Array, Uint8Array] as const;
  const names = counted.map(({ name }) => name);
  let bytes = 0;
  for (const [at, kind] of counted.entries()) {
    const counting = new Proxy(kind, {
      construct: (target, args, newTarget) => {
        const made = Reflect.construct(target, args, newTarget) as { readonly byteLength: number };
        bytes += made.byteLength;
        return made;
      },
    });
    Reflect.set(globalThis, names[at]!, counting);
  }
  try {
    work();
  } finally {
    for (const [at, kind] of counted.entries()) Reflect.set(globalThis, names[at]!, kind);
  }
  return bytes;
};
