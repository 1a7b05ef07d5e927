import { ContainerModule, type ContainerModuleLoadOptions } from 'inversify';
import { makeBlockMember, makeListBlocks, makeUnblockMember } from '../../domain/membership/block.ts';
import { makeConfirmAddress, makeLookAtAddress } from '../../domain/membership/confirm-address.ts';
import { makeListSessions, makeRevokeAll, makeRevokeSession, makeSignOut } from '../../domain/membership/end-sessions.ts';
import { makeEraseAsOperator } from '../../domain/membership/erase-as-operator.ts';
import { makeEraseMember, makeFinishErasures } from '../../domain/membership/erase-member.ts';
import { makeExportMember } from '../../domain/membership/export-member.ts';
import { makeHandInSurvey } from '../../domain/membership/hand-in-survey.ts';
import { makeInviteMember } from '../../domain/membership/invite-member.ts';
import { makeLeave } from '../../domain/membership/leave.ts';
import { makeRecordMailTrouble } from '../../domain/membership/mail-trouble.ts';
import { makeResubscribe, makeUnsubscribe } from '../../domain/membership/mail-wishes.ts';
import { makeAddAddress, makeRemoveAddress } from '../../domain/membership/other-addresses.ts';
import { makePause, makeResume } from '../../domain/membership/pause.ts';
import { makeRemindInvited } from '../../domain/membership/remind-invited.ts';
import { makeRename } from '../../domain/membership/rename.ts';
import { makeHandleReport, makeListReports, makeReportMember } from '../../domain/membership/report.ts';
import { makeRequestSignIn } from '../../domain/membership/request-sign-in.ts';
import { makeResumeSession } from '../../domain/membership/resume-session.ts';
import { makeSaveDraft } from '../../domain/membership/save-draft.ts';
import { makeSearchMembers } from '../../domain/membership/search-members.ts';
import { makeSeatOperators } from '../../domain/membership/seat-operators.ts';
import { makeBeginSecondFactor, makeConfirmSecondFactor, makeLookAtSecondFactor } from '../../domain/membership/set-up-second-factor.ts';
import { makeSignUp } from '../../domain/membership/sign-up.ts';
import { makeSkipWeek } from '../../domain/membership/skip-week.ts';
import { makeLookAtLink, makeSpendLink } from '../../domain/membership/spend-link.ts';
import { makeBan, makeReinstate, makeSuspend } from '../../domain/membership/standing.ts';
import { makeRemoveSecondFactor, makeResetSecondFactor, makeVerifySecondFactor } from '../../domain/membership/verify-second-factor.ts';
import { readToken } from '../../domain/membership/tokens.ts';
import { createSurveyDesk } from '../bridges/participants-from-members.ts';
import { createCalendar } from '../bridges/round-rules.ts';
import { bindMade, bindUseCase } from './bind-made.ts';
import { closingWindows, closingWindowsOf } from './windows-after.ts';
import { T } from './tokens.ts';

const { clock, secrets, operators } = T;
const { closeWindows } = T.chat;
const { members, blocks, bans, reports, allowances, surveyDesk, calendar, exporters, erasers } = T.membership;

export const membership = new ContainerModule((options) => {
  bindMade(options, surveyDesk, { make: ({ survey }) => createSurveyDesk(survey), needs: { survey: T.survey } });
  bindMade(options, calendar, { make: ({ rounds }) => createCalendar(rounds), needs: { rounds: T.introductions.calendar } });

  const asking = { members, bans, allowances, secrets, clock };
  bindUseCase(options, T.membership.seatOperators, { make: makeSeatOperators, needs: { members, secrets, clock } });
  bindUseCase(options, T.membership.signUp, { make: makeSignUp, needs: asking });
  bindUseCase(options, T.membership.requestSignIn, { make: makeRequestSignIn, needs: asking });
  const signingIn = { members, secrets, clock };
  bindUseCase(options, T.membership.lookAtLink, { make: makeLookAtLink, needs: signingIn });
  bindUseCase(options, T.membership.resumeSession, { make: makeResumeSession, needs: signingIn });
  bindUseCase(options, T.membership.listSessions, { make: makeListSessions, needs: { members, clock } });

  bindUseCase(options, T.membership.saveDraft, { make: makeSaveDraft, needs: { members, clock } });
  bindUseCase(options, T.membership.handInSurvey, { make: makeHandInSurvey, needs: { members, surveyDesk, calendar, clock } });
  bindUseCase(options, T.membership.pause, { make: makePause, needs: { members, clock } });
  bindUseCase(options, T.membership.resume, { make: makeResume, needs: { members, clock } });
  bindUseCase(options, T.membership.skipWeek, { make: makeSkipWeek, needs: { members, calendar, clock } });
  bindUseCase(options, T.membership.recordMailTrouble, { make: makeRecordMailTrouble, needs: { members, secrets } });
  bindUseCase(options, T.membership.remindInvited, { make: makeRemindInvited, needs: { members, calendar, secrets, clock } });
  bindUseCase(options, T.membership.unsubscribe, { make: makeUnsubscribe, needs: { members } });
  bindUseCase(options, T.membership.resubscribe, { make: makeResubscribe, needs: { members } });
  bindUseCase(options, T.membership.rename, { make: makeRename, needs: { members } });
  bindUseCase(options, T.membership.addAddress, { make: makeAddAddress, needs: { members, allowances, secrets, clock } });
  bindUseCase(options, T.membership.lookAtAddress, { make: makeLookAtAddress, needs: signingIn });
  bindUseCase(options, T.membership.confirmAddress, { make: makeConfirmAddress, needs: signingIn });
  bindUseCase(options, T.membership.removeAddress, { make: makeRemoveAddress, needs: { members } });

  bindUseCase(options, T.membership.blockMember, { make: makeBlockMember, needs: { blocks, clock } });
  bindUseCase(options, T.membership.unblockMember, { make: makeUnblockMember, needs: { blocks } });
  bindUseCase(options, T.membership.listBlocks, { make: makeListBlocks, needs: { blocks, members } });
  bindUseCase(options, T.membership.reportMember, { make: makeReportMember, needs: { reports, allowances, secrets, clock } });

  bindUseCase(options, T.membership.listReports, { make: makeListReports, needs: { reports, members } });
  bindUseCase(options, T.membership.handleReport, { make: makeHandleReport, needs: { reports, clock } });
  bindUseCase(options, T.membership.reinstate, { make: makeReinstate, needs: { members, bans } });
  bindUseCase(options, T.membership.searchMembers, { make: makeSearchMembers, needs: { members } });

  bindUseCase(options, T.membership.exportMember, { make: makeExportMember, needs: { members, blocks, reports, exporters, clock } });
  const proving = { members, oneTimeCodes: T.membership.oneTimeCodes, secrets, clock };
  bindUseCase(options, T.membership.lookAtSecondFactor, { make: makeLookAtSecondFactor, needs: proving });
  bindUseCase(options, T.membership.beginSecondFactor, { make: makeBeginSecondFactor, needs: proving });
  bindUseCase(options, T.membership.confirmSecondFactor, { make: makeConfirmSecondFactor, needs: proving });
  bindUseCase(options, T.membership.verifySecondFactor, { make: makeVerifySecondFactor, needs: proving });
  bindUseCase(options, T.membership.removeSecondFactor, { make: makeRemoveSecondFactor, needs: proving });
  bindUseCase(options, T.membership.resetSecondFactor, { make: makeResetSecondFactor, needs: { members, clock } });

  bindUseCase(options, T.membership.finishErasures, { make: makeFinishErasures, needs: { members, bans, reports, erasers, clock } });
  bindEndings(options);
  bindUseCase(options, T.membership.inviteMember, { make: makeInviteMember, needs: { members, bans, secrets, clock } });
});

/** What ends sessions ends the windows that they opened. */
const bindEndings = (options: ContainerModuleLoadOptions): void => {
  // Of more sessions than a member may have, signing in ends the oldest.
  bindUseCase(options, T.membership.spendLink, {
    make: (needs) => closingWindowsOf(makeSpendLink(needs), { ...needs, memberOf: ({ token }) => readToken(needs.secrets, token)?.member }),
    needs: { members, secrets, clock, closeWindows },
  });
  bindUseCase(options, T.membership.signOut, {
    make: (needs) => closingWindowsOf(makeSignOut(needs), { ...needs, memberOf: ({ cookie }) => readToken(needs.secrets, cookie)?.member }),
    needs: { members, secrets, closeWindows },
  });
  bindUseCase(options, T.membership.revokeSession, {
    make: (needs) => closingWindows(makeRevokeSession(needs), needs),
    needs: { members, closeWindows },
  });
  bindUseCase(options, T.membership.revokeAll, {
    make: (needs) => closingWindows(makeRevokeAll(needs), needs),
    needs: { members, closeWindows },
  });
  bindUseCase(options, T.membership.leave, {
    make: (needs) => closingWindows(makeLeave(needs), needs),
    needs: { members, clock, closeWindows },
  });
  const judging = { members, bans, secrets, operators, clock };
  bindUseCase(options, T.membership.suspend, {
    make: (needs) => closingWindows(makeSuspend(needs), needs),
    needs: { ...judging, closeWindows },
  });
  bindUseCase(options, T.membership.ban, {
    make: (needs) => closingWindows(makeBan(needs), needs),
    needs: { ...judging, closeWindows },
  });
  const erasing = { members, bans, reports, erasers, operators, clock };
  bindUseCase(options, T.membership.eraseMember, {
    make: (needs) => closingWindows(makeEraseMember(needs), needs),
    needs: { ...erasing, closeWindows },
  });
  bindUseCase(options, T.membership.eraseAsOperator, {
    make: (needs) => closingWindows(makeEraseAsOperator(needs), needs),
    needs: { ...erasing, secrets, operators, closeWindows },
  });
};
