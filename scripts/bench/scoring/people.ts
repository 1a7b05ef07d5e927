import { sampleMembers } from '../../../adapters/local/sample-members.ts';
import { type Answer, answerReaders, type Answers } from '../../../domain/introductions/answers.ts';
import { type Community, communityBuilder } from '../../../domain/introductions/community.ts';
import type { Question, Survey } from '../../../domain/introductions/survey.ts';
import { vocabularyOf } from '../../../domain/introductions/vocabulary.ts';
import { type Random, seededRandom } from '../../../domain/kernel/random.ts';

const seed = 7;

/** People as `loop sample members` invents them: with tastes, so that many answer alike. */
export const sampleCommunity = (survey: Survey, count: number): Community => {
  const readers = answerReaders(survey);
  const builder = communityBuilder();
  for (const { email, name, answers } of sampleMembers(survey, { count, seed })) {
    const read = new Map<string, Answer>();
    for (const [question, cell] of answers) {
      const answer = readers.get(question)!(cell.split(';'));
      if (answer.ok && answer.value !== undefined) read.set(question, answer.value);
    }
    builder.add(email, name, read);
  }
  return builder.build();
};

/** People without any taste, hardly two of whom choose the same; everyone speaks English. */
export const variousCommunity = (survey: Survey, count: number): Community => {
  const random = seededRandom(seed);
  const builder = communityBuilder();
  for (let at = 0; at < count; at++) builder.add(String(at).padStart(9, '0'), '', answersBy(survey, random));
  return builder.build();
};

const leftOutPercent = 8;
const languagesKnown = 16;
const zonesKnown = 24;
const freeTags = 5_000;

const answersBy = ({ questions }: Survey, random: Random): Answers => {
  const answers = new Map<string, Answer>();
  for (const question of questions) {
    if (question.kind === 'text' || (!question.required && random.int(100) < leftOutPercent)) continue;
    answers.set(question.id, answerTo(question, random));
  }
  return answers;
};

const answerTo = (question: Question, random: Random): Answer => {
  const { kind, min = 1, max = 5 } = question;
  if (kind === 'scale') return { kind: 'placed', on: min + random.int(max - min + 1) };
  if (kind === 'timezone') return zone(random.int(zonesKnown));
  const options = vocabularyOf(question)?.map(({ id }) => id);
  const pool = kind === 'languages' ? options?.slice(0, languagesKnown) : options;
  const ids = new Set(kind === 'languages' ? ['en'] : []);
  const many = kind === 'single' ? 1 : 1 + random.int(Math.min(max, 6));
  while (ids.size < many) ids.add(pool === undefined ? freeTag(random) : pool[random.int(pool.length)]!);
  return { kind: 'chosen', ids: [...ids].sort() };
};

const zone = (hoursEast: number): Answer => ({ kind: 'zone', id: `UTC+${String(hoursEast)}`, minutesEast: 60 * hoursEast });

/** The n-th most frequent word is about n times as rare as the first. */
const freeTag = (random: Random): string => `tag ${String(Math.floor(freeTags ** (random.int(2 ** 20) / 2 ** 20)))}`;
