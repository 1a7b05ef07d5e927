import type { Clock } from '../kernel/clock.ts';
import { changed } from '../kernel/decision.ts';
import type { MemberId } from '../kernel/member-id.ts';
import type { Result } from '../kernel/result.ts';
import { checkLength, withDraft, type AnswersTooLong } from './given-answers.ts';
import type { GivenAnswers } from './member.ts';
import type { Members } from './ports.ts';
import { ofPresent, type NoMember } from './present.ts';

/** Keeps a survey that is being filled in, whatever is still wrong with it. `version` is that of the survey that the page showed. */
export type SaveDraft = (command: AnswersCommand) => Promise<Result<'saved', AnswersTooLong | NoMember>>;

/** Texts by question id; a question that was shown and left empty has an empty list. */
export interface AnswersCommand extends Pick<GivenAnswers, 'version' | 'texts'> {
  readonly member: MemberId;
}

export const makeSaveDraft =
  ({ members, clock }: { readonly members: Members; readonly clock: Clock }): SaveDraft =>
  async ({ member: id, ...typed }) => {
    const now = clock.now();
    const fits = checkLength(typed.texts);
    if (!fits.ok) return fits;
    return members.change(
      id,
      ofPresent((member) => changed(withDraft(member, typed, now), 'saved')),
    );
  };
