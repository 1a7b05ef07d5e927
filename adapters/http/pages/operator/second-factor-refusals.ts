import type { NoMember } from '../../../../domain/membership/present.ts';
import type { CodeRefused } from '../../../../domain/membership/second-factor.ts';
import type { SetUpExpired } from '../../../../domain/membership/set-up-second-factor.ts';
import type { Community } from '../../../config/community.ts';
import { momentOf } from './words.ts';

/** Everything that a code can be refused with. */
export type CodeProblem = CodeRefused | SetUpExpired | NoMember;

/** What was wrong with a code, in words that tell whoever guesses nothing that helps them. */
export const codeRefusal = (
  problem: CodeProblem,
  { community }: { readonly community: Community },
): { readonly status: 401 | 409 | 422 | 429; readonly words: string } => {
  switch (problem.code) {
    case 'membership.code_malformed':
      return { status: 422, words: 'A code of the app has six digits, a recovery code four groups of four letters and digits.' };
    case 'membership.code_wrong':
      return { status: 422, words: 'This code is not right. Look at the app again, and check that your phone sets its clock by itself.' };
    case 'membership.code_used':
      return { status: 409, words: 'This code was used, wait for the next one. Each code works once.' };
    case 'membership.too_many_codes':
      return { status: 429, words: `Too many codes were wrong. Try again after ${momentOf(problem.until, community)}.` };
    case 'membership.second_factor_missing':
      return { status: 409, words: 'There is no second factor any more. Set up a new one.' };
    case 'membership.second_factor_unreadable':
      return { status: 409, words: 'Codes of your app cannot be checked any more. Use a recovery code, or let another operator reset it.' };
    case 'membership.second_factor_expired':
      return { status: 409, words: 'Setting up took too long, or was begun elsewhere. Nothing was changed; begin again.' };
    case 'membership.signed_out':
    case 'membership.no_member':
      return { status: 401, words: 'You are not signed in any more.' };
  }
};
