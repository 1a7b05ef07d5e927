/** Why a finished mail must not be sent. Both words are stable and counted; neither ever holds a piece of the mail. */
export interface Leak {
  readonly where: LeakPlace;
  readonly kind: LeakKind;
}

export type LeakPlace = 'message' | 'header' | 'part_header' | 'text' | 'attachment';

export type LeakKind =
  /** A hidden address, in whatever spelling. */
  | 'address'
  /** A header that relayed mail does not carry. */
  | 'unknown_header'
  | 'repeated_header'
  /** `To` is anything but the one address that the mail goes to. */
  | 'recipient'
  | 'bare_line_break'
  | 'eight_bit_header'
  /** Bytes before the first part or after the last. */
  | 'outside_parts'
  /** Two readers could take it for two different mails. */
  | 'malformed'
  /** A container, charset or encoding that this scan cannot open, and so cannot vouch for. */
  | 'unreadable'
  /** More layers or bytes than the scan looks at. */
  | 'too_much';
