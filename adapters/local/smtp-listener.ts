import { SMTPServer, type SMTPServerAddress, type SMTPServerDataStream, type SMTPServerSession } from 'smtp-server';
import { secondMs } from '../../domain/kernel/instant.ts';
import { rawBytesMax } from '../../domain/relay/limits.ts';
import { domainOf } from '../../domain/relay/mailbox.ts';
import { kindOf, type Log } from '../composition/observed.ts';
import { codeOf } from '../dynamodb/journal-files.ts';
import { type HandedMail, takenAtTheirWord } from '../memory/handed-mail.ts';

/** Takes mails to private addresses from mail programs on this machine (SMTP, RFC 5321). Nobody else reaches it. */
export interface SmtpListener {
  readonly port: number;
  /** Takes no new connections and cuts off those that are still there soon after. */
  readonly close: () => Promise<void>;
}

export interface SmtpListenerOptions {
  /** The port wished for; where it is taken, the next free one, or any. 0 for any. */
  readonly port: number;
  readonly relayDomain: string;
  /** Keeps a mail; its sender is told that it was taken when this has ended. */
  readonly take: (mail: HandedMail) => Promise<void>;
  readonly log: Log;
}

/** More are told to come with the next mail (RFC 5321, 4.5.3.1.8). */
export const envelopeRecipientsMax = 100;
const portsTried = 50;

export const listenForMails = async (options: SmtpListenerOptions): Promise<SmtpListener> => {
  for (let port = options.port; port <= Math.min(options.port + portsTried - 1, 65_535); port++) {
    const server = await listening(createServer(options), port);
    if (server !== 'taken') return listenerOver(server);
  }
  return listenForMails({ ...options, port: 0 });
};

const listenerOver = (server: SMTPServer): SmtpListener => ({ port: portOf(server), close: async () => closed(server) });

const createServer = (options: SmtpListenerOptions): SMTPServer =>
  new SMTPServer({
    name: 'localhost',
    banner: 'Loop',
    size: rawBytesMax,
    rejectOversized: true,
    maxRecipients: envelopeRecipientsMax,
    // Neither a certificate nor a password proves anything between two programs of one machine.
    disabledCommands: ['AUTH', 'STARTTLS'],
    disableReverseLookup: true,
    logger: false,
    maxClients: clientsMax,
    socketTimeout: 60 * secondMs,
    closeTimeout: secondMs,
    onRcptTo: ({ address }, _session, callback) => {
      const isOurs = domainOf(address) === options.relayDomain.toLowerCase();
      callback(isOurs ? null : refusal(550, 'Only private addresses of this community are reached here'));
    },
    onData: (stream, session, callback) => {
      void taken(stream, session, options).then(
        () => {
          callback(null, 'Taken');
        },
        (error: unknown) => {
          const hasGone = codeOf(error) === 'ERR_STREAM_PREMATURE_CLOSE';
          options.log(hasGone ? 'info' : 'error', hasGone ? 'smtp.broke_off' : 'smtp.not_taken', { error: kindOf(error) });
          callback(refusal(451, 'It could not be kept just now; try again'));
        },
      );
    },
  });

const clientsMax = 20;

const taken = async (stream: SMTPServerDataStream, { envelope }: SMTPServerSession, { take }: SmtpListenerOptions): Promise<void> => {
  const chunks: Buffer[] = [];
  // Throws where the connection ends before the mail does.
  for await (const chunk of stream as AsyncIterable<Buffer>) {
    if (!stream.sizeExceeded) chunks.push(chunk);
  }
  // Its sender hears of it from the server.
  if (stream.sizeExceeded) return;
  await take({
    raw: new Uint8Array(Buffer.concat(chunks)),
    mailFrom: envelope.mailFrom === false ? '' : envelope.mailFrom.address,
    recipients: envelope.rcptTo.map(({ address }: SMTPServerAddress) => address),
    verdicts: takenAtTheirWord,
  });
};

const refusal = (responseCode: number, words: string): Error => Object.assign(new Error(words), { responseCode });

const listening = async (server: SMTPServer, port: number): Promise<SMTPServer | 'taken'> =>
  new Promise((resolve, reject) => {
    const refused = (error: Error): void => {
      const code = codeOf(error);
      if (code === 'EADDRINUSE' || code === 'EACCES') resolve('taken');
      else reject(error);
    };
    server.once('error', refused);
    server.listen(port, '127.0.0.1', () => {
      // From here on an error is one of a conversation, which is over with it.
      server.off('error', refused).on('error', () => undefined);
      resolve(server);
    });
  });

const portOf = ({ server }: SMTPServer): number => {
  const address = server.address();
  return typeof address === 'object' && address !== null ? address.port : 0;
};

const closed = async (server: SMTPServer): Promise<void> =>
  new Promise((resolve) => {
    server.close(() => {
      resolve();
    });
  });
