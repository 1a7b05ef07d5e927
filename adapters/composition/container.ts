import { Container } from 'inversify';
import type { PlanRound } from '../../domain/introductions/ports.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { Clock } from '../../domain/kernel/clock.ts';
import { canonicalAddress } from '../../domain/kernel/email-address.ts';
import type { Mailer } from '../../domain/kernel/mailer.ts';
import type { Random } from '../../domain/kernel/random.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import type { Community } from '../config/community.ts';
import type { Table } from '../dynamodb/table.ts';
import type { DrainLimits, DrainNeeds } from '../email/drain.ts';
import type { MailLinks } from '../email/mail-context.ts';
import { introductions } from './introductions.ts';
import { mails } from './mails.ts';
import { membership } from './membership.ts';
import type { Observer } from './observed.ts';
import { storage } from './storage.ts';
import { T } from './tokens.ts';
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
  /** Lets so many milliseconds of `clock` go by. */
  readonly pause: DrainNeeds['pause'];
  /** Something became due; whoever sends may look now. */
  readonly wake: () => void;
  readonly observer: Observer;
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
  container.bind(T.random).toConstantValue(parts.random);
  container.bind(T.introductions.plan).toConstantValue(parts.plan);
  container.bind(T.mails.mailer).toConstantValue(parts.mailer);
  container.bind(T.mails.links).toConstantValue(parts.links);
  container.bind(T.mails.limits).toConstantValue(parts.limits);
  container.bind(T.mails.pause).toConstantValue(parts.pause);
  container.bind(T.wake).toConstantValue(parts.wake);
  container.bind(T.observer).toConstantValue(parts.observer);
  container.load(storage, membership, introductions, mails, web);
  return container;
};
