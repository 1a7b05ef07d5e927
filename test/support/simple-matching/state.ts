/**
 * What the exact solver knows while it works. A node is a member (0 … size − 1) or a blossom (size and up); a top node lies in no blossom.
 * Of a top node only its `base` counts: the one member through which it is matched, or exposed. Who is matched inside
 * a blossom is settled when it opens, so `partner` holds for the bases of top nodes only.
 */
export interface State {
  readonly graph: Graph;
  readonly partner: Int32Array;
  /** Doubled, as the blossoms' duals are: a slack is the two vertex duals less twice the weight. */
  readonly vertexDual: Float64Array;
  /** 0 for a spare blossom as well: blossoms open only when their dual is used up. */
  readonly blossomDual: Float64Array;
  /** The top node of a member. */
  readonly top: Int32Array;
  readonly base: Int32Array;
  /** The ring of a blossom; nothing for a member. */
  readonly rings: (Ring | undefined)[];
  /** The members of a node follow `nextMember` from its first to its last. */
  readonly firstMember: Int32Array;
  readonly lastMember: Int32Array;
  readonly nextMember: Int32Array;
  readonly spareBlossoms: number[];
  readonly search: Search;
}

export interface Graph {
  readonly size: number;
  readonly first: Int32Array;
  readonly neighbour: Int32Array;
  readonly twiceWeight: Float64Array;
}

/** The odd ring of nodes that a blossom is made of: `from[i]` in `nodes[i]` has an edge to `to[i]` in the node after it. */
export interface Ring {
  readonly nodes: number[];
  readonly from: number[];
  readonly to: number[];
}

/** The alternating tree of the search that runs. Between searches it is empty. */
export interface Search {
  /** Of top nodes: `outer` at an even distance from the root, `inner` at an odd one, `apart` outside the tree. */
  readonly label: Uint8Array;
  /** The edge by which an inner node was reached: from a member of an outer node, to its own member. */
  readonly entryFrom: Int32Array;
  readonly entryTo: Int32Array;
  /** The least slack between a member and the outer members of other nodes, and where it is. See `look`. */
  readonly slack: Float64Array;
  readonly nearest: Int32Array;
  /** The members with a label or a slack, each once. */
  readonly reached: number[];
  readonly isReached: Uint8Array;
  /** New outer members that have not looked at their neighbours yet. */
  readonly pending: number[];
  readonly mark: Int32Array;
  lastMark: number;
}

export const apart = 0;
export const outer = 1;
export const inner = 2;
export const nobody = -1;

export const emptyState = (graph: Graph): State => {
  const { size } = graph;
  const blossomsMax = size >> 1;
  const nodes = size + blossomsMax;
  const own = Int32Array.from({ length: nodes }, (_, node) => node);
  return {
    graph,
    partner: new Int32Array(size).fill(nobody),
    vertexDual: new Float64Array(size),
    blossomDual: new Float64Array(nodes),
    top: own.slice(0, size),
    base: own.slice(),
    rings: new Array<Ring | undefined>(nodes).fill(undefined),
    firstMember: own.slice(),
    lastMember: own.slice(),
    nextMember: own.slice(0, size),
    spareBlossoms: Array.from({ length: blossomsMax }, (_, taken) => nodes - 1 - taken),
    search: {
      label: new Uint8Array(nodes),
      entryFrom: new Int32Array(nodes),
      entryTo: new Int32Array(nodes),
      slack: new Float64Array(size).fill(Infinity),
      nearest: new Int32Array(size),
      reached: [],
      isReached: new Uint8Array(size),
      pending: [],
      mark: new Int32Array(nodes),
      lastMark: 0,
    },
  };
};

/** Joins the top nodes of `u` and `v` by the edge between these two. */
export const match = (state: State, u: number, v: number): void => {
  state.partner[u] = v;
  state.partner[v] = u;
  state.base[state.top[u]!] = u;
  state.base[state.top[v]!] = v;
};

export const becomeOuter = (state: State, node: number): void => {
  state.search.label[node] = outer;
  reachMembers(state, node);
  const last = state.lastMember[node]!;
  for (let member = state.firstMember[node]!; ; member = state.nextMember[member]!) {
    state.search.pending.push(member);
    if (member === last) return;
  }
};

export const becomeInner = (state: State, from: number, to: number): void => {
  const node = state.top[to]!;
  state.search.label[node] = inner;
  state.search.entryFrom[node] = from;
  state.search.entryTo[node] = to;
  reachMembers(state, node);
};

const reachMembers = (state: State, node: number): void => {
  const last = state.lastMember[node]!;
  for (let member = state.firstMember[node]!; ; member = state.nextMember[member]!) {
    reach(state.search, member);
    if (member === last) return;
  }
};

export const reach = (search: Search, member: number): void => {
  if (search.isReached[member] === 1) return;
  search.isReached[member] = 1;
  search.reached.push(member);
};
