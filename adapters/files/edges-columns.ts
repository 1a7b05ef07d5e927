/** Edges that come one by one, in as much memory as they need. */
export interface EdgeColumns {
  readonly add: (ends: readonly [u: number, v: number], weight: number, line: number) => void;
  /** Ends the adding. */
  readonly all: () => Columns;
}

export interface Columns {
  readonly u: Int32Array;
  readonly v: Int32Array;
  readonly weight: Float64Array;
  readonly line: Int32Array;
}

export const edgeColumns = (): EdgeColumns => {
  let count = 0;
  let u = new Int32Array(1024);
  let v = new Int32Array(1024);
  let weight = new Float64Array(1024);
  let line = new Int32Array(1024);
  // What is moved leaves no copy behind for the garbage collector to find.
  const resize = (capacity: number): void => {
    u = new Int32Array(u.buffer.transfer(4 * capacity));
    v = new Int32Array(v.buffer.transfer(4 * capacity));
    weight = new Float64Array(weight.buffer.transfer(8 * capacity));
    line = new Int32Array(line.buffer.transfer(4 * capacity));
  };
  return {
    add: ([one, other], heavy, at) => {
      if (count === u.length) resize(2 * count);
      u[count] = one;
      v[count] = other;
      weight[count] = heavy;
      line[count++] = at;
    },
    all: () => {
      resize(count);
      return { u, v, weight, line };
    },
  };
};
