import type { Context } from 'hono';
import type { AnswerDidYouMeet } from '../../domain/introductions/answer-did-you-meet.ts';
import type { Zone } from '../../domain/introductions/calendar.ts';
import type { EndContact } from '../../domain/introductions/end-contact.ts';
import type { MyMatches } from '../../domain/introductions/my-matches.ts';
import type { RenewAlias } from '../../domain/introductions/renew-alias.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import type { CanonicalAddress } from '../../domain/kernel/email-address.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { BlockMember, ListBlocks, UnblockMember } from '../../domain/membership/block.ts';
import type { ListSessions, RevokeAll, RevokeSession, SignOut } from '../../domain/membership/end-sessions.ts';
import type { ConfirmAddress, LookAtAddress } from '../../domain/membership/confirm-address.ts';
import type { EraseMember } from '../../domain/membership/erase-member.ts';
import type { ExportMember } from '../../domain/membership/export-member.ts';
import type { HandInSurvey } from '../../domain/membership/hand-in-survey.ts';
import type { Leave } from '../../domain/membership/leave.ts';
import type { Resubscribe, Unsubscribe } from '../../domain/membership/mail-wishes.ts';
import type { AddAddress, RemoveAddress } from '../../domain/membership/other-addresses.ts';
import type { Pause, Resume } from '../../domain/membership/pause.ts';
import type { Calendar, SurveyDesk } from '../../domain/membership/ports.ts';
import type { Rename } from '../../domain/membership/rename.ts';
import type { ReportMember } from '../../domain/membership/report.ts';
import type { RequestSignIn } from '../../domain/membership/request-sign-in.ts';
import type { ResumeSession } from '../../domain/membership/resume-session.ts';
import type { SaveDraft } from '../../domain/membership/save-draft.ts';
import type { SignUp } from '../../domain/membership/sign-up.ts';
import type { SkipWeek } from '../../domain/membership/skip-week.ts';
import type { LookAtLink, SpendLink } from '../../domain/membership/spend-link.ts';
import type { ActOnConversation, AliasHistory, LookAtConversation, ShareAddress } from '../../domain/relay/conversations/use-cases.ts';
import type {
  AskForUpload,
  IssueTicket,
  LinkToFile,
  ListThreads,
  MarkMessages,
  ReadMessages,
  SendMessage,
} from '../../domain/relay/chat/use-cases.ts';
import type { RelayFigures } from '../../domain/relay/ports.ts';
import type { Community } from '../config/community.ts';
import type { EmbeddedNeeds } from './routes/embedded-needs.ts';
import type { OperatorNeeds } from './routes/operator-needs.ts';
import type { ResendWebhookNeeds } from './routes/webhook-needs.ts';

/** Everything that the pages need, use cases by the names of their types. */
export interface WebNeeds {
  readonly community: Community;
  readonly survey: Survey;
  readonly surveyDesk: SurveyDesk;
  readonly calendar: Calendar;
  /** The clocks of the community. */
  readonly zone: Zone;
  readonly clock: Clock;
  readonly secrets: Secrets;
  /** The addresses in `community.json`; whoever signed in with one of them sees the operators' pages. */
  readonly operators: ReadonlySet<CanonicalAddress>;
  /** Where browsers reach us, for example `https://circle.example.com`; forms from anywhere else are refused. */
  readonly baseUrl: string;
  /** The domain of the private addresses. */
  readonly relayDomain: string;
  /** What tells callers apart, for limits: the network address (`callerKey` in `caller.ts` makes one out of it). */
  readonly callerOf: (context: Context) => string;
  /** Hears of each request once it is answered. */
  readonly observe?: ((request: ObservedRequest) => void) | undefined;
  readonly membership: MembershipUseCases;
  readonly introductions: IntroductionsUseCases;
  /** Without it there are no pages about what introduced members write to each other. */
  readonly relay?: RelayUseCases | undefined;
  /** Without it there is no chat. */
  readonly chat?: ChatNeeds | undefined;
  /**
   * Whether operators must have a second factor before they see any of their pages, or may. Whoever has one set up is asked for it either
   * way; `offered` where nothing is said.
   */
  readonly secondFactor?: SecondFactorRule | undefined;
  /** Without them there are no operators' pages. */
  readonly operator?: OperatorNeeds | undefined;
  /** Without it there is no such page. */
  readonly resendWebhook?: ResendWebhookNeeds | undefined;
  /** Only in the run on one laptop. */
  readonly embedded?: EmbeddedNeeds | undefined;
}

export type SecondFactorRule = 'required' | 'offered';

export interface MembershipUseCases {
  readonly signUp: SignUp;
  readonly requestSignIn: RequestSignIn;
  readonly lookAtLink: LookAtLink;
  readonly spendLink: SpendLink;
  readonly resumeSession: ResumeSession;
  readonly signOut: SignOut;
  readonly listSessions: ListSessions;
  readonly revokeSession: RevokeSession;
  readonly revokeAll: RevokeAll;
  readonly saveDraft: SaveDraft;
  readonly handInSurvey: HandInSurvey;
  readonly pause: Pause;
  readonly resume: Resume;
  readonly skipWeek: SkipWeek;
  readonly unsubscribe: Unsubscribe;
  readonly resubscribe: Resubscribe;
  readonly leave: Leave;
  readonly rename: Rename;
  readonly addAddress: AddAddress;
  readonly lookAtAddress: LookAtAddress;
  readonly confirmAddress: ConfirmAddress;
  readonly removeAddress: RemoveAddress;
  readonly blockMember: BlockMember;
  readonly unblockMember: UnblockMember;
  readonly listBlocks: ListBlocks;
  readonly reportMember: ReportMember;
  readonly exportMember: ExportMember;
  readonly eraseMember: EraseMember;
}

export interface IntroductionsUseCases {
  readonly myMatches: MyMatches;
  readonly answerDidYouMeet: AnswerDidYouMeet;
  readonly endContact: EndContact;
  readonly renewAlias: RenewAlias;
}

export interface RelayUseCases {
  readonly lookAtConversation: LookAtConversation;
  readonly actOnConversation: ActOnConversation;
  readonly shareAddress: ShareAddress;
  readonly aliasHistory: AliasHistory;
  readonly figures: Pick<RelayFigures, 'sums'>;
  /** Hears who is about to see the history of an alias: for a log line with that id and nothing else. */
  readonly onLookUp: (operator: MemberId) => void;
}

/** What the page of the chat does over HTTP. */
export interface ChatUseCases {
  readonly listThreads: ListThreads;
  readonly readMessages: ReadMessages;
  readonly sendMessage: SendMessage;
  readonly markMessages: MarkMessages;
  readonly askForUpload: AskForUpload;
  readonly linkToFile: LinkToFile;
  readonly issueTicket: IssueTicket;
}

export interface ChatNeeds extends ChatUseCases {
  /** Where windows connect, `wss://…`, without a ticket. */
  readonly socketUrl: string;
  /** Where files are handed over and fetched, where that is not `baseUrl`: origins, for example `https://bucket.s3.eu-central-1.amazonaws.com`. */
  readonly fileOrigins: readonly string[];
}

/** What may be written down about a request: no address, no token, nothing that anybody typed. */
export interface ObservedRequest {
  readonly method: string;
  /** The route's pattern, for example `/me/introductions/:week`; `*` where there is none. */
  readonly route: string;
  readonly status: number;
  readonly ms: number;
  /** Who is signed in, by their id, which tells nothing without the community's key. */
  readonly member?: string | undefined;
  /** What was thrown, where something was. Its words may be personal. */
  readonly fault?: unknown;
}
