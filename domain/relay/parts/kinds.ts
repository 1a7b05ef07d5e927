import { imageKindOf, type ImageKind } from './images/clean-image.ts';
import { isAt } from './images/bytes.ts';

/** What can be made safe, and so is relayed. */
export type KeptKind = ImageKind | 'pdf' | 'text' | 'csv' | 'calendar';

/** What cannot, in the words of the note that stands in for it: nothing that its sender chose. */
export type DroppedKind =
  | 'signature'
  | 'key'
  | 'encrypted'
  | 'message'
  | 'contact'
  | 'office'
  | 'archive'
  | 'program'
  | 'rich_text'
  | 'web_page'
  | 'image'
  | 'pdf'
  | 'calendar'
  | 'audio'
  | 'video'
  | 'winmail'
  | 'other';

/** What a part says that it is. */
export interface PartFacts {
  /** In lower case, without parameters. */
  readonly mediaType: string;
  readonly fileName: string | undefined;
  readonly bytes: Uint8Array;
}

export type PartKind = { readonly kept: KeptKind } | { readonly dropped: DroppedKind };

/**
 * What becomes of a part (relay rules, 2.2.6). Kept is what is on the list of kinds and whose bytes are of that kind; a type that says
 * nothing is asked for its extension. Everything else is dropped.
 */
export const kindOf = ({ mediaType, fileName, bytes }: PartFacts): PartKind => {
  const extension = extensionOf(fileName);
  const claimed = typesKept.get(mediaType) ?? (typesWithoutMeaning.has(mediaType) ? extensionsKept.get(extension) : undefined);
  if (claimed === 'image') {
    const image = imageKindOf(bytes);
    return image === undefined ? { dropped: 'image' } : { kept: image };
  }
  // A PDF may begin behind a mailbox's or a printer's words; those are not relayed.
  if (claimed === 'pdf') return isAt(bytes, 0, '%PDF-') ? { kept: 'pdf' } : { dropped: 'pdf' };
  return claimed === undefined ? { dropped: droppedKindOf(mediaType, extension) } : { kept: claimed };
};

/** The name of a kept part ends in one of these, the first where it had none of them. */
export const extensionsOf: Readonly<Record<KeptKind, readonly [string, ...string[]]>> = {
  jpeg: ['jpg', 'jpeg', 'jpe', 'jfif'],
  png: ['png'],
  webp: ['webp'],
  gif: ['gif'],
  pdf: ['pdf'],
  text: ['txt', 'text', 'log', 'md'],
  csv: ['csv'],
  calendar: ['ics'],
};

export const mediaTypeOf: Readonly<Record<KeptKind, string>> = {
  jpeg: 'image/jpeg',
  png: 'image/png',
  webp: 'image/webp',
  gif: 'image/gif',
  pdf: 'application/pdf',
  text: 'text/plain',
  csv: 'text/csv',
  calendar: 'text/calendar',
};

/** In lower case, without the dot; empty where there is none. */
export const extensionOf = (fileName = ''): string => {
  const dot = fileName.lastIndexOf('.');
  return dot === -1 ? '' : fileName.slice(dot + 1).toLowerCase();
};

const droppedKindOf = (mediaType: string, extension: string): DroppedKind => {
  const byType = typesDropped.find(([beginnings]) => beginnings.some((beginning) => mediaType.startsWith(beginning)));
  if (byType !== undefined) return byType[1];
  return extensionsDropped.find(([extensions]) => extensions.includes(extension))?.[1] ?? 'other';
};

type Claim = KeptKind | 'image';

const typesKept: ReadonlyMap<string, Claim> = new Map<string, Claim>([
  ...['jpeg', 'jpg', 'pjpeg', 'png', 'x-png', 'webp', 'gif'].map((name): [string, Claim] => [`image/${name}`, 'image']),
  ['application/pdf', 'pdf'],
  ['application/x-pdf', 'pdf'],
  ['text/plain', 'text'],
  ['text/csv', 'csv'],
  ['text/comma-separated-values', 'csv'],
  ['text/calendar', 'calendar'],
  ['application/ics', 'calendar'],
]);
const typesWithoutMeaning: ReadonlySet<string> = new Set(['application/octet-stream', 'application/x-octet-stream', 'binary/octet-stream']);
/** Texts are not among them: a part without a charset is not read as text. */
const extensionsKept: ReadonlyMap<string, Claim> = new Map<string, Claim>([
  ...['jpg', 'jpeg', 'png', 'webp', 'gif'].map((name): [string, Claim] => [name, 'image']),
  ['pdf', 'pdf'],
]);

/** Beginnings of types, the first that fits counts. */
const typesDropped: readonly (readonly [readonly string[], DroppedKind])[] = [
  [['application/pgp-signature', 'application/pkcs7-signature', 'application/x-pkcs7-signature'], 'signature'],
  [['application/pgp-keys', 'application/pkix', 'application/x-x509', 'application/x-pkcs12', 'application/pkcs12'], 'key'],
  [['application/pgp-encrypted', 'multipart/encrypted', 'application/pkcs7-mime', 'application/x-pkcs7-mime'], 'encrypted'],
  [['message/', 'text/rfc822'], 'message'],
  [['text/vcard', 'text/x-vcard', 'text/directory', 'application/vcard'], 'contact'],
  [['application/ms-tnef', 'application/vnd.ms-tnef'], 'winmail'],
  [['application/rtf', 'text/rtf', 'text/richtext', 'text/enriched'], 'rich_text'],
  [['text/html', 'text/x-amp-html', 'text/watch-html', 'application/xhtml'], 'web_page'],
  [['application/msword', 'application/vnd.ms-', 'application/vnd.openxml', 'application/vnd.oasis', 'application/vnd.apple'], 'office'],
  [['application/zip', 'application/x-zip', 'application/gzip', 'application/x-gzip', 'application/x-7z', 'application/x-tar'], 'archive'],
  [['application/vnd.rar', 'application/x-rar', 'application/x-bzip', 'application/java-archive'], 'archive'],
  [['application/x-msdownload', 'application/x-dosexec', 'application/x-sh', 'application/javascript', 'text/javascript'], 'program'],
  [['image/'], 'image'],
  [['audio/'], 'audio'],
  [['video/'], 'video'],
];
const extensionsDropped: readonly (readonly [readonly string[], DroppedKind])[] = [
  [['asc', 'sig', 'p7s'], 'signature'],
  [['p7m', 'gpg', 'pgp'], 'encrypted'],
  [['eml', 'msg'], 'message'],
  [['vcf'], 'contact'],
  [['doc', 'docx', 'docm', 'xls', 'xlsx', 'xlsm', 'ppt', 'pptx', 'pptm', 'odt', 'ods', 'odp', 'pages', 'numbers', 'key'], 'office'],
  [['zip', 'gz', 'tgz', '7z', 'rar', 'tar', 'bz2', 'xz'], 'archive'],
  [['exe', 'com', 'bat', 'cmd', 'scr', 'js', 'vbs', 'ps1', 'msi', 'jar', 'sh', 'apk', 'dmg', 'lnk'], 'program'],
  [['rtf'], 'rich_text'],
  [['htm', 'html', 'xhtml', 'mht'], 'web_page'],
  [['ics'], 'calendar'],
  [['heic', 'heif', 'tif', 'tiff', 'bmp', 'svg', 'avif'], 'image'],
  [['mp3', 'm4a', 'wav', 'ogg', 'opus', 'aac'], 'audio'],
  [['mp4', 'mov', 'webm', 'avi', 'mkv'], 'video'],
];
