import { extname } from 'node:path';
import { Worker } from 'node:worker_threads';

/**
 * Takes out of a PDF what it says about itself (Info, XMP, ids, thumbnails), what it runs and what nothing in it refers to. Undefined where
 * it is encrypted, malformed, larger than `pdfBytesMax`, holds files, or where `isSpelled` holds of any of its strings, streams or texts
 * as its fonts show them (relay rules, 2.2.6).
 *
 * It is read in a thread of its own that is ended at `deadlineMs`: the library reads some malformed files in quadratic time.
 */
export const makePdfCleaner =
  ({ deadlineMs = pdfDeadlineMs }: { readonly deadlineMs?: number } = {}) =>
  async (bytes: Uint8Array, isSpelled: (text: string) => boolean): Promise<Uint8Array | undefined> => {
    if (bytes.length > pdfBytesMax) return undefined;
    const read = await readElsewhere(bytes, deadlineMs);
    return read === undefined || read.texts.some(isSpelled) ? undefined : read.bytes;
  };

export type CleanPdf = ReturnType<typeof makePdfCleaner>;

/**
 * The same for all PDFs of one mail, which may have a hundred: each costs a thread, and together they have `pdfsDeadlineMs`. What comes
 * after that is dropped unread.
 */
export const forOneMail = (cleanPdf: CleanPdf, budgetMs: number = pdfsDeadlineMs): CleanPdf => {
  let leftMs = budgetMs;
  return async (bytes, isSpelled) => {
    if (leftMs <= 0) return undefined;
    const began = performance.now();
    const clean = await cleanPdf(bytes, isSpelled);
    leftMs -= performance.now() - began;
    return clean;
  };
};

/** What the thread hands back: the cleaned PDF, and everything in it that could spell an address. */
export interface ReadPdf {
  readonly bytes: Uint8Array;
  readonly texts: readonly string[];
}

/** A PDF of a few pages has far less; the mail may have more. */
export const pdfBytesMax = 10 * 1024 * 1024;
export const pdfDeadlineMs = 3_000;
export const pdfsDeadlineMs = 9_000;

const readElsewhere = async (bytes: Uint8Array, deadlineMs: number): Promise<ReadPdf | undefined> => {
  // In a bundle, the file beside it ends as the bundle does.
  const worker = new Worker(new URL(`./pdf-worker${extname(import.meta.url)}`, import.meta.url), {
    workerData: bytes,
    // Nothing of what a library has to say about a member's file belongs into a log.
    stdout: true,
    stderr: true,
    env: {},
    resourceLimits: { maxOldGenerationSizeMb: 256 },
  });
  return new Promise((resolve) => {
    const end = (read: ReadPdf | undefined) => {
      clearTimeout(deadline);
      resolve(read);
      void worker.terminate();
    };
    const deadline = setTimeout(() => {
      end(undefined);
    }, deadlineMs);
    worker.once('message', (read: ReadPdf | undefined) => {
      end(read);
    });
    worker.once('error', () => {
      end(undefined);
    });
    worker.once('exit', () => {
      end(undefined);
    });
  });
};
