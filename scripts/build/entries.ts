/** What is run where Loop is deployed, each with a bundle of its own. */
export interface Entry {
  readonly name: string;
  /** Below the root. */
  readonly source: string;
  /** Files that the bundle starts on threads of their own, beside it. */
  readonly beside?: readonly string[];
  readonly bytesMax: number;
  /** Why it may be larger than others. */
  readonly because?: string;
}

const kb = 1_000;
/** A function with more than this takes too long to begin (`npm run bench hosts`). */
const bytesMax = 700 * kb;
const sending = {
  bytesMax: 950 * kb,
  because: 'the client of SES (63 KB), the composer of its raw mails with SMTP (100 KB) and Resend (33 KB): which of them, a setting says',
};

const relaying = {
  /** PDFs are read on a thread of their own. */
  beside: ['adapters/email/relay/pdf-worker.ts'],
  bytesMax: 2_000 * kb,
  because: 'the reading of PDFs on a thread beside it (560 KB), HTML (210 KB), mails read and written (190 KB), the client of S3 (150 KB)',
};

export const entries: readonly Entry[] = [
  {
    name: 'api',
    source: 'adapters/lambda/api.ts',
    bytesMax: 1_300 * kb,
    because:
      'all the pages (280 KB), the planning of previews (70 KB), and of the chat the client of S3 with what signs its forms (180 KB) and those of SQS and of connections (60 KB)',
  },
  { name: 'drain-outbox', source: 'adapters/lambda/drain-outbox.ts', ...sending },
  {
    name: 'schedule',
    source: 'adapters/lambda/schedule.ts',
    bytesMax: 890 * kb,
    because: 'the client of S3 (165 KB): an erasure that is finished here takes the files of chats, too',
  },
  { name: 'mail-events', source: 'adapters/lambda/mail-events.ts', bytesMax },
  { name: 'receive-mail', source: 'adapters/lambda/receive-mail.ts', ...relaying },
  { name: 'send-relayed', source: 'adapters/lambda/send-relayed.ts', ...relaying },
  {
    name: 'chat-socket',
    source: 'adapters/lambda/chat-socket.ts',
    bytesMax: 810 * kb,
    because: 'the clients of SQS and of connections (90 KB)',
  },
  {
    name: 'chat-missed',
    source: 'adapters/lambda/chat-missed.ts',
    bytesMax: 740 * kb,
    because: 'the client of connections (30 KB): windows show what went by mail',
  },
  {
    name: 'weekly-round',
    source: 'adapters/worker/weekly-round.ts',
    beside: ['adapters/local/planning-worker.ts'],
    bytesMax: 800 * kb,
    because: 'rounds are planned on threads beside it, which take the solver, the scoring and the search for partners along (75 KB)',
  },
  { name: 'intro-sender', source: 'adapters/worker/intro-sender.ts', ...sending },
];
