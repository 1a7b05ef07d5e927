import { renamedContentIds } from '../../../domain/relay/parts/content-ids.ts';
import { safeFileName } from '../../../domain/relay/parts/file-names.ts';
import { cleanImage } from '../../../domain/relay/parts/images/clean-image.ts';
import { kindOf, mediaTypeOf, type DroppedKind, type KeptKind } from '../../../domain/relay/parts/kinds.ts';
import { notesOn } from '../../../domain/relay/parts/notes.ts';
import type { InboundPart, RelayPart } from '../../../domain/relay/message.ts';
import type { SafeParts } from '../../../domain/relay/rebuild.ts';
import { calendarMethod } from '../../../domain/relay/scrub/calendar.ts';

export interface PartNeeds {
  /** Whether a text holds an address that must not pass. */
  readonly isSpelled: (text: string) => boolean;
  /** The text with each such address replaced. */
  readonly scrubText: (text: string) => string;
  /** The same of a calendar (RFC 5545); undefined where it is none. */
  readonly scrubCalendar: (text: string) => string | undefined;
  /** The PDF without what it says about itself; undefined where it cannot be made safe. */
  readonly cleanPdf: (bytes: Uint8Array, isSpelled: (text: string) => boolean) => Promise<Uint8Array | undefined>;
}

/** What of the parts of a mail is relayed, in their order (relay rules, 2.2.6 and 2.2.7). */
export const safeParts = async (parts: readonly InboundPart[], needs: PartNeeds): Promise<SafeParts> => {
  const kept: { readonly part: RelayPart; readonly wasCalled: string | undefined }[] = [];
  const dropped: DroppedKind[] = [];
  for (const part of parts) {
    const kind = kindOf(part);
    if ('dropped' in kind) {
      dropped.push(kind.dropped);
      continue;
    }
    const content = await contentOf(kind.kept, part, needs);
    if (content === undefined) {
      dropped.push(droppedAs[kind.kept]);
      continue;
    }
    const number = kept.length + 1;
    kept.push({ part: relayed(part, { kind: kind.kept, content, number, isSpelled: needs.isSpelled }), wasCalled: part.contentId });
  }
  const contentIds = renamedContentIds(kept.map(({ wasCalled }) => wasCalled));
  return {
    parts: kept.map(({ part, wasCalled }) => ({ ...part, contentId: wasCalled && contentIds.get(wasCalled.toLowerCase()) })),
    notes: notesOn(dropped),
    contentIds,
  };
};

interface Content {
  readonly bytes: Uint8Array;
  /** Of text: what the bytes hold. */
  readonly text?: string;
}

const contentOf = async (kind: KeptKind, part: InboundPart, needs: PartNeeds): Promise<Content | undefined> => {
  switch (kind) {
    case 'jpeg':
    case 'png':
    case 'webp':
    case 'gif':
      return binary(cleanImage(kind, part.bytes));
    case 'pdf':
      return binary(await needs.cleanPdf(part.bytes, needs.isSpelled));
    case 'text':
    case 'csv':
      return textual(part.text === undefined ? undefined : needs.scrubText(part.text));
    case 'calendar':
      return textual(part.text === undefined ? undefined : needs.scrubCalendar(part.text));
  }
};

const binary = (bytes: Uint8Array | undefined): Content | undefined => bytes && { bytes };

const textual = (text: string | undefined): Content | undefined =>
  text === undefined ? undefined : { bytes: new TextEncoder().encode(text), text };

const relayed = (
  part: InboundPart,
  { kind, content, number, isSpelled }: { kind: KeptKind; content: Content; number: number; isSpelled: PartNeeds['isSpelled'] },
): RelayPart => {
  const isInline =
    part.disposition === 'inline' || (part.disposition === undefined && (part.contentId !== undefined || kind === 'calendar'));
  // The type of its part names it too (RFC 6047, 2.4).
  const method = kind === 'calendar' ? calendarMethod(content.text ?? '') : undefined;
  return {
    mediaType: mediaTypeOf[kind],
    disposition: isInline ? 'inline' : 'attachment',
    fileName: safeFileName(part.fileName, { kind, number, isSpelled }),
    contentId: undefined,
    bytes: content.bytes,
    ...(content.text === undefined ? {} : { charset: 'utf-8' as const }),
    ...(method === undefined ? {} : { method }),
  };
};

const droppedAs: Readonly<Record<KeptKind, DroppedKind>> = {
  jpeg: 'image',
  png: 'image',
  webp: 'image',
  gif: 'image',
  pdf: 'pdf',
  text: 'other',
  csv: 'other',
  calendar: 'calendar',
};
