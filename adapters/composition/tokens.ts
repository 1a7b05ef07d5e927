import type { AnswerDidYouMeet } from '../../domain/introductions/answer-did-you-meet.ts';
import type { RoundCalendar } from '../../domain/introductions/calendar.ts';
import type { DiscardRound } from '../../domain/introductions/discard-round.ts';
import type { EndContact } from '../../domain/introductions/end-contact.ts';
import type { ForgetMember } from '../../domain/introductions/forget-member.ts';
import type { ExportIntroductions, MyMatches } from '../../domain/introductions/my-matches.ts';
import type { LeftOuts, Matches, Participants, PlanRound, Rounds } from '../../domain/introductions/ports.ts';
import type { RenewAlias } from '../../domain/introductions/renew-alias.ts';
import type { RoundRules } from '../../domain/introductions/prepare-round.ts';
import type { PreviewRound } from '../../domain/introductions/preview-round.ts';
import type { RecordIntroduced } from '../../domain/introductions/record-introduced.ts';
import type { RoundResults } from '../../domain/introductions/round-results.ts';
import type { RunRound } from '../../domain/introductions/run-round.ts';
import type { SendIntroductions, SendNeeds } from '../../domain/introductions/send-introductions.ts';
import type { SendingProgress } from '../../domain/introductions/sending-progress.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { WhatIsDue } from '../../domain/introductions/what-is-due.ts';
import type { AliasName } from '../../domain/kernel/alias-name.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CanonicalAddress } from '../../domain/kernel/email-address.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { BlockMember, ListBlocks, UnblockMember } from '../../domain/membership/block.ts';
import type { ListSessions, RevokeAll, RevokeSession, SignOut } from '../../domain/membership/end-sessions.ts';
import type { ConfirmAddress, LookAtAddress } from '../../domain/membership/confirm-address.ts';
import type { EraseAsOperator } from '../../domain/membership/erase-as-operator.ts';
import type { EraseMember, FinishErasures } from '../../domain/membership/erase-member.ts';
import type { ExportMember } from '../../domain/membership/export-member.ts';
import type { HandInSurvey } from '../../domain/membership/hand-in-survey.ts';
import type { InviteMember } from '../../domain/membership/invite-member.ts';
import type { Leave } from '../../domain/membership/leave.ts';
import type { RecordMailTrouble } from '../../domain/membership/mail-trouble.ts';
import type { Resubscribe, Unsubscribe } from '../../domain/membership/mail-wishes.ts';
import type { AddAddress, RemoveAddress } from '../../domain/membership/other-addresses.ts';
import type { Pause, Resume } from '../../domain/membership/pause.ts';
import type {
  Allowances,
  Bans,
  Blocks,
  Calendar,
  Eraser,
  Exporter,
  Members,
  OneTimeCodes,
  Reports,
  SurveyDesk,
} from '../../domain/membership/ports.ts';
import type { RemindInvited } from '../../domain/membership/remind-invited.ts';
import type { Rename } from '../../domain/membership/rename.ts';
import type { HandleReport, ListReports, ReportMember } from '../../domain/membership/report.ts';
import type { RequestSignIn } from '../../domain/membership/request-sign-in.ts';
import type { ResumeSession } from '../../domain/membership/resume-session.ts';
import type { SaveDraft } from '../../domain/membership/save-draft.ts';
import type { SearchMembers } from '../../domain/membership/search-members.ts';
import type { SeatOperators } from '../../domain/membership/seat-operators.ts';
import type { BeginSecondFactor, ConfirmSecondFactor, LookAtSecondFactor } from '../../domain/membership/set-up-second-factor.ts';
import type { SignUp } from '../../domain/membership/sign-up.ts';
import type { SkipWeek } from '../../domain/membership/skip-week.ts';
import type { LookAtLink, SpendLink } from '../../domain/membership/spend-link.ts';
import type { ChangeStanding, Reinstate } from '../../domain/membership/standing.ts';
import type { RemoveSecondFactor, ResetSecondFactor, VerifySecondFactor } from '../../domain/membership/verify-second-factor.ts';
import type { Lifetime } from '../../domain/relay/conversations/changes.ts';
import type {
  ActOnConversation,
  AliasHistory,
  ForwardMail,
  LookAtConversation,
  PrepareDeparture,
  RecordDeparture,
  RecordRelayTrouble,
  ShareAddress,
  TellUndelivered,
  WarnOfExpiry,
} from '../../domain/relay/conversations/use-cases.ts';
import type {
  Conversations,
  Correspondents,
  Footer,
  MailPipeline,
  RawMails,
  RelayFigures,
  ReportPartner,
  SettledMails,
} from '../../domain/relay/ports.ts';
import type { Community } from '../config/community.ts';
import type { Outbox } from '../dynamodb/outbox.ts';
import type { Table } from '../dynamodb/table.ts';
import type { DrainNeeds } from '../email/drain.ts';
import type { DrainLimits } from '../email/drain-limits.ts';
import type { Drain } from '../email/outbox-drain.ts';
import type { MailLinks } from '../email/mail-context.ts';
import type { Pacer } from '../email/pacer.ts';
import type { RawMailer } from '../email/relay-drain.ts';
import type { SocketUseCases } from '../websocket/chat-socket.ts';
import type { ChatUseCases, IntroductionsUseCases, MembershipUseCases, RelayUseCases } from '../http/needs.ts';
import type { OperatorNeeds } from '../http/routes/operator-needs.ts';
import { chatTokens } from './chat-tokens.ts';
import type { Observer } from './observed.ts';
import { token } from './token.ts';

/** What one run of Loop can bear, or was told to do, where it differs from another. */
export interface IntroductionLimits {
  /** Where a round is planned while somebody waits for the answer, it takes fewer members. */
  readonly membersMax: number;
  /** An alias closes so long after it was last used. */
  readonly aliasDays: number;
}

/** What the rules of the relay need of where they run. */
export interface RelayContext {
  readonly relayDomain: string;
  readonly lifetime: Lifetime;
  readonly footerOf: (alias: AliasName) => Footer;
  /** Where a member goes on in the chat of a conversation. */
  readonly chatPageOf: (conversationId: string) => string;
}

export const T = {
  clock: token<Clock>('clock'),
  secrets: token<Secrets>('secrets'),
  random: token<Random>('random'),
  table: token<Table>('table'),
  observer: token<Observer>('observer'),
  wake: token<() => void>('wake'),
  community: token<Community>('community'),
  survey: token<Survey>('survey'),
  operators: token<ReadonlySet<CanonicalAddress>>('operators'),
  mails: {
    outbox: token<Outbox>('mails.outbox'),
    mailer: token<Mailer>('mails.mailer'),
    links: token<MailLinks>('mails.links'),
    limits: token<DrainLimits>('mails.limits'),
    pacer: token<Pacer>('mails.pacer'),
    pause: token<DrainNeeds['pause']>('mails.pause'),
    render: token<DrainNeeds['render']>('mails.render'),
    onAccepted: token<DrainNeeds['onAccepted']>('mails.onAccepted'),
    onProgress: token<NonNullable<DrainNeeds['onProgress']>>('mails.onProgress'),
    drain: token<Drain>('mails.drain'),
  },
  membership: {
    members: token<Members>('membership.members'),
    blocks: token<Blocks>('membership.blocks'),
    bans: token<Bans>('membership.bans'),
    reports: token<Reports>('membership.reports'),
    allowances: token<Allowances>('membership.allowances'),
    surveyDesk: token<SurveyDesk>('membership.surveyDesk'),
    calendar: token<Calendar>('membership.calendar'),
    oneTimeCodes: token<OneTimeCodes>('membership.oneTimeCodes'),
    exporters: token<readonly Exporter[]>('membership.exporters'),
    erasers: token<readonly Eraser[]>('membership.erasers'),
    seatOperators: token<SeatOperators>('membership.seatOperators'),
    signUp: token<SignUp>('membership.signUp'),
    requestSignIn: token<RequestSignIn>('membership.requestSignIn'),
    lookAtLink: token<LookAtLink>('membership.lookAtLink'),
    spendLink: token<SpendLink>('membership.spendLink'),
    resumeSession: token<ResumeSession>('membership.resumeSession'),
    signOut: token<SignOut>('membership.signOut'),
    listSessions: token<ListSessions>('membership.listSessions'),
    revokeSession: token<RevokeSession>('membership.revokeSession'),
    revokeAll: token<RevokeAll>('membership.revokeAll'),
    saveDraft: token<SaveDraft>('membership.saveDraft'),
    handInSurvey: token<HandInSurvey>('membership.handInSurvey'),
    pause: token<Pause>('membership.pause'),
    resume: token<Resume>('membership.resume'),
    skipWeek: token<SkipWeek>('membership.skipWeek'),
    recordMailTrouble: token<RecordMailTrouble>('membership.recordMailTrouble'),
    remindInvited: token<RemindInvited>('membership.remindInvited'),
    unsubscribe: token<Unsubscribe>('membership.unsubscribe'),
    resubscribe: token<Resubscribe>('membership.resubscribe'),
    leave: token<Leave>('membership.leave'),
    rename: token<Rename>('membership.rename'),
    addAddress: token<AddAddress>('membership.addAddress'),
    lookAtAddress: token<LookAtAddress>('membership.lookAtAddress'),
    confirmAddress: token<ConfirmAddress>('membership.confirmAddress'),
    removeAddress: token<RemoveAddress>('membership.removeAddress'),
    blockMember: token<BlockMember>('membership.blockMember'),
    unblockMember: token<UnblockMember>('membership.unblockMember'),
    listBlocks: token<ListBlocks>('membership.listBlocks'),
    reportMember: token<ReportMember>('membership.reportMember'),
    listReports: token<ListReports>('membership.listReports'),
    handleReport: token<HandleReport>('membership.handleReport'),
    suspend: token<ChangeStanding>('membership.suspend'),
    ban: token<ChangeStanding>('membership.ban'),
    reinstate: token<Reinstate>('membership.reinstate'),
    searchMembers: token<SearchMembers>('membership.searchMembers'),
    lookAtSecondFactor: token<LookAtSecondFactor>('membership.lookAtSecondFactor'),
    beginSecondFactor: token<BeginSecondFactor>('membership.beginSecondFactor'),
    confirmSecondFactor: token<ConfirmSecondFactor>('membership.confirmSecondFactor'),
    verifySecondFactor: token<VerifySecondFactor>('membership.verifySecondFactor'),
    removeSecondFactor: token<RemoveSecondFactor>('membership.removeSecondFactor'),
    resetSecondFactor: token<ResetSecondFactor>('membership.resetSecondFactor'),
    exportMember: token<ExportMember>('membership.exportMember'),
    eraseMember: token<EraseMember>('membership.eraseMember'),
    finishErasures: token<FinishErasures>('membership.finishErasures'),
    eraseAsOperator: token<EraseAsOperator>('membership.eraseAsOperator'),
    inviteMember: token<InviteMember>('membership.inviteMember'),
  },
  introductions: {
    rounds: token<Rounds>('introductions.rounds'),
    matches: token<Matches>('introductions.matches'),
    leftOuts: token<LeftOuts>('introductions.leftOuts'),
    participants: token<Participants>('introductions.participants'),
    limits: token<IntroductionLimits>('introductions.limits'),
    onSending: token<NonNullable<SendNeeds['onProgress']>>('introductions.onSending'),
    rules: token<RoundRules>('introductions.rules'),
    calendar: token<RoundCalendar>('introductions.calendar'),
    plan: token<PlanRound>('introductions.plan'),
    previewRound: token<PreviewRound>('introductions.previewRound'),
    runRound: token<RunRound>('introductions.runRound'),
    discardRound: token<DiscardRound>('introductions.discardRound'),
    sendIntroductions: token<SendIntroductions>('introductions.sendIntroductions'),
    sendingProgress: token<SendingProgress>('introductions.sendingProgress'),
    recordIntroduced: token<RecordIntroduced>('introductions.recordIntroduced'),
    roundResults: token<RoundResults>('introductions.roundResults'),
    whatIsDue: token<WhatIsDue>('introductions.whatIsDue'),
    answerDidYouMeet: token<AnswerDidYouMeet>('introductions.answerDidYouMeet'),
    myMatches: token<MyMatches>('introductions.myMatches'),
    exportIntroductions: token<ExportIntroductions>('introductions.exportIntroductions'),
    endContact: token<EndContact>('introductions.endContact'),
    renewAlias: token<RenewAlias>('introductions.renewAlias'),
    forgetMember: token<ForgetMember>('introductions.forgetMember'),
  },
  relay: {
    conversations: token<Conversations>('relay.conversations'),
    correspondents: token<Correspondents>('relay.correspondents'),
    figures: token<RelayFigures>('relay.figures'),
    reportPartner: token<ReportPartner>('relay.reportPartner'),
    context: token<RelayContext>('relay.context'),
    lookAtConversation: token<LookAtConversation>('relay.lookAtConversation'),
    actOnConversation: token<ActOnConversation>('relay.actOnConversation'),
    shareAddress: token<ShareAddress>('relay.shareAddress'),
    aliasHistory: token<AliasHistory>('relay.aliasHistory'),
    warnOfExpiry: token<WarnOfExpiry>('relay.warnOfExpiry'),
    recordTrouble: token<RecordRelayTrouble>('relay.recordTrouble'),
    rawMails: token<RawMails>('relay.rawMails'),
    settledMails: token<SettledMails>('relay.settledMails'),
    pipeline: token<MailPipeline>('relay.pipeline'),
    forwardMail: token<ForwardMail>('relay.forwardMail'),
    prepareDeparture: token<PrepareDeparture>('relay.prepareDeparture'),
    tellUndelivered: token<TellUndelivered>('relay.tellUndelivered'),
    recordDeparture: token<RecordDeparture>('relay.recordDeparture'),
    outbox: token<Outbox>('relay.outbox'),
    mailer: token<RawMailer>('relay.mailer'),
    limits: token<DrainLimits>('relay.limits'),
    pacer: token<Pacer>('relay.pacer'),
    onProgress: token<NonNullable<DrainNeeds['onProgress']>>('relay.onProgress'),
    drain: token<Drain>('relay.drain'),
  },
  chat: chatTokens,
  web: {
    membership: token<MembershipUseCases>('web.membership'),
    introductions: token<IntroductionsUseCases>('web.introductions'),
    relay: token<RelayUseCases>('web.relay'),
    operator: token<OperatorNeeds>('web.operator'),
    chat: token<ChatUseCases>('web.chat'),
    socket: token<SocketUseCases>('web.socket'),
  },
} as const;
