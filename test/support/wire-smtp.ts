import { createServer, type Socket } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { RenderedMail } from '../../domain/kernel/mailer.ts';
import { mailInMime } from './wire-mime.ts';

/** What the server does to one conversation: at which command it says what, or ends without a word. */
export type SmtpFault =
  | {
      readonly at: 'greeting' | 'EHLO' | 'AUTH' | 'MAIL' | 'RCPT' | 'DATA' | 'end of data';
      /** `silence` and `goes` are said without a word. */ readonly says: string;
    }
  | 'takes-then-silence'
  | 'takes-then-goes';

export interface SmtpWire {
  /** `smtp://127.0.0.1:port`; with a name and a password where the server wants them. */
  readonly url: string;
  readonly delivered: () => readonly RenderedMail[];
  readonly sources: () => readonly string[];
  readonly suffer: (faults: readonly (SmtpFault | undefined)[]) => void;
  readonly close: () => Promise<void>;
}

/** As much of a mail server (RFC 5321) as one mail needs. */
export const openSmtpWire = async (login?: { readonly user: string; readonly pass: string }): Promise<SmtpWire> => {
  const sources: string[] = [];
  const sockets = new Set<Socket>();
  let luck: (SmtpFault | undefined)[] = [];
  const server = createServer((socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
    converse(socket, { fault: luck.shift(), login, take: (source) => sources.push(source) });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const { port } = server.address() as AddressInfo;
  return {
    url: `smtp://${login === undefined ? '' : `${encodeURIComponent(login.user)}:${encodeURIComponent(login.pass)}@`}127.0.0.1:${String(port)}`,
    delivered: () => sources.map(mailInMime),
    sources: () => sources,
    suffer: (faults) => {
      luck = [...faults];
    },
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
};

interface Conversation {
  readonly fault: SmtpFault | undefined;
  readonly login: { readonly user: string; readonly pass: string } | undefined;
  readonly take: (source: string) => void;
}

const converse = (socket: Socket, { fault, login, take }: Conversation): void => {
  const answer = (at: string, usual: string): void => {
    const says = typeof fault === 'object' && fault.at === at ? fault.says : usual;
    if (says === 'goes') socket.destroy();
    else if (says !== 'silence') socket.write(`${says}\r\n`);
  };
  const command = (line: string): void => {
    const verb = line.split(/[ :]/)[0]?.toUpperCase() ?? '';
    if (verb === 'EHLO') answer('EHLO', login === undefined ? '250 test' : '250-test\r\n250 AUTH PLAIN');
    else if (verb === 'AUTH') answer('AUTH', isLogin(line, login) ? '235 welcome' : '535 who are you');
    else if (verb === 'DATA') answer('DATA', '354 go on');
    else if (verb === 'QUIT') socket.end('221 bye\r\n');
    else answer(verb, '250 fine');
  };
  const data = (source: string): void => {
    if (typeof fault !== 'object') take(source);
    if (fault === 'takes-then-goes') socket.destroy();
    else if (fault !== 'takes-then-silence') answer('end of data', '250 taken');
  };
  let rest = '';
  let inData = false;
  socket.setEncoding('utf8').on('data', (text) => {
    rest += String(text);
    for (;;) {
      const end = inData ? rest.indexOf('\r\n.\r\n') : rest.indexOf('\r\n');
      if (end < 0) return;
      const said = rest.slice(0, end + 2);
      rest = rest.slice(end + (inData ? 5 : 2));
      if (inData) data(said.replaceAll('\r\n..', '\r\n.'));
      else command(said.trimEnd());
      inData = !inData && /^DATA/i.test(said) && !(typeof fault === 'object' && fault.at === 'DATA');
    }
  });
  answer('greeting', '220 test');
};

const isLogin = (line: string, login: Conversation['login']): boolean => {
  const [, user, pass] = Buffer.from(line.split(' ')[2] ?? '', 'base64')
    .toString('utf8')
    .split('\0');
  return login !== undefined && user === login.user && pass === login.pass;
};
