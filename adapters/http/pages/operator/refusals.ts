import type { DiscardFailure } from '../../../../domain/introductions/discard-round.ts';
import { roundMembersMax } from '../../../../domain/introductions/prepare-round.ts';
import type { RunRoundFailure } from '../../../../domain/introductions/run-round.ts';
import type { SendFailure } from '../../../../domain/introductions/send-introductions.ts';
import { formatWeek, type Week } from '../../../../domain/kernel/iso-week.ts';
import type { OperatorProtected } from '../../../../domain/membership/standing.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { grouped } from '../../../files/round-figures.ts';
import { notice } from '../form.ts';

/** Everything that an operator's wish can be refused with. */
export type OperatorRefusal = RunRoundFailure | DiscardFailure | SendFailure | OperatorProtected | ChangedMeanwhile;

/** The page that the wish came from shows another planning of the week than the one that stands. */
export interface ChangedMeanwhile {
  readonly code: 'round.changed_meanwhile';
}

/** What was refused, and what to do next. */
export const refusal = (failure: OperatorRefusal): Markup => {
  const { what, next } = inWords(failure);
  return notice('refused', markup`<p><strong>${what}</strong></p><p>${next}</p>`);
};

interface Told {
  readonly what: string;
  readonly next: string | Markup;
}

const inWords = (failure: OperatorRefusal): Told => (told[failure.code] as (failure: OperatorRefusal) => Told)(failure);

type Of<Code> = Extract<OperatorRefusal, { readonly code: Code }>;

/** A refusal that is new does not compile until it has an answer here. */
const told: { readonly [Code in OperatorRefusal['code']]: (failure: Of<Code>) => Told } = {
  'round.week_past': () => ({
    what: 'That week is over.',
    next: markup`Its round can no longer be held. <a href="/operator/round">Go to the round of now</a>.`,
  }),
  'round.week_too_far': () => ({
    what: 'That week is too far ahead.',
    next: markup`A round can be held in its own week and in the one before. <a href="/operator/round">Go to the round of now</a>.`,
  }),
  'round.week_holiday': () => ({
    what: 'That week is a holiday.',
    next: markup`The community’s file lists it under <code>holidayWeeks</code>. Take it out there to hold a round, or <a href="/operator/round">go to the next round</a>.`,
  }),
  'round.earlier_unsent': ({ week }) => ({
    what: `The round of ${formatWeek(week)} is not finished.`,
    next: markup`Who met whom there decides who may meet here. Send it or discard it first: ${linkTo(week)}.`,
  }),
  'round.later_exists': ({ week }) => ({
    what: `The round of ${formatWeek(week)} was run already.`,
    next: markup`It was made without this week, so this week stays without a round, unless that one is discarded first: ${linkTo(week)}.`,
  }),
  'round.too_many_members': ({ most }) =>
    most < roundMembersMax
      ? {
          what: `More than ${grouped(most)} members take part, which takes longer to plan than a page can wait.`,
          next: markup`Nothing was planned here. By itself the round is run at its time, and <code>loop round preview</code> and <code>loop round run</code> do it from a terminal.`,
        }
      : {
          what: `More than ${grouped(most)} members take part, and one round takes no more.`,
          next: 'Nothing was planned. Suspend or pause members who are not really there, or split the community in two.',
        },
  'round.history_incomplete': () => ({
    what: 'The rounds before are still settling.',
    next: 'What was stored a moment ago is not to be seen everywhere yet. Try again in a few seconds.',
  }),
  'round.discarded_meanwhile': () => ({
    what: 'Somebody discarded this round while it was being written.',
    next: 'Nothing of it was sent. You can run it again below.',
  }),
  'round.unknown': () => ({
    what: 'There is no such round any more.',
    next: 'Somebody may have discarded it in the meantime. What stands now is below.',
  }),
  'round.not_ready': () => ({
    what: 'This round is still being written.',
    next: 'Try again in a moment; if it stays so, press “Finish writing it”.',
  }),
  'round.being_sent': () => ({
    what: 'This round is being sent or was sent already, so it cannot be discarded.',
    next: 'Who was told of an introduction keeps it. To take single people out, suspend them.',
  }),
  'round.changed_meanwhile': () => ({
    what: 'This is not the round that you were looking at.',
    next: 'Another operator discarded that one and ran a new one. Nothing was done; look at the new one below, then decide again.',
  }),
  'round.reason_missing': () => ({
    what: 'A reason is needed to discard a round.',
    next: 'It is kept with the round, for whoever asks later. Nothing was discarded.',
  }),
  'round.reason_too_long': ({ most }) => ({
    what: `The reason is longer than ${grouped(most)} characters.`,
    next: 'Shorten it and try again. Nothing was discarded.',
  }),
  'membership.operator_protected': () => ({
    what: 'Operators cannot be suspended or banned here.',
    next: markup`Take the address out of <code>operators</code> in the community’s file first, so that no two operators lock each other out.`,
  }),
};

const linkTo = (week: Week): Markup => markup`<a href="/operator/round?week=${formatWeek(week)}">round of ${formatWeek(week)}</a>`;
