import { voiceBytesMax } from '../../../domain/relay/chat/limits.ts';
import { contentDisposition } from '../../files/disposition.ts';
import type { App, LoopContext } from '../session.ts';
import type { ServedFile, ServedFiles } from './served-files.ts';

export const chatFilesPath = '/chat/files';
/** A recording, and the form around it. */
export const chatFilesBytesMax = voiceBytesMax + 64 * 1024;

/** What a bucket answers elsewhere, with the same status. Nobody has to be signed in: the address is the leave. */
export const addChatFiles = (app: App, files: ServedFiles): void => {
  app.post(chatFilesPath, async (context) => {
    const form = await context.req.formData().catch(() => undefined);
    const file = form?.get('file');
    if (form === undefined || file === null || file === undefined || typeof file === 'string') return context.body(null, 400);
    const fields = Object.fromEntries([...form].filter((field): field is [string, string] => typeof field[1] === 'string'));
    const accepted = await files.accept(fields, new Uint8Array(await file.arrayBuffer()));
    return context.body(null, accepted === 'stored' ? 204 : accepted === 'denied' ? 403 : 400);
  });

  app.get(`${chatFilesPath}/file`, async (context) => {
    const file = await files.open(context.req.query());
    if (file === 'denied') return context.body(null, 403);
    if (file === 'missing') return context.body(null, 404);
    return served(context, file);
  });
};

const served = (context: LoopContext, { bytes, mediaType, name, disposition }: ServedFile): Response => {
  context.header('Content-Type', mediaType);
  context.header('X-Content-Type-Options', 'nosniff');
  context.header('Content-Disposition', contentDisposition(disposition, name));
  context.header('Content-Security-Policy', filePolicy);
  // The page of the chat shows it in a frame.
  context.header('X-Frame-Options', 'SAMEORIGIN');
  context.header('Cache-Control', 'private, no-store');
  context.header('Accept-Ranges', 'bytes');
  const range = rangeOf(context.req.header('range'), bytes.length);
  if (range === 'all') return context.body(new Uint8Array(bytes));
  context.header(
    'Content-Range',
    `bytes ${range === 'none' ? '*' : `${String(range.from)}-${String(range.end - 1)}`}/${String(bytes.length)}`,
  );
  return range === 'none' ? context.body(null, 416) : context.body(new Uint8Array(bytes.subarray(range.from, range.end)), 206);
};

/** A mail as it was laid out has styles of its own and pictures in itself; it runs and fetches nothing, and its links open in a tab of theirs. */
const filePolicy =
  "sandbox allow-popups allow-popups-to-escape-sandbox; default-src 'none'; style-src 'unsafe-inline'; img-src 'self' data:; media-src 'self'; frame-ancestors 'self'";

/** What of a file is asked for (RFC 9110, 14): one stretch of it, or all of it where several are. */
const rangeOf = (header: string | undefined, length: number): { readonly from: number; readonly end: number } | 'all' | 'none' => {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header ?? '') ?? [];
  if (first === '' && last === '') return 'all';
  const from = first === '' ? Math.max(0, length - Number(last)) : Number(first);
  const end = first === '' || last === '' ? length : Math.min(length, Number(last) + 1);
  // Its end before its beginning is no range at all.
  if (first !== '' && last !== '' && Number(last) < Number(first)) return 'all';
  return from < end ? { from, end } : 'none';
};
