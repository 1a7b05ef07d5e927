/**
 * What comes of some work, or `'stopped'` as soon as somebody asks for the end: for work that may be cut off anywhere, because a process
 * that is killed could end it there as well, and the next run goes on from what is stored.
 */
export const orStopped = async <R>(work: Promise<R>, signal: AbortSignal): Promise<R | 'stopped'> => {
  // It may fail when nobody waits for it any more.
  work.catch(() => undefined);
  return Promise.race([work, aborted(signal).then(() => 'stopped' as const)]);
};

export const aborted = async (signal: AbortSignal): Promise<void> =>
  new Promise((resolve) => {
    if (signal.aborted) resolve();
    signal.addEventListener('abort', () => {
      resolve();
    });
  });
