import { Container, type ContainerModule } from 'inversify';
import type { PlanRound } from '../../domain/introductions/ports.ts';
import { roundMembersMax } from '../../domain/introductions/prepare-round.ts';
import type { SendNeeds } from '../../domain/introductions/send-introductions.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { canonicalAddress } from '../../domain/kernel/email-address.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { OneTimeCodes } from '../../domain/membership/ports.ts';
import type { RawMails } from '../../domain/relay/ports.ts';
import type { Community } from '../config/community.ts';
import { createOneTimeCodes } from '../crypto/one-time-codes.ts';
import type { Table } from '../dynamodb/table.ts';
import type { DrainNeeds } from '../email/drain.ts';
import type { DrainLimits } from '../email/drain-limits.ts';
import type { RawMailer } from '../email/relay-drain.ts';
import type { MailLinks } from '../email/mail-context.ts';
import { createLocalPacer, type Pacer } from '../email/pacer.ts';
import type { ChatFiles, ChatTimer, Sockets } from '../../domain/relay/chat/ports.ts';
import { chat, noFiles, noSockets, noTimer } from './chat.ts';
import { introductions } from './introductions.ts';
import { mails } from './mails.ts';
import { membership } from './membership.ts';
import type { Observer } from './observed.ts';
import { relay } from './relay.ts';
import { storage } from './storage.ts';
import { type IntroductionLimits, T } from './tokens.ts';
import { web } from './web.ts';

/** What one run differs in from another; whatever takes time to get ready is ready. */
export interface LoopParts {
  readonly community: Community;
  readonly survey: Survey;
  readonly table: Table;
  readonly secrets: Secrets;
  readonly clock: Clock;
  /** For chance that needs no secrecy: when to try again. */
  readonly random: Random;
  readonly plan: PlanRound;
  readonly mailer: Mailer;
  readonly links: MailLinks;
  readonly limits: DrainLimits;
  /** Without one this process keeps the pace of `limits` by itself. */
  readonly pacer?: Pacer | undefined;
  /** Lets so many milliseconds of `clock` go by. */
  readonly pause: DrainNeeds['pause'];
  /** Something became due; whoever sends may look now. */
  readonly wake: () => void;
  readonly observer: Observer;
  /** Where the clock of authenticator apps is not `clock`. */
  readonly oneTimeCodes?: OneTimeCodes | undefined;
  readonly introductionLimits?: Partial<IntroductionLimits> | undefined;
  /** Hears of each mail that a drain has dealt with. */
  readonly onMails?: DrainNeeds['onProgress'] | undefined;
  /** Hears of each introduction that was claimed. */
  readonly onSending?: SendNeeds['onProgress'];
  /** Without it mails between members are neither taken nor sent from here. */
  readonly relaying?: RelayingParts | undefined;
  /** Without it nobody chats here, and what changes elsewhere is told to no window. */
  readonly chat?: ChatParts | undefined;
}

/** What of the chat can be reached from here. */
export interface ChatParts {
  /** `chatting` of `chatting.ts`, where members chat. Handed in, so that a bundle without its page does not carry what checks recordings. */
  readonly module?: ContainerModule | undefined;
  readonly sockets?: Sockets | undefined;
  readonly files?: ChatFiles | undefined;
  /** Without it every chat has to be looked at regularly. */
  readonly timer?: ChatTimer | undefined;
}

/** What takes and sends mails between members. */
export interface RelayingParts {
  /** `relaying` of `relaying.ts`. Handed in, so that a bundle that reads no mails does not carry what reads them. */
  readonly module: ContainerModule;
  readonly rawMails: RawMails;
  readonly mailer: RawMailer;
  readonly limits: DrainLimits;
  /** Without one this process keeps the pace of `limits` by itself. */
  readonly pacer?: Pacer | undefined;
  /** Hears of each mail that a drain has dealt with. */
  readonly onMails?: DrainNeeds['onProgress'] | undefined;
}

/** Loop, wired. Each thing is made once, when it is first asked for; only entry points ask. */
export const createContainer = (parts: LoopParts): Container => {
  const container = new Container({ defaultScope: 'Singleton' });
  container.bind(T.community).toConstantValue(parts.community);
  container.bind(T.survey).toConstantValue(parts.survey);
  container.bind(T.operators).toConstantValue(new Set(parts.community.operators.map(canonicalAddress)));
  container.bind(T.table).toConstantValue(parts.table);
  container.bind(T.secrets).toConstantValue(parts.secrets);
  container.bind(T.clock).toConstantValue(parts.clock);
  container.bind(T.membership.oneTimeCodes).toConstantValue(parts.oneTimeCodes ?? createOneTimeCodes());
  container.bind(T.random).toConstantValue(parts.random);
  container.bind(T.introductions.plan).toConstantValue(parts.plan);
  container.bind(T.mails.mailer).toConstantValue(parts.mailer);
  container.bind(T.mails.links).toConstantValue(parts.links);
  container.bind(T.mails.limits).toConstantValue(parts.limits);
  container.bind(T.mails.pacer).toConstantValue(parts.pacer ?? createLocalPacer(parts.clock, parts.limits));
  container.bind(T.mails.pause).toConstantValue(parts.pause);
  container.bind(T.wake).toConstantValue(parts.wake);
  container.bind(T.introductions.limits).toConstantValue({ membersMax: roundMembersMax, aliasDays: 180, ...parts.introductionLimits });
  container.bind(T.introductions.onSending).toConstantValue(parts.onSending ?? nobodyHears);
  container.bind(T.mails.onProgress).toConstantValue(parts.onMails ?? nobodyHears);
  container.bind(T.observer).toConstantValue(parts.observer);
  container.bind(T.chat.sockets).toConstantValue(parts.chat?.sockets ?? noSockets);
  container.bind(T.chat.files).toConstantValue(parts.chat?.files ?? noFiles);
  container.bind(T.chat.timer).toConstantValue(parts.chat?.timer ?? noTimer);
  container.load(storage, membership, introductions, mails, relay, chat, web);
  if (parts.chat?.module !== undefined) container.load(parts.chat.module);
  if (parts.relaying !== undefined) loadRelaying(container, parts.relaying, parts);
  return container;
};

const loadRelaying = (
  container: Container,
  { module, rawMails, mailer, limits, pacer, onMails }: RelayingParts,
  { clock }: LoopParts,
): void => {
  container.bind(T.relay.rawMails).toConstantValue(rawMails);
  container.bind(T.relay.mailer).toConstantValue(mailer);
  container.bind(T.relay.limits).toConstantValue(limits);
  container.bind(T.relay.pacer).toConstantValue(pacer ?? createLocalPacer(clock, limits));
  container.bind(T.relay.onProgress).toConstantValue(onMails ?? nobodyHears);
  container.load(module);
};

const nobodyHears = (): void => undefined;
