import { T } from '../../adapters/composition/tokens.ts';
import { weekInHand } from '../../adapters/http/routes/operator-facts.ts';
import type { Week } from '../../domain/kernel/iso-week.ts';
import type { Stack } from './stack.ts';

/** The week that was named, or the one that is unfinished or due, or the next. */
export const weekMeant = async ({ container, clock }: Stack, week: Week | undefined): Promise<Week> =>
  week ?? weekInHand(container.get(T.web.operator), clock.now());

/** "Mon, 23 Nov 2026, 08:00" on the community's clocks, and which clocks those are. */
export const momentIn = ({ community }: Stack, at: number): string =>
  `${new Intl.DateTimeFormat(community.locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone: community.timeZone,
  }).format(at)} (${community.timeZone})`;
