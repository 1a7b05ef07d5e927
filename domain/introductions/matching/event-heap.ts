/**
 * A heap of events by time, the earliest first (Williams 1964, with four children a place: Johnson 1975). `entries` holds time and payload in
 * turns, so that the four children of a place lie in one line of a cache. Nothing is ever removed but the first: who pops looks
 * whether the event still holds. Equal times leave in an order that depends on the pushes alone.
 */
export interface EventHeap {
  entries: Float64Array;
  /** Two for each event. */
  length: number;
}

export const emptyHeap = (): EventHeap => ({ entries: new Float64Array(2048), length: 0 });

export const pushEvent = (heap: EventHeap, time: number, payload: number): void => {
  if (heap.length === heap.entries.length) grow(heap);
  const { entries } = heap;
  let place = heap.length >> 1;
  heap.length += 2;
  while (place > 0) {
    const above = (place - 1) >> 2;
    const timeAbove = entries[2 * above]!;
    if (timeAbove <= time) break;
    entries[2 * place] = timeAbove;
    entries[2 * place + 1] = entries[2 * above + 1]!;
    place = above;
  }
  entries[2 * place] = time;
  entries[2 * place + 1] = payload;
};

export const firstTime = ({ entries, length }: EventHeap): number => (length === 0 ? Infinity : entries[0]!);

/** The payload of the first event, which is removed. There must be one. */
export const popEvent = (heap: EventHeap): number => {
  const { entries } = heap;
  const payload = entries[1]!;
  heap.length -= 2;
  const length = heap.length;
  const time = entries[length]!;
  const count = length >> 1;
  let place = 0;
  for (;;) {
    const child = 4 * place + 1;
    if (child >= count) break;
    const end = Math.min(child + 4, count);
    let best = child;
    let bestTime = entries[2 * child]!;
    for (let other = child + 1; other < end; other++) {
      const otherTime = entries[2 * other]!;
      if (otherTime < bestTime) {
        best = other;
        bestTime = otherTime;
      }
    }
    if (bestTime >= time) break;
    entries[2 * place] = bestTime;
    entries[2 * place + 1] = entries[2 * best + 1]!;
    place = best;
  }
  entries[2 * place] = time;
  entries[2 * place + 1] = entries[length + 1]!;
  return payload;
};

const grow = (heap: EventHeap): void => {
  const entries = new Float64Array(2 * heap.entries.length);
  entries.set(heap.entries);
  heap.entries = entries;
};
