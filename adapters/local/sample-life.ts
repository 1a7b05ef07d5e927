import type { Container } from 'inversify';
import { pageMax } from '../../domain/introductions/ports.ts';
import { didYouMeetAfterMs, type MetAnswer } from '../../domain/introductions/match.ts';
import type { Survey } from '../../domain/introductions/survey.ts';
import { canonicalAddress, type EmailAddress } from '../../domain/kernel/email-address.ts';
import { dayMs, hourMs, type Instant, later } from '../../domain/kernel/instant.ts';
import { invariant } from '../../domain/kernel/invariant.ts';
import { type Week, weeksAfter } from '../../domain/kernel/iso-week.ts';
import type { MemberId } from '../../domain/kernel/member-id.ts';
import { seededRandom } from '../../domain/kernel/random.ts';
import type { Result } from '../../domain/kernel/result.ts';
import type { GivenAnswers } from '../../domain/membership/member.ts';
import { T } from '../composition/tokens.ts';
import type { Community } from '../config/community.ts';
import { queryLimitMax } from '../dynamodb/table.ts';
import { readMail } from '../email/mail-codec.ts';
import { sampleMembers } from './sample-members.ts';

/** Something that sample people do at a certain time. */
export interface SampleEvent {
  readonly at: Instant;
  readonly happen: () => Promise<void>;
}

export interface SampleLife {
  readonly signingUp: (from: Instant) => readonly SampleEvent[];
  /** What follows a round whose introductions are sent at `sentAt`. */
  readonly afterRound: (week: Week, sentAt: Instant) => readonly SampleEvent[];
}

export const samplePeople = 200;
const sampleSeed = 7;
const signUpDays = 4;

/** Of a hundred who are asked whether they met, so many say yes, that they plan to, and no; the others do not answer. */
const answersPercent: readonly (readonly [MetAnswer, number])[] = [
  ['yes', 42],
  ['planned', 16],
  ['no', 8],
];

interface Person {
  readonly id: MemberId;
  readonly email: string;
  readonly name: string;
  readonly texts: GivenAnswers['texts'];
}

/** What the sample people do, by calling what a member's page would call. */
export const createSampleLife = (
  container: Container,
  { community, survey }: { readonly community: Community; readonly survey: Survey },
): SampleLife => {
  const [operator, ...people] = everybody(container, { community, survey });
  invariant(operator !== undefined, 'a community has an operator');
  const stories = storiesOf(container, (number) => people[number]?.id ?? operator.id);
  return {
    signingUp: (from) =>
      Array.from({ length: signUpDays }, (_, day) => ({
        at: later(from, day * dayMs + 2 * hourMs),
        happen: async () => {
          const share = Math.ceil(people.length / signUpDays);
          await signUp(container, { group: people.slice(day * share, (day + 1) * share), version: survey.version });
          if (day > 0) return;
          await signUp(container, { group: [operator], version: survey.version });
          done(await container.get(T.membership.pause)({ member: operator.id, until: undefined }));
        },
      })),
    afterRound: (week, sentAt) => [
      { at: later(sentAt, dayMs), happen: async () => stories.shift()?.(week) },
      { at: later(sentAt, didYouMeetAfterMs + 10 * hourMs), happen: async () => answerIn(container, week) },
    ],
  };
};

const signUp = async (
  container: Container,
  { group, version }: { readonly group: readonly Person[]; readonly version: number },
): Promise<void> => {
  const { membership } = T;
  for (const { email, name } of group) done(await container.get(membership.signUp)({ email, name, consent: true, ip: email }));
  const tokens = await surveyTokens(container);
  for (const { id, texts } of group) {
    done(await container.get(membership.spendLink)({ purpose: 'survey', token: tokens.get(id) ?? '' }));
    done(await container.get(membership.handInSurvey)({ member: id, version, texts }));
    // Whoever follows a link is signed in; nobody holds these cookies.
    done(await container.get(membership.revokeAll)({ member: id }));
  }
};

/** The links that were mailed to them, out of the outbox: they have no mailbox of their own. */
export const surveyTokens = async (container: Container): Promise<ReadonlyMap<MemberId, string>> => {
  const due = await container.get(T.mails.outbox).due(container.get(T.clock).now(), queryLimitMax);
  return new Map(
    due.flatMap(({ message }) => {
      const mail = readMail(message);
      return mail?.template === 'survey-link' ? [[mail.to, mail.token] as const] : [];
    }),
  );
};

/** One story for each round, told in the order of the weeks. */
const storiesOf = (container: Container, person: (number: number) => MemberId): ((week: Week) => Promise<void>)[] => {
  const { membership, introductions } = T;
  const partnerOf = async (member: MemberId): Promise<MemberId | undefined> =>
    (await container.get(introductions.myMatches)({ member, limit: 1 }))[0]?.partner;
  const pause = async (number: number, until: Instant | undefined): Promise<void> => {
    done(await container.get(membership.pause)({ member: person(number), until }));
  };
  return [
    async () => {
      const [member, whom] = [person(3), await partnerOf(person(3))];
      if (whom === undefined) return;
      done(await container.get(membership.blockMember)({ member, whom }));
      await container.get(introductions.endContact)({ member, partner: whom });
      await pause(11, undefined);
      await pause(52, undefined);
      done(await container.get(membership.leave)({ member: person(34) }));
    },
    async () => {
      const [member, about] = [person(20), await partnerOf(person(20))];
      if (about === undefined) return;
      const text = 'Sells something in every answer, and asks me for the names of my clients.';
      done(await container.get(membership.reportMember)({ member, about, context: 'introduction', text }));
      done(await container.get(membership.suspend)({ member: about }));
      await pause(93, later(container.get(T.clock).now(), 30 * dayMs));
    },
    async (week) => {
      const [member, about] = [person(61), await partnerOf(person(61))];
      if (about === undefined) return;
      const text = 'Did not come, twice, and did not say a word.';
      done(await container.get(membership.reportMember)({ member, about, context: 'mail', text }));
      // A survey may leave somebody unable to take part, and then there is nothing to skip.
      await container.get(membership.skipWeek)({ member: person(77), week: weeksAfter(week, 1), skip: true });
    },
  ];
};

/** Some of those who were asked whether they met say so. */
const answerIn = async (container: Container, week: Week): Promise<void> => {
  const random = seededRandom(sampleSeed).fork(`met:${String(week)}`);
  const round = await container.get(T.introductions.rounds).find(week);
  for (const { a, b } of round === undefined ? [] : await container.get(T.introductions.matches).ofRound(round, undefined, pageMax)) {
    for (const { member } of [a, b]) {
      const answer = answerFor(random.int(100));
      // Whoever was introduced to nobody after all has nothing to answer, and is refused.
      if (answer !== undefined) await container.get(T.introductions.answerDidYouMeet)({ week, member, answer });
    }
  }
};

/** The operator first, who looks on; then the artists. */
const everybody = (
  container: Container,
  { community, survey }: { readonly community: Community; readonly survey: Survey },
): readonly Person[] => {
  const secrets = container.get(T.secrets);
  const [operator] = community.operators;
  const sample = sampleMembers(survey, { count: samplePeople + 1, seed: sampleSeed });
  const artists = sample.slice(0, samplePeople);
  const extra = sample.slice(samplePeople).map(({ answers }) => ({ email: operator ?? '', name: 'Sample Operator', answers }));
  return [...extra, ...artists].map(({ email, name, answers }) => ({
    id: secrets.memberIdOf(canonicalAddress(email as EmailAddress)),
    email,
    name,
    texts: Object.fromEntries([...answers].map(([question, cell]) => [question, cell.split(';')])),
  }));
};

const answerFor = (drawn: number): MetAnswer | undefined => {
  let upTo = 0;
  return answersPercent.find(([, percent]) => drawn < (upTo += percent))?.[0];
};

const done = (result: Result<unknown, { readonly code: string }>): void => {
  invariant(result.ok, `sample people do nothing that is refused${result.ok ? '' : ` (${result.error.code})`}`);
};
