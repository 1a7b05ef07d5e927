import { constants, inflateSync } from 'node:zlib';
import {
  PDFArray,
  PDFDict,
  PDFDocument,
  PDFHexString,
  PDFName,
  PDFRawStream,
  PDFRef,
  PDFStream,
  PDFString,
  decodePDFRawStream,
  type PDFContext,
  type PDFObject,
} from '@cantoo/pdf-lib';
import { cleanJpeg } from '../../../domain/relay/parts/images/jpeg.ts';
import type { ReadPdf } from './pdf.ts';
import { shownTexts } from './pdf-text.ts';

/** Reads a PDF as `makePdfCleaner` says, without a deadline. Undefined where it is refused whatever it says. */
export const readPdf = async (bytes: Uint8Array): Promise<ReadPdf | undefined> => {
  if (inflatesTooFar(bytes)) return undefined;
  try {
    const document = await PDFDocument.load(bytes, { updateMetadata: false, throwOnInvalidObject: true });
    const { context } = document;
    // Encrypted, even where the key of it is missing.
    if (context.trailerInfo.Encrypt !== undefined) return undefined;
    const reached = cleaned(context);
    if (reached === undefined || document.getPageCount() === 0) return undefined;
    const streams = streamsOf(reached);
    const saved = await document.save({ useObjectStreams: false, addDefaultPage: false, updateFieldAppearances: false });
    return { bytes: saved, texts: [...stringsOf(reached), ...shownTexts(streams)] };
  } catch {
    // Whatever the library throws says that the file is not what it should be.
    return undefined;
  }
};

/** Takes keys out of every object, then forgets what is not reached any more. What is left, or nothing where it holds files. */
const cleaned = (context: PDFContext): readonly PDFObject[] | undefined => {
  delete context.trailerInfo.Info;
  delete context.trailerInfo.ID;
  const reached = new Map<PDFRef, PDFObject>();
  const found: PDFObject[] = [];
  const open: PDFObject[] = context.trailerInfo.Root === undefined ? [] : [context.trailerInfo.Root];
  for (let next = open.pop(); next !== undefined; next = open.pop()) {
    if (next instanceof PDFRef) {
      const target = reached.has(next) ? undefined : withCleanPicture(context, next);
      if (target === undefined) continue;
      reached.set(next, target);
      open.push(target);
      continue;
    }
    found.push(next);
    if (next instanceof PDFArray) open.push(...next.asArray());
    const dictionary = next instanceof PDFStream ? next.dict : next instanceof PDFDict ? next : undefined;
    if (dictionary === undefined) continue;
    if (fileKeys.some((key) => dictionary.has(PDFName.of(key)))) return undefined;
    for (const key of keysDropped) dictionary.delete(PDFName.of(key));
    for (const [key, value] of dictionary.entries()) open.push(key, value);
  }
  for (const [ref] of context.enumerateIndirectObjects()) if (!reached.has(ref)) context.delete(ref);
  context.largestObjectNumber = [...reached.keys()].reduce((largest, { objectNumber }) => Math.max(largest, objectNumber), 0);
  return found;
};

/** The object of a reference. A photograph keeps its own metadata inside a PDF, so it is cleaned in its place. */
const withCleanPicture = (context: PDFContext, ref: PDFRef): PDFObject | undefined => {
  const object = context.lookup(ref);
  if (!(object instanceof PDFRawStream)) return object;
  const filter = object.dict.lookup(PDFName.of('Filter'));
  const only = filter instanceof PDFArray && filter.size() === 1 ? filter.lookup(0) : filter;
  const picture = only === PDFName.of('DCTDecode') ? cleanJpeg(object.contents) : undefined;
  if (picture === undefined) return object;
  const cleanPicture = PDFRawStream.of(object.dict, picture);
  context.assign(ref, cleanPicture);
  return cleanPicture;
};

/** Strings by both readings that they may have (PDF 32000, 7.9.2), and names. */
const stringsOf = (objects: readonly PDFObject[]): readonly string[] =>
  objects.flatMap((object) => {
    if (object instanceof PDFName) return [object.decodeText()];
    if (!(object instanceof PDFString) && !(object instanceof PDFHexString)) return [];
    const bytes = Buffer.from(object.asBytes());
    return [object.decodeText(), bytes.toString('latin1'), bytes.toString('utf8')];
  });

const streamsOf = (objects: readonly PDFObject[]): readonly Uint8Array[] => {
  let room = decodedBytesMax;
  return objects.flatMap((object) => {
    if (!(object instanceof PDFRawStream)) return [];
    const filter = lastFilterOf(object);
    if (isPixels(object, filter)) return [];
    const decoded = encodedPictures.has(filter) ? object.contents : decodePDFRawStream(object).decode();
    room -= decoded.length;
    if (room < 0) throw new RangeError('the streams are too long');
    return [decoded];
  });
};

const lastFilterOf = ({ dict }: PDFRawStream): string => {
  const filter = dict.lookup(PDFName.of('Filter'));
  const last = filter instanceof PDFArray ? filter.lookup(filter.size() - 1) : filter;
  return last instanceof PDFName ? last.asString() : '';
};

/** Samples spell nothing. Of a photograph they are what is left of it after it was cleaned; other formats may say more than pixels. */
const isPixels = (stream: PDFRawStream, filter: string): boolean =>
  stream.dict.lookup(PDFName.of('Subtype')) === PDFName.of('Image') &&
  (filter === '/DCTDecode' ? cleanJpeg(stream.contents) !== undefined : filter !== '/JPXDecode');

/**
 * Whether what is compressed in a file is more than is ever read: before the library meets it, since that inflates without a limit. What
 * was compressed twice is nobody's document.
 */
const inflatesTooFar = (bytes: Uint8Array): boolean => {
  const file = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.length);
  let room = decodedBytesMax;
  for (let at = file.indexOf('stream'); at !== -1; at = file.indexOf('stream', at + 6)) {
    const from = at + 6 + (file[at + 6] === 0x0d ? 1 : 0) + (file[at + 6] === 0x0a || file[at + 7] === 0x0a ? 1 : 0);
    if (((file[from] ?? 0) & 0x0f) !== 8) continue;
    const inflated = inflatedTo(file.subarray(from), room);
    if (inflated === 'too far') return true;
    room -= inflated?.length ?? 0;
    if (inflated !== undefined && inflatedTo(inflated, doubleBytesMax) !== undefined) return true;
  }
  return false;
};

/** What deflated bytes hold, whatever follows them; undefined where they are none, `too far` where it is more than there is room for. */
const inflatedTo = (bytes: Buffer, room: number): Buffer | 'too far' | undefined => {
  try {
    return inflateSync(bytes, { maxOutputLength: Math.max(room, 1), finishFlush: constants.Z_SYNC_FLUSH });
  } catch (error) {
    return error instanceof RangeError ? 'too far' : undefined;
  }
};

const decodedBytesMax = 64 * 1024 * 1024;
/** A colour profile or an image may look compressed by chance, for a few bytes. */
const doubleBytesMax = 1024;
const encodedPictures: ReadonlySet<string> = new Set(['/DCTDecode', '/JPXDecode', '/CCITTFaxDecode', '/JBIG2Decode']);
/** What a document says about itself and who made it, and what it does when it is opened. */
const keysDropped = [
  'Metadata',
  'PieceInfo',
  'LastModified',
  'Thumb',
  'OpenAction',
  'AA',
  'JavaScript',
  'JS',
  'XFA',
  'SpiderInfo',
] as const;
/** Files inside of a PDF are an archive by another name. */
const fileKeys = ['EmbeddedFiles', 'EF', 'RichMediaContent'] as const;
