import type { AliasName } from '../../kernel/alias-name.ts';
import type { Result } from '../../kernel/result.ts';
import type { Secrets } from '../../kernel/secrets.ts';
import type { Correspondent, InboundMail } from '../message.ts';
import type { Footer, MailPipeline, Rebuilt } from '../ports.ts';
import type { RelayRefused } from '../refusals.ts';
import type { Thread } from '../threading.ts';
import type { ThreadMessage } from './conversation.ts';
import { makeHops } from './hops.ts';
import { messageIdOf } from './thread.ts';

export interface RemakeNeeds {
  readonly pipeline: MailPipeline;
  readonly secrets: Secrets;
  readonly relayDomain: string;
  /** What ends a mail to the member whom an alias routes to. */
  readonly footerOf: (alias: AliasName) => Footer;
}

export interface Remaking {
  readonly mail: InboundMail;
  readonly writer: Correspondent;
  readonly reader: Correspondent;
  /** The reader's. */
  readonly alias: AliasName;
  readonly message: Pick<ThreadMessage, 'id' | 'at'>;
  readonly thread: Thread;
  /** Of what was written in the chat: where its reader goes on there. */
  readonly chatPage?: string | undefined;
}

/** The mail that the reader gets. What is tried when a mail is taken is what is sent when it leaves, so both are made here. */
export const makeRemake = ({ pipeline, secrets, relayDomain, footerOf }: RemakeNeeds) => {
  const hops = makeHops(secrets);
  return async ({ mail, writer, reader, alias, message, thread, chatPage }: Remaking): Promise<Result<Rebuilt, RelayRefused>> =>
    pipeline.rebuild(mail, {
      sender: writer,
      partner: reader,
      thread,
      messageId: messageIdOf(message.id, relayDomain),
      hop: hops.tokenOf(message.id),
      sentAt: message.at,
      footer: { ...footerOf(alias), chatPage },
    });
};
