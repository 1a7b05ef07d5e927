/** What a layer holds, or what became of the attempt to open one. */
export type Content =
  /** `isQuiet`: it was seen already that no address can stand in it as it is. */
  | { readonly kind: 'text'; readonly text: string; readonly isQuiet?: boolean }
  /** Text that is searched and not decoded further: what it was made of is on the list already. */
  | { readonly kind: 'glance'; readonly text: string; readonly isQuiet?: boolean }
  /** A guess may look like a container that it is none of; what cannot be opened is nothing then. */
  | { readonly kind: 'bytes'; readonly bytes: Buffer; readonly isGuess?: boolean }
  /** Something is in there, and it cannot be read. */
  | { readonly kind: 'sealed' }
  /** What is in there is larger than what may still be looked at. */
  | { readonly kind: 'overflow' };

/** What bounds a decoder. */
export interface Bounds {
  /** Bytes that may still be looked at; nothing is unpacked beyond them. */
  readonly roomBytes: number;
  /** Bytes of the shortest hidden address: a shorter run of an encoding cannot hold one. */
  readonly addressBytesMin: number;
  /** Whether it pays to look at a text; letters that stand in it are enough to tell. */
  readonly isWorthALook: (text: string) => boolean;
  /** It was seen already that no address can stand in what is decoded, as it is. */
  readonly isQuiet?: boolean;
  /** False where the same was asked before of this piece: what comes of it is on the list already. */
  readonly isNew?: (what: string) => boolean;
}

/** Undoes one encoding; an empty list where there is nothing of it. Takes time in proportion to its input and to what it gives back. */
export type DecodesText = (text: string, bounds: Bounds) => readonly Content[];
export type DecodesBytes = (bytes: Buffer, bounds: Bounds) => readonly Content[];

export const asText = (text: string): Content => ({ kind: 'text', text });
export const asBytes = (bytes: Buffer): Content => ({ kind: 'bytes', bytes });
