import type { Match } from '../../../../domain/introductions/match.ts';
import type { StoredRound } from '../../../../domain/introductions/stored-round.ts';
import type { Instant } from '../../../../domain/kernel/instant.ts';
import type { MailTrouble, Member, Stage, Standing } from '../../../../domain/membership/member.ts';
import { stageAt } from '../../../../domain/membership/taking-part.ts';
import type { Community } from '../../../config/community.ts';
import type { Template } from '../../../email/render.ts';

/** "Mon, 23 Nov 2026, 08:00", on the community's clocks and as it writes dates. */
export const momentOf = (at: Instant, { locale, timeZone }: Community): string =>
  new Intl.DateTimeFormat(locale, {
    weekday: 'short',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
    hour: '2-digit',
    minute: '2-digit',
    timeZone,
  }).format(at);

/** "23 Nov 2026". */
export const dayOf = (at: Instant, { locale, timeZone }: Community): string =>
  new Intl.DateTimeFormat(locale, { day: 'numeric', month: 'short', year: 'numeric', timeZone }).format(at);

export const stageNames: Readonly<Record<Stage['name'], string>> = {
  invited: 'Invited',
  active: 'Active',
  paused: 'Paused',
  left: 'Left',
  erasing: 'Being erased',
};

export const stageInWords = (member: Member, now: Instant, community: Community): string => {
  const stage = stageAt(member, now);
  if (stage.name === 'paused' && stage.until !== undefined) return `Paused until ${dayOf(stage.until, community)}`;
  return stageNames[stage.name];
};

export const standingNames: Readonly<Record<Standing, string>> = { good: 'In good standing', suspended: 'Suspended', banned: 'Banned' };

export const roundStateNames: Readonly<Record<StoredRound['state']['name'], string>> = {
  planned: 'Being written',
  ready: 'Ready to send',
  sending: 'Being sent',
  sent: 'Sent',
  discarded: 'Discarded',
};

export const mailNames: Readonly<Record<Template, string>> = {
  'survey-link': 'Survey link',
  'survey-reminder': 'Survey reminder',
  'sign-in': 'Sign-in link',
  welcome: 'Welcome',
  'second-factor': 'Second factor',
  'confirm-address': 'Further address',
  goodbye: 'Goodbye',
  introduction: 'Introduction',
  'left-over': 'Nobody this week',
  cancelled: 'Cancelled introduction',
  'did-you-meet': 'Did you meet?',
  'new-alias': 'New private address',
  'relay-notice': 'About a message',
  'relay-done': 'Muted, ended or reported',
  'relay-expiring': 'Conversation closes soon',
  'relay-unreachable': 'Messages do not arrive',
  'relay-shared': 'Address shared',
};

export const matchStateInWords = ({ state }: Pick<Match, 'state'>): string => {
  switch (state.name) {
    case 'planned':
      return 'Not sent yet';
    case 'claimed':
      return 'Introduced';
    case 'cancelled':
      return cancelledBecause[state.because];
  }
};

const cancelledBecause = {
  no_longer_takes_part: 'Cancelled: one of them took no part any more',
  blocked: 'Cancelled: one of them blocked the other',
  round_discarded: 'Taken back with its round',
} as const;

export const metNames = { yes: 'met', planned: 'plan to meet', no: 'did not meet' } as const;

/** What became of our mails to a member, as it stands in a list of them. */
export const mailTroubleNames = { bounced: 'Mails came back', complained: 'Complained' } as const satisfies Record<
  MailTrouble['kind'],
  string
>;

/** What became of a mail that was given up; codes of a provider are shown as they are. */
export const failureInWords = (code: string): string => mailFailures[code] ?? 'The provider refused it.';

const mailFailures: Readonly<Record<string, string>> = {
  'mail.retries_used_up': 'The provider took it in none of many attempts.',
  'mail.outcome_unknown': 'Nobody knows whether the provider took it: no answer came, time after time.',
  'mail.unreadable': 'It was stored by another version of Loop, which this one cannot read.',
  'mail.not_rendered': 'It could not be written. This is a fault of Loop.',
  'relay.raw_missing': 'The mail as it came in is gone, so it cannot be made anew.',
  'relay.raw_changed': 'Something else lies where the mail as it came in lay. It is not sent.',
  'relay.not_rebuilt': 'It cannot be made anew so that it gives nobody away. Its writer was told.',
  'relay.not_prepared': 'It could not be made ready time after time. The log of the run says why.',
};
