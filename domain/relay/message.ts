/**
 * A mail between two members, as plain data: what came in and what goes out. Bytes become the one and are made of the other in
 * adapters/email/mime; every rule of the relay works on these.
 */

/** One header as it stood in the mail, in the order of the mail. */
export interface HeaderField {
  /** In lower case. */
  readonly name: string;
  /** Unfolded and trimmed, otherwise as it was: encoded words are not decoded (RFC 2047). */
  readonly value: string;
}

/** A part that is not the mail's own text: a picture, a document, an invitation, whatever it says that it is. */
export interface InboundPart {
  /** In lower case, without parameters: `image/png`. */
  readonly mediaType: string;
  readonly disposition: 'inline' | 'attachment' | undefined;
  /** Decoded (RFC 2231, RFC 2047), and as its sender wrote it: not yet safe for anything. */
  readonly fileName: string | undefined;
  /** Without angle brackets; what `cid:` in the HTML names (RFC 2392). */
  readonly contentId: string | undefined;
  /** After the transfer encoding was undone. */
  readonly bytes: Uint8Array;
  /** Decoded by its charset, of text alone. */
  readonly text: string | undefined;
}

/** A mail as it came in. Nothing in it was looked at by a rule. */
export interface InboundMail {
  readonly headers: readonly HeaderField[];
  /** Decoded; empty where there is none. */
  readonly subject: string;
  /** The top type, in lower case: `multipart/report`. */
  readonly mediaType: string;
  readonly text: string | undefined;
  readonly html: string | undefined;
  readonly parts: readonly InboundPart[];
}

/** One of the two, as the relay knows them. */
export interface Correspondent {
  /** Where mails to them go, and what the other must never see. */
  readonly email: string;
  /** They let the other one know the first one: it is hidden no more. */
  readonly isShared?: boolean | undefined;
  /** Verified, and hidden as the first one is. */
  readonly otherEmails: readonly string[];
  /** As the other may see it. */
  readonly name: string;
  /** The address that routes to them, in this match. */
  readonly alias: string;
  /** Of theirs in other matches that are open: they show up where somebody mixes them up, and tell one match of another. */
  readonly otherAliases?: readonly string[];
}

/** What of a part is relayed. Its bytes are safe, as far as its kind lets anybody say so. */
export interface RelayPart {
  readonly mediaType: string;
  readonly disposition: 'inline' | 'attachment';
  readonly fileName: string;
  readonly contentId: string | undefined;
  readonly bytes: Uint8Array;
  /** With `mediaType` of text: what `bytes` hold, in UTF-8. */
  readonly charset?: 'utf-8';
  /** Of an invitation (RFC 5546, 3.2). */
  readonly method?: string;
}

/** A mail as it goes out: everything that it will say, and nothing that it said before. */
export interface RelayMessage {
  readonly from: { readonly name: string; readonly address: string };
  /** Nobody but this address gets it, and no name stands beside it. */
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  readonly html: string | undefined;
  readonly parts: readonly RelayPart[];
  /** Without angle brackets, the oldest first; of this relay or of ids that the reader has seen. */
  readonly references: readonly string[];
  readonly inReplyTo: string | undefined;
  /** Without angle brackets, at the relay's domain. */
  readonly messageId: string;
  /** Epoch milliseconds. */
  readonly sentAt: number;
  /** Tells a mail of ours that comes back; opaque. */
  readonly hop: string;
  /** RFC 8058: one click mutes. */
  readonly listUnsubscribe: string | undefined;
  /** Ends the mail, and is no word of its sender: nothing is looked for in it, and it makes no empty mail a full one. */
  readonly footer?: { readonly text: string; readonly html: string } | undefined;
}

/** An HTML document or a piece of one, as a tree of plain nodes. */
export type HtmlNode = HtmlElement | HtmlText;

export interface HtmlElement {
  readonly kind: 'element';
  /** In lower case. */
  readonly name: string;
  /** Names in lower case, values with entities decoded. */
  readonly attributes: readonly (readonly [name: string, value: string])[];
  readonly children: readonly HtmlNode[];
}

export interface HtmlText {
  readonly kind: 'text';
  /** With entities decoded. */
  readonly text: string;
}
