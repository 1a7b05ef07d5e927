import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Answers } from '../../../domain/introductions/answers.ts';
import {
  explain,
  inWords,
  otherSide,
  type Reason,
  reasonsMax,
  type Side,
  type Wording,
} from '../../../domain/introductions/explanation.ts';
import { scoringOf } from '../../../domain/introductions/scoring.ts';
import type { Part } from '../../../domain/introductions/scoring/part.ts';
import type { Question, Survey } from '../../../domain/introductions/survey.ts';
import { standardOffset } from '../../../domain/introductions/time-zones.ts';
import { labelOf } from '../../../domain/introductions/vocabulary.ts';
import { answered, aQuestion, aSurvey, type Community, communities } from '../../arbitraries/community.ts';

interface Told {
  readonly survey: Survey;
  readonly people: Readonly<Record<Side, Answers>>;
  readonly parts: readonly Part[];
  readonly reasons: readonly Reason[];
}

const toldOf = ({ survey, members }: Community): Told => {
  const people = { one: members[0]!.answers, other: members[1]!.answers };
  const parts = scoringOf(
    survey,
    members.map(({ answers }) => answers),
  ).parts(0, 1);
  return { survey, people, parts, reasons: explain(survey, parts, people) };
};

const labelsChosen = (question: Question, answers: Answers): readonly string[] => {
  const answer = answers.get(question.id);
  return answer?.kind === 'chosen' ? answer.ids.map((id) => labelOf(question, id)) : [];
};

const hoursBetween = (one: string, other: string): number => {
  const steps = Math.abs(standardOffset(one)! - standardOffset(other)!);
  return Math.min(...[steps, Math.abs(steps - 24 * 60), Math.abs(steps - 48 * 60)]) / 60;
};

const isTrue = (reason: Reason, { survey, people }: Told): boolean => {
  switch (reason.kind) {
    case 'both-chose':
      return (
        reason.labels.length > 0 &&
        reason.labels.every(
          (label) =>
            labelsChosen(reason.question, people.one).includes(label) && labelsChosen(reason.question, people.other).includes(label),
        )
      );
    case 'gives-what-is-sought': {
      const given = labelsChosen(reason.gives, people[reason.giver]);
      const sought = labelsChosen(reason.seeks, people[otherSide(reason.giver)]);
      return reason.labels.length > 0 && reason.labels.every((label) => given.includes(label) && sought.includes(label));
    }
    case 'near-on-a-scale': {
      const places = [people.one.get(reason.question.id), people.other.get(reason.question.id)].map((answer) =>
        answer?.kind === 'placed' ? answer.on : NaN,
      );
      return reason.places[0] === Math.min(...places) && reason.places[1] === Math.max(...places);
    }
    case 'near-in-time':
      return survey.questions.some(({ id }) => {
        const [one, other] = [people.one.get(id), people.other.get(id)];
        return one?.kind === 'zone' && other?.kind === 'zone' && hoursBetween(one.id, other.id) === reason.hours;
      });
    case 'same-round':
      return true;
  }
};

const questionsIn = (reason: Reason): readonly Question[] => {
  if (reason.kind === 'gives-what-is-sought') return [reason.gives, reason.seeks];
  return reason.kind === 'both-chose' || reason.kind === 'near-on-a-scale' ? [reason.question] : [];
};

const wordings = (names: Readonly<Record<Side, string>>): readonly Wording[] => [
  { names },
  { names, reader: 'one' },
  { names, reader: 'other' },
];

describe('the reasons for a pair', () => {
  const pairs = communities({ walls: true }).map(toldOf);

  it('are all true of both', () => {
    fc.assert(
      fc.property(pairs, (told) => {
        expect(told.reasons.filter((reason) => !isTrue(reason, told))).toEqual([]);
      }),
      { numRuns: 1_000 },
    );
  });

  it('are one at least and four at most', () => {
    fc.assert(
      fc.property(pairs, ({ reasons }) => {
        expect(reasons.length).toBeGreaterThanOrEqual(1);
        expect(reasons.length).toBeLessThanOrEqual(reasonsMax);
      }),
    );
  });

  it('come largest first', () => {
    fc.assert(
      fc.property(pairs, ({ parts, reasons }) => {
        const worthOf = (chosen: readonly Part[]): number =>
          Math.max(0, ...chosen.map(({ question, fit }) => question.matching.weight * (fit ?? 0)));
        const worth = reasons.map((reason) => {
          if (reason.kind === 'near-in-time')
            return worthOf(parts.filter(({ question, fit }) => question.kind === 'timezone' && question.quote && (fit ?? 0) >= 3 / 4));
          return worthOf(
            parts.filter(
              ({ question }) => question.id === (reason.kind === 'gives-what-is-sought' ? reason.seeks.id : questionsIn(reason)[0]?.id),
            ),
          );
        });
        expect(worth).toEqual([...worth].sort((a, b) => b - a));
      }),
      { numRuns: 500 },
    );
  });

  it('tell one fact once', () => {
    fc.assert(
      fc.property(pairs, ({ reasons }) => {
        const facts = reasons.map((reason) => {
          if (reason.kind !== 'gives-what-is-sought') return `${reason.kind} ${questionsIn(reason)[0]?.id ?? ''}`;
          return `offered by ${reason.gives.id === 'offers' ? reason.giver : otherSide(reason.giver)}`;
        });
        expect(new Set(facts).size).toBe(facts.length);
      }),
      { numRuns: 500 },
    );
  });

  it('never mention a question with quote: false', () => {
    fc.assert(
      fc.property(pairs, ({ reasons }) => {
        expect(reasons.flatMap(questionsIn).filter(({ quote }) => !quote)).toEqual([]);
      }),
      { numRuns: 500 },
    );
  });

  it('are the same reasons, seen from the other side, when the two change places', () => {
    fc.assert(
      fc.property(communities(), ({ survey, members }) => {
        const [first, second, ...others] = members;
        const there = toldOf({ survey, members: [first!, second!, ...others] }).reasons;
        const back = toldOf({ survey, members: [second!, first!, ...others] }).reasons;
        const turned = back.map((reason) =>
          reason.kind === 'gives-what-is-sought' ? { ...reason, giver: otherSide(reason.giver) } : reason,
        );
        // Two directions of one question weigh the same; who comes first in them depends on whose place it is.
        const known = (reasons: readonly Reason[]): Set<string> => new Set(reasons.map((reason) => JSON.stringify(reason)));
        if (there.length < reasonsMax) expect(known(turned)).toEqual(known(there));
      }),
      { numRuns: 300 },
    );
  });
});

type Overrides = NonNullable<Parameters<typeof aQuestion>[0]>;

describe('what is nobody’s business', () => {
  const secret = (id: string, overrides: Overrides): Question => {
    const options =
      overrides.kind === 'single' || overrides.kind === 'multi'
        ? ['one', 'two'].map((end) => ({ id: `${id}-${end}`, label: `Marker ${id} ${end}` }))
        : undefined;
    return aQuestion({
      id,
      label: `Marker ${id}`,
      phrase: undefined,
      quote: false,
      ...(options === undefined ? {} : { options }),
      ...overrides,
    });
  };
  const survey = aSurvey(
    secret('s', { kind: 'single', matching: { weight: 1_000 } }),
    secret('m', { kind: 'multi', matching: { rule: 'overlap', weight: 1_000 } }),
    secret('scale', { kind: 'scale', matching: { weight: 1_000 } }),
    secret('tags', { kind: 'tags', matching: { rule: 'overlap', weight: 1_000 } }),
    secret('zone', { kind: 'timezone', matching: { weight: 1_000 } }),
    secret('languages', { kind: 'languages', required: true, matching: { rule: 'must-overlap', weight: 1_000 } }),
    secret('text', { kind: 'text', quote: true, matching: { rule: 'ignore' } }),
    secret('seeks', { kind: 'tags', matching: { rule: 'complementary', with: 'offers', weight: 1_000 } }),
    aQuestion({ id: 'offers', kind: 'tags', matching: { rule: 'complementary', with: 'seeks', weight: 1_000 } }),
    aQuestion(),
  );
  const cells = {
    s: 's-one',
    m: 'm-one;m-two',
    scale: '3',
    tags: 'marker',
    zone: 'Asia/Kathmandu',
    languages: 'eo',
    text: 'Marker text',
    seeks: 'marker',
    offers: 'marker',
  };

  it.each([
    ['red', 'red', 'Both answered “red” to “Which colour?”'],
    ['red', 'blue', 'Both take part in this week’s round'],
  ])('stays unsaid however much it counts: %s and %s', (mine, theirs, instead) => {
    const couple = { one: answered(survey, { ...cells, colour: mine }), other: answered(survey, { ...cells, colour: theirs }) };
    const reasons = explain(survey, scoringOf(survey, [couple.one, couple.other]).parts(0, 1), couple);
    const said = wordings({ one: 'Ana', other: 'Ben' }).flatMap((wording) => reasons.map((reason) => inWords(reason, wording)));
    expect(said.filter((words) => /marker|Kathmandu|clock|Esperanto|scale/i.test(words))).toEqual([]);
    expect(said[0]).toBe(instead);
  });
});
