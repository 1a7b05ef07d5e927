import { parentPort, workerData } from 'node:worker_threads';
import { readPdf } from './pdf-reader.ts';

// The thread of makePdfCleaner: one PDF in, what was read of it out.
parentPort?.postMessage(workerData instanceof Uint8Array ? await readPdf(workerData) : undefined);
