import { deflateSync } from 'node:zlib';
import { PDFDict, PDFDocument, PDFHexString, PDFName, PDFString, StandardFonts } from '@cantoo/pdf-lib';
import { jpeg, words } from './relay-pictures.ts';

/** A document as an office program saves it: with its author, its history, and a photograph as the camera left it. */
export const authoredPdf = async (shown = 'Hello'): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  document.setAuthor('Jane Roe');
  document.setProducer('a laptop of jane@example.com');
  const { context } = document;
  const page = document.addPage([200, 200]);
  page.drawText(shown, { font: await document.embedFont(StandardFonts.Helvetica), size: 12 });
  page.node.set(PDFName.of('LastModified'), PDFString.of('D:20261120'));
  page.node.set(PDFName.of('PieceInfo'), context.obj({ Jane: { Private: PDFString.of(words) } }));
  document.catalog.set(
    PDFName.of('Metadata'),
    context.register(context.stream(`<x:xmpmeta>${words}</x:xmpmeta>`, { Type: 'Metadata', Subtype: 'XML' })),
  );
  page.node.set(PDFName.of('Picture'), context.register(context.stream(jpeg(), { Filter: 'DCTDecode' })));
  // What an editor deleted is still in the file.
  context.register(PDFString.of(words));
  return document.save({ useObjectStreams: true });
};

/** A page whose words are shown in pieces, as glyphs of a font that names them in a table of its own. */
export const subsetPdf = async (shown: string): Promise<Uint8Array> => {
  const codes = [...new Set(shown)];
  const hex = (value: number) => value.toString(16).padStart(4, '0');
  const table = codes.map((character, index) => `<${hex(index + 1)}> <${hex(character.charCodeAt(0))}>`).join('\n');
  const glyphs = Array.from(shown, (character) => hex(codes.indexOf(character) + 1));
  const content = `BT /F1 12 Tf 1 0 0 1 20 100 Tm [<${glyphs.slice(0, 4).join('')}> -12 <${glyphs.slice(4).join('')}>] TJ ET`;
  return pdfWith(async (document) => {
    const { context } = document;
    const page = document.getPage(0);
    page.node.set(PDFName.of('Contents'), context.register(context.flateStream(content)));
    const map = context.register(context.flateStream(`${String(codes.length)} beginbfchar\n${table}\nendbfchar`));
    page.node.set(PDFName.of('Resources'), context.obj({ Font: { F1: { Type: 'Font', Subtype: 'Type0', ToUnicode: map } } }));
    return Promise.resolve();
  });
};

/** A page with this content. */
export const contentPdf = (content: string): Promise<Uint8Array> =>
  pdfWith(async (document) => {
    document.getPage(0).node.set(PDFName.of('Contents'), document.context.register(document.context.flateStream(content)));
    return Promise.resolve();
  });

/** A page with a note on it, in UTF-16. */
export const annotatedPdf = (note: string): Promise<Uint8Array> =>
  pdfWith(async (document) => {
    const { context } = document;
    document
      .getPage(0)
      .node.set(PDFName.of('Annots'), context.obj([{ Type: 'Annot', Subtype: 'Text', Contents: PDFHexString.fromText(note) }]));
    return Promise.resolve();
  });

export const pdfWithFile = (): Promise<Uint8Array> => pdfWith((document) => document.attach(Buffer.from(words), 'notes.txt'));

export const encryptedPdf = async (useObjectStreams: boolean): Promise<Uint8Array> => {
  const document = await PDFDocument.create();
  document.addPage([200, 200]);
  document.encrypt({ userPassword: '', ownerPassword: 'secret' });
  return document.save({ useObjectStreams });
};

/** An object stream of 200 KB that would be 200 MB. */
export const bombPdf = (): Buffer => {
  const packed = deflateSync(Buffer.alloc(200 * 1024 * 1024, ' '));
  return Buffer.concat([
    Buffer.from(`%PDF-1.7\n1 0 obj\n<< /Type /ObjStm /N 1 /First 10 /Filter /FlateDecode /Length ${String(packed.length)} >>\nstream\n`),
    packed,
    Buffer.from('\nendstream\nendobj\ntrailer\n<< /Root 1 0 R >>\n%%EOF'),
  ]);
};

const pdfWith = async (change: (document: PDFDocument) => Promise<unknown>): Promise<Uint8Array> => {
  const document = await PDFDocument.create({ updateMetadata: false });
  document.addPage([200, 200]);
  await change(document);
  return document.save({ useObjectStreams: false });
};

/** How many pages a PDF has, and what it says about itself. */
export const looked = async (bytes: Uint8Array) => {
  const document = await PDFDocument.load(bytes, { updateMetadata: false });
  const { context } = document;
  return {
    pages: document.getPageCount(),
    hasInfo: context.lookup(context.trailerInfo.Info) instanceof PDFDict,
    hasId: context.trailerInfo.ID !== undefined,
    hasMetadata: document.catalog.has(PDFName.of('Metadata')),
  };
};
