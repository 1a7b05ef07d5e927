import type { UploadAnswer } from '../../../adapters/http/contract.ts';

/** Hands a file over by the form that the server gave, and tells from 0 to 1 how far it is. `fetch` could not tell. */
export const handOver = async (
  { form }: Pick<UploadAnswer, 'form'>,
  file: Blob,
  onProgress: (part: number) => void,
): Promise<'uploaded' | 'failed'> =>
  new Promise((resolve) => {
    const body = new FormData();
    for (const [name, value] of Object.entries(form.fields)) body.append(name, value);
    // The last one: what stands behind the file is not read.
    body.append('file', file);
    const request = new XMLHttpRequest();
    request.open('POST', form.url);
    request.timeout = withinMs;
    request.upload.onprogress = ({ loaded, total }) => onProgress(total === 0 ? 0 : loaded / total);
    request.onload = () => resolve(request.status >= 200 && request.status < 300 ? 'uploaded' : 'failed');
    request.onerror = request.ontimeout = request.onabort = () => resolve('failed');
    request.send(body);
  });

const withinMs = 4 * 60_000;
