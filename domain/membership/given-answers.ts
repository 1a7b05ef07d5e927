import type { Instant } from '../kernel/instant.ts';
import { err, ok, type Result } from '../kernel/result.ts';
import type { GivenAnswers, Member } from './member.ts';

type Texts = GivenAnswers['texts'];

/** A draft and handed-in answers share one record with a limit of its own, so each may be so long, all told. */
export const answersCharactersMax = 30_000;
// What a text costs beside its own characters: a form of nothing but empty fields is not for free.
const charactersPerText = 8;

export const checkLength = (texts: Texts): Result<'fits', AnswersTooLong> =>
  lengthOf(texts) > answersCharactersMax ? err({ code: 'membership.answers_too_long', charactersMax: answersCharactersMax }) : ok('fits');

export interface AnswersTooLong {
  readonly code: 'membership.answers_too_long';
  readonly charactersMax: number;
}

/**
 * Keeps what was typed. Answers to questions that this form did not have stay as another tab saved them;
 * where both together are too long, what was typed last is kept.
 */
export const withDraft = (member: Member, { version, texts }: Pick<GivenAnswers, 'version' | 'texts'>, now: Instant): Member => {
  const together = { ...member.draft?.texts, ...texts };
  const kept = lengthOf(together) > answersCharactersMax ? texts : together;
  return { ...member, draft: { version, texts: kept, at: now } };
};

const lengthOf = (texts: Texts): number =>
  Object.entries(texts).reduce(
    (sum, [id, given]) => sum + charactersPerText + id.length + given.reduce((all, text) => all + text.length + charactersPerText, 0),
    0,
  );
