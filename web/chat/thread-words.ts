import type { ThreadState } from './thread-state.ts';

export const nameIn = ({ partnerName }: Pick<ThreadState, 'partnerName'>): string => partnerName ?? 'Somebody who is gone';

/** Nothing can be written any more. */
export const isOver = ({ standing, partnerName }: Pick<ThreadState, 'standing' | 'partnerName'>): boolean =>
  standing === 'ended' || standing === 'expired' || partnerName === undefined;
