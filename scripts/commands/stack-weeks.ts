import { T } from '../../adapters/composition/tokens.ts';
import { momentOf } from '../../adapters/http/pages/operator/words.ts';
import { weekInHand } from '../../adapters/http/routes/operator-facts.ts';
import type { Instant } from '../../domain/kernel/instant.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import type { Stack } from './stack.ts';

/** The week that was named, or the one that is unfinished or due, or the next. */
export const weekMeant = async ({ container, clock }: Stack, week: Week | undefined): Promise<Week> =>
  week ?? weekInHand(container.get(T.web.operator), clock.now());

/** "Mon, 23 Nov 2026, 08:00" on the community's clocks, and which clocks those are. */
export const momentIn = ({ community }: Stack, at: Instant): string => `${momentOf(at, community)} (${community.timeZone})`;
