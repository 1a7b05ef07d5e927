import { ContainerModule } from 'inversify';
import { makeAnswerDidYouMeet } from '../../domain/introductions/answer-did-you-meet.ts';
import { makeDiscardRound } from '../../domain/introductions/discard-round.ts';
import { makeEndContact } from '../../domain/introductions/end-contact.ts';
import { makeForgetMember } from '../../domain/introductions/forget-member.ts';
import { makeExportIntroductions, makeMyMatches } from '../../domain/introductions/my-matches.ts';
import { makePreviewRound } from '../../domain/introductions/preview-round.ts';
import { makeRecordIntroduced } from '../../domain/introductions/record-introduced.ts';
import { makeRenewAlias } from '../../domain/introductions/renew-alias.ts';
import { makeRoundResults } from '../../domain/introductions/round-results.ts';
import { makeRunRound } from '../../domain/introductions/run-round.ts';
import { makeSendIntroductions } from '../../domain/introductions/send-introductions.ts';
import { makeSendingProgress } from '../../domain/introductions/sending-progress.ts';
import { makeWhatIsDue } from '../../domain/introductions/what-is-due.ts';
import { createIntroductionsEraser, createIntroductionsExporter } from '../bridges/introductions-for-membership.ts';
import { createParticipants } from '../bridges/participants-from-members.ts';
import { roundRulesOf } from '../bridges/round-rules.ts';
import { createRelayEraser, createRelayExporter } from '../bridges/relay-for-membership.ts';
import { bindMade, bindUseCase } from './bind-made.ts';
import { tellingEnded, tellingRenewed } from './windows-after.ts';
import { T } from './tokens.ts';

const { clock, secrets, survey, community } = T;
const { members, blocks } = T.membership;
const { rounds, matches, leftOuts, participants, rules, calendar, plan, forgetMember } = T.introductions;

export const introductions = new ContainerModule((options) => {
  bindMade(options, rules, {
    make: (needs) => ({ ...roundRulesOf(needs.community, needs.survey, needs.secrets), membersMax: needs.limits.membersMax }),
    needs: { community, survey, secrets, limits: T.introductions.limits },
  });
  bindMade(options, calendar, { make: (needs) => needs.rules.calendar, needs: { rules } });
  bindMade(options, participants, { make: createParticipants, needs: { members, blocks, survey, clock } });

  const planning = { rounds, matches, leftOuts, participants, rules, clock, secrets, plan };
  bindUseCase(options, T.introductions.previewRound, { make: makePreviewRound, needs: planning });
  bindUseCase(options, T.introductions.runRound, { make: makeRunRound, needs: planning });
  bindUseCase(options, T.introductions.discardRound, { make: makeDiscardRound, needs: { rounds, matches, clock } });
  const sending = { rounds, matches, leftOuts, participants, forgetMember, clock, onProgress: T.introductions.onSending };
  bindUseCase(options, T.introductions.sendIntroductions, { make: makeSendIntroductions, needs: sending });
  bindUseCase(options, T.introductions.sendingProgress, { make: makeSendingProgress, needs: { rounds, matches, leftOuts } });
  bindUseCase(options, T.introductions.recordIntroduced, { make: makeRecordIntroduced, needs: { rounds, matches } });
  bindUseCase(options, T.introductions.roundResults, { make: makeRoundResults, needs: { rounds, matches, leftOuts } });
  bindUseCase(options, T.introductions.whatIsDue, { make: makeWhatIsDue, needs: { rounds, calendar, clock } });

  bindUseCase(options, T.introductions.answerDidYouMeet, { make: makeAnswerDidYouMeet, needs: { rounds, matches } });
  bindUseCase(options, T.introductions.myMatches, { make: makeMyMatches, needs: { matches, participants } });
  const exporting = { matches, leftOuts, participants };
  bindUseCase(options, T.introductions.exportIntroductions, { make: makeExportIntroductions, needs: exporting });
  const telling = { threads: T.chat.threads, tellChanged: T.chat.tellChanged };
  bindUseCase(options, T.introductions.endContact, {
    make: (needs) => tellingEnded(makeEndContact(needs), needs),
    needs: { matches, clock, ...telling },
  });
  bindUseCase(options, T.introductions.renewAlias, {
    make: (needs) => tellingRenewed(makeRenewAlias(needs), needs),
    needs: { rounds, matches, participants, secrets, clock, ...telling },
  });
  bindUseCase(options, forgetMember, { make: makeForgetMember, needs: { rounds, matches, leftOuts, secrets, clock } });

  // What introductions and the relay do for membership, in the order in which it is to be done.
  const { conversations } = T.relay;
  bindMade(options, T.membership.exporters, {
    make: ({ exportIntroductions, ...needs }) => [createIntroductionsExporter(exportIntroductions), createRelayExporter(needs)],
    needs: { exportIntroductions: T.introductions.exportIntroductions, matches, conversations, chats: T.chat.chats },
  });
  bindMade(options, T.membership.erasers, {
    make: ({ relayOutbox, ...needs }) => [createRelayEraser({ ...needs, outbox: relayOutbox }), createIntroductionsEraser(needs)],
    needs: {
      matches,
      forgetMember,
      outbox: T.mails.outbox,
      clock,
      conversations,
      relayOutbox: T.relay.outbox,
      chats: T.chat.chats,
      chatFiles: T.chat.files,
    },
  });
});
