import type { DiscardRound } from '../../../domain/introductions/discard-round.ts';
import type { LeftOuts, Matches, Rounds } from '../../../domain/introductions/ports.ts';
import type { RoundRules } from '../../../domain/introductions/prepare-round.ts';
import type { PreviewRound } from '../../../domain/introductions/preview-round.ts';
import type { RoundResults } from '../../../domain/introductions/round-results.ts';
import type { RunRound } from '../../../domain/introductions/run-round.ts';
import type { SendIntroductions } from '../../../domain/introductions/send-introductions.ts';
import type { SendingProgress } from '../../../domain/introductions/sending-progress.ts';
import type { Bans, Members } from '../../../domain/membership/ports.ts';
import type { HandleReport, ListReports } from '../../../domain/membership/report.ts';
import type { SearchMembers } from '../../../domain/membership/search-members.ts';
import type { BeginSecondFactor, ConfirmSecondFactor, LookAtSecondFactor } from '../../../domain/membership/set-up-second-factor.ts';
import type { ChangeStanding, Reinstate } from '../../../domain/membership/standing.ts';
import type { RemoveSecondFactor, ResetSecondFactor, VerifySecondFactor } from '../../../domain/membership/verify-second-factor.ts';
import type { Outbox } from '../../dynamodb/outbox.ts';

/** What the operators' pages read and do, beside what every page needs. */
export interface OperatorNeeds {
  readonly members: Pick<Members, 'find' | 'page'>;
  /** The same pages; `tell` hears of each member whom this version cannot read. */
  readonly membersTelling: (tell: () => void) => Pick<Members, 'page'>;
  readonly bans: Pick<Bans, 'has'>;
  readonly searchMembers: SearchMembers;
  readonly suspend: ChangeStanding;
  readonly ban: ChangeStanding;
  readonly reinstate: Reinstate;
  readonly lookAtSecondFactor: LookAtSecondFactor;
  readonly beginSecondFactor: BeginSecondFactor;
  readonly confirmSecondFactor: ConfirmSecondFactor;
  readonly verifySecondFactor: VerifySecondFactor;
  readonly removeSecondFactor: RemoveSecondFactor;
  readonly resetSecondFactor: ResetSecondFactor;
  readonly listReports: ListReports;
  readonly handleReport: HandleReport;
  readonly rules: RoundRules;
  readonly rounds: Pick<Rounds, 'find' | 'latest'>;
  readonly matches: Matches;
  readonly leftOuts: LeftOuts;
  readonly previewRound: PreviewRound;
  readonly runRound: RunRound;
  readonly discardRound: DiscardRound;
  /** May answer before every introduction is claimed, if somebody goes on with it; the page shows how far it is. */
  readonly sendIntroductions: SendIntroductions;
  readonly sendingProgress: SendingProgress;
  readonly roundResults: RoundResults;
  readonly outbox: Pick<Outbox, 'due' | 'pending' | 'failed' | 'retry'>;
  /** Something became due: whoever sends mails may look now rather than later. Answers at once. */
  readonly wake: () => void;
}
