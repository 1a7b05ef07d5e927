import { ContainerModule } from 'inversify';
import { recordAccepted } from '../bridges/accepted-introductions.ts';
import { makeDrain } from '../email/drain.ts';
import { renderMail } from '../email/render.ts';
import { bindMade } from './bind-made.ts';
import { T } from './tokens.ts';

const { clock, random, community, secrets } = T;
const { outbox, mailer, links, limits, pacer, pause, render, onAccepted } = T.mails;

/** The way out: from the outbox through the mailer. */
export const mails = new ContainerModule((options) => {
  bindMade(options, render, {
    make: (needs) => (message, recipient) => renderMail(message, { recipient, ...needs }),
    needs: { community, links, secrets },
  });
  bindMade(options, onAccepted, {
    make: ({ recordIntroduced }) => recordAccepted(recordIntroduced),
    needs: { recordIntroduced: T.introductions.recordIntroduced },
  });
  const needs = {
    outbox,
    members: T.membership.members,
    blocks: T.membership.blocks,
    mailer,
    clock,
    random,
    pause,
    render,
    limits,
    pacer,
    onAccepted,
    onProgress: T.mails.onProgress,
  };
  bindMade(options, T.mails.drain, { make: makeDrain, needs });
});
