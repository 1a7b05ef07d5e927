import { canonicalAddress } from '../../domain/kernel/email-address.ts';
import type { Secrets } from '../../domain/kernel/secrets.ts';
import { nextRound, type RoundCalendar, sendingTime } from '../../domain/introductions/calendar.ts';
import { repeatGapWeeksDefault } from '../../domain/introductions/history.ts';
import type { RoundRules } from '../../domain/introductions/prepare-round.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import type { Calendar } from '../../domain/membership/ports.ts';
import { type Community, weekdays } from '../config/community.ts';
import { createZone } from './zone-from-intl.ts';

/** What a community's file and survey say of its rounds. */
export const roundRulesOf = (community: Community, survey: Survey, secrets: Pick<Secrets, 'memberIdOf'>): RoundRules => {
  const { standingHost } = community;
  return {
    survey,
    repeatGapWeeks: repeatGapWeeksDefault,
    host: standingHost === undefined ? undefined : secrets.memberIdOf(canonicalAddress(standingHost)),
    calendar: roundCalendarOf(community),
  };
};

export const roundCalendarOf = ({ timeZone, round, sendingHour, holidayWeeks }: Community): RoundCalendar => ({
  zone: createZone(timeZone),
  day: weekdays.indexOf(round.day) + 1,
  hour: round.hour,
  sendingHour,
  holidays: holidayWeeks,
});

/** When membership tells people that they will be introduced, and when it may write to them unasked. */
export const createCalendar = (calendar: RoundCalendar): Calendar => ({
  nextRound: (now) => nextRound(calendar, now),
  sendingTime: (now) => sendingTime(calendar, now),
});
