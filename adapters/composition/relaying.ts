import { ContainerModule } from 'inversify';
import { makePrepareDeparture, makeRecordDeparture, makeTellUndelivered } from '../../domain/relay/conversations/depart.ts';
import { makeForwardMail } from '../../domain/relay/conversations/forward-mail.ts';
import { createMailPipeline } from '../email/relay/pipeline.ts';
import { makeRelayDrain, type RelayDrainNeeds } from '../email/relay-drain.ts';
import { bindMade, bindUseCase } from './bind-made.ts';
import { faultsOf, noFiles } from './chat.ts';
import { kindOf, type Observer } from './observed.ts';
import { T } from './tokens.ts';

const { clock, secrets, random } = T;
const { conversations, correspondents, figures, rawMails, pipeline, context } = T.relay;

/** Mails between members, from where they came in to where they leave: what reads and writes them is heavy, so only who does that loads it. */
export const relaying = new ContainerModule((options) => {
  bindMade(options, pipeline, { make: () => createMailPipeline(), needs: {} });
  const reading = { conversations, correspondents, rawMails, pipeline, secrets, clock, context };
  bindUseCase(options, T.relay.forwardMail, {
    make: ({ context: where, files, observer, ...needs }) =>
      makeForwardMail({
        ...needs,
        ...where,
        chatFiles: files === noFiles ? undefined : files,
        onFault: faultsOf(observer, 'chat.showInChat'),
      }),
    needs: {
      ...reading,
      figures,
      settledMails: T.relay.settledMails,
      act: T.relay.actOnConversation,
      showInChat: T.chat.showInChat,
      files: T.chat.files,
      observer: T.observer,
    },
  });
  bindUseCase(options, T.relay.prepareDeparture, {
    make: ({ context: where, ...needs }) => makePrepareDeparture({ ...needs, ...where }),
    needs: { ...reading, chats: T.chat.chats },
  });
  bindUseCase(options, T.relay.recordDeparture, { make: makeRecordDeparture, needs: { conversations, figures, clock } });
  bindUseCase(options, T.relay.tellUndelivered, { make: makeTellUndelivered, needs: { conversations, clock } });
  bindMade(options, T.relay.drain, {
    make: ({ observer, ...needs }: Omit<RelayDrainNeeds, 'onFault'> & { readonly observer: Observer }) =>
      makeRelayDrain({
        ...needs,
        onFault: (error) => {
          observer({ useCase: 'relay.drain', ms: 0, outcome: 'thrown', error: kindOf(error) });
        },
      }),
    needs: {
      outbox: T.relay.outbox,
      prepare: T.relay.prepareDeparture,
      record: T.relay.recordDeparture,
      tellUndelivered: T.relay.tellUndelivered,
      figures,
      rawMails,
      mailer: T.relay.mailer,
      pacer: T.relay.pacer,
      clock,
      random,
      pause: T.mails.pause,
      limits: T.relay.limits,
      onProgress: T.relay.onProgress,
      observer: T.observer,
    },
  });
});
