import type { AnswerDidYouMeet } from '../../domain/introductions/answer-did-you-meet.ts';
import type { Result } from '../../domain/kernel/result.ts';
import { markup, type Markup, type Piece } from '../files/report-markup.ts';
import type { RefusalAnswer } from './contract.ts';
import type { IntroductionsUseCases, MembershipUseCases, RelayUseCases, WebNeeds } from './needs.ts';
import { layout, type Page } from './pages/layout.ts';
import { isOurForm, type LoopContext, type Visitor } from './session.ts';

export type Status = 200 | 400 | 401 | 403 | 404 | 405 | 409 | 410 | 413 | 415 | 421 | 422 | 429 | 500 | 503;

/** Answers with a page in the frame of all pages. */
export const show = (context: LoopContext, needs: WebNeeds, { status = 200, ...page }: Page & { readonly status?: Status }): Response => {
  const visitor = context.get('visitor');
  const site = {
    name: needs.community.name,
    isEmbedded: needs.embedded !== undefined,
    hasChat: needs.chat !== undefined,
    visitor:
      visitor === undefined ? undefined : { name: visitor.member.name, isOperator: visitor.isOperator, formToken: visitor.formToken },
  };
  return context.html(layout(page, site).toString(), status);
};

/** After a form was taken: the browser goes on to a page that can be looked at again without sending anything twice. */
export const seeOther = (context: LoopContext, path: `/${string}`): Response => context.redirect(path, 303);

/** What begins so is asked by scripts alone, and answered in JSON. */
export const chatApiPath = '/chat/api/';

/** A refusal as a page of its own, or as the answer that a script can read. */
export const refused = (context: LoopContext, needs: WebNeeds, code: RefusalCode): Response => {
  const { status, title, words, more }: Refusal = refusals[code];
  if (context.req.path.startsWith(chatApiPath)) return context.json({ code, message: inWords(code) } satisfies RefusalAnswer, status);
  return show(context, needs, {
    status,
    title,
    content: markup`<h1>${title}</h1>
<p class="lead">${words}</p>
${
  more ??
  markup`<p><a class="button" href="${context.get('visitor') === undefined ? '/' : '/me'}">${context.get('visitor') === undefined ? 'To the first page' : 'To my page'}</a></p>
`
}`,
  });
};

interface Refusal {
  readonly status: Exclude<Status, 200>;
  readonly title: string;
  readonly words: Piece;
  readonly more?: Markup;
}

/** What can be refused by the use cases, and by the pages themselves. */
export type RefusalCode = FailureCode | HttpCode;
type FailureCode =
  | CodeOf<MembershipUseCases[keyof MembershipUseCases]>
  | CodeOf<RelayUseCases['actOnConversation']>
  | CodeOf<Extract<IntroductionsUseCases[keyof IntroductionsUseCases], AnswerDidYouMeet>>
  | CodeOf<IntroductionsUseCases['renewAlias']>;
type HttpCode =
  | 'http.not_found'
  | 'http.method'
  | 'http.too_large'
  | 'http.not_a_form'
  | 'http.not_json'
  | 'http.foreign_origin'
  | 'http.misdirected'
  | 'http.stale_form'
  | 'http.malformed'
  | 'http.unavailable'
  | 'http.fault';
type CodeOf<UseCase> = UseCase extends (...given: never[]) => Promise<infer Answer>
  ? Answer extends Result<unknown, infer E>
    ? E extends { readonly code: infer Code }
      ? Code
      : never
    : never
  : never;

const newLink = markup`<p class="buttons"><a class="button" href="/sign-in">Ask for a new link</a> <a class="button quiet-button" href="/">To the first page</a></p>
`;

/** A failure that is new does not compile until it has an answer here. */
const refusals = {
  'membership.sign_up_refused': { status: 422, title: 'Something is missing', words: 'Please look at the form again.' },
  'membership.too_many_requests': {
    status: 429,
    title: 'That was a lot at once',
    words: 'We had too many requests like this one in the last hour. Please wait a while and try again.',
  },
  'address.missing': { status: 422, title: 'The address is missing', words: 'Please write your mail address.' },
  'address.like_a_formula': { status: 422, title: 'We cannot write to this address', words: 'Please use another one.' },
  'address.malformed': { status: 422, title: 'This is not a mail address', words: 'Please write it like name@example.com.' },
  'membership.link_unknown': {
    status: 404,
    title: 'We do not know this link',
    words:
      'Perhaps it was cut off on the way, or a newer mail has taken its place. Open it from the newest mail once more, or ask for a new one.',
    more: newLink,
  },
  'membership.link_spent': {
    status: 410,
    title: 'This link was used already',
    words: 'Each link works once. If you need to get in again, ask for a new one; it takes a minute.',
    more: newLink,
  },
  'membership.link_expired': {
    status: 410,
    title: 'This link has expired',
    words: 'Links work for a while only, so that nobody finds them later. Ask for a new one; it takes a minute.',
    more: newLink,
  },
  'membership.signed_out': { status: 401, title: 'Please sign in', words: 'You are not signed in on this browser.', more: newLink },
  'membership.no_member': { status: 401, title: 'Please sign in', words: 'You are not signed in on this browser.', more: newLink },
  'membership.sign_in_again': {
    status: 403,
    title: 'Please sign in once more',
    words: 'This needs a sign-in from the last 15 minutes.',
    more: newLink,
  },
  'membership.second_factor_needed': {
    status: 403,
    title: 'A code is needed first',
    words: 'You run this community, so this asks for a code of your second factor. Nothing was done.',
    more: markup`<p><a class="button" href="/operator/second-factor?next=/me/erase">Enter a code</a></p>
`,
  },
  'membership.answers_too_long': { status: 413, title: 'That is more than we can keep', words: 'Please shorten your longest answers.' },
  'membership.survey_changed': {
    status: 409,
    title: 'The questions have changed',
    words: 'What you wrote is kept. Please look through it once more.',
  },
  'membership.answers_refused': { status: 422, title: 'Something is missing', words: 'Please look at your answers again.' },
  'membership.suspended': { status: 403, title: 'Your membership is on hold', words: 'Please write to the people who run this community.' },
  'membership.not_active': {
    status: 409,
    title: 'You are not in the rounds yet',
    words: 'Answer the questions first; then you can pause and skip as you like.',
    more: markup`<p><a class="button" href="/survey">To the questions</a></p>
`,
  },
  'membership.pause_over': { status: 422, title: 'That day has passed', words: 'Please choose a day that is still to come.' },
  'membership.week_over': {
    status: 409,
    title: 'That round has begun',
    words: 'It can no longer be skipped. You can skip the next one, or pause.',
  },
  'membership.week_too_far': { status: 422, title: 'That is far ahead', words: 'For a longer time, pause instead.' },
  'membership.name_missing': { status: 422, title: 'The name is missing', words: 'Please write what you want to be called.' },
  'membership.name_too_long': { status: 422, title: 'The name is too long', words: 'Please use at most 60 characters.' },
  'membership.name_characters': {
    status: 422,
    title: 'The name has characters that we cannot show',
    words: 'Please leave out brackets, controls and invisible characters.',
  },
  'membership.name_link': {
    status: 422,
    title: 'The name looks like a link',
    words: 'Please write a name without an address of a page or a mailbox.',
  },
  'membership.address_known': { status: 422, title: 'This address is yours already', words: 'Mails that you write from it arrive.' },
  'membership.addresses_full': {
    status: 409,
    title: 'That is a long list',
    words: 'You can have five further addresses. Please remove one of them first.',
  },
  'membership.address_taken': {
    status: 409,
    title: 'This address has a membership of its own',
    words:
      'Somebody signed up with it, so it cannot be a further address of another member. If that was you, have that membership erased first.',
  },
  'membership.block_self': { status: 422, title: 'That is yourself', words: 'You cannot block yourself.' },
  'membership.too_many_blocks': {
    status: 409,
    title: 'That is a long list',
    words: 'You have blocked as many people as the list holds. Please write to the people who run this community.',
  },
  'membership.report_self': { status: 422, title: 'That is yourself', words: 'You cannot report yourself.' },
  'membership.report_empty': { status: 422, title: 'A word is missing', words: 'Please write what happened.' },
  'membership.report_too_long': { status: 422, title: 'The report is too long', words: 'Please use at most 2,000 characters.' },
  'match.unknown': {
    status: 404,
    title: 'We do not find that introduction',
    words: 'Perhaps it did not take place, or one of you has left since.',
  },
  'relay.alias_unknown': {
    status: 404,
    title: 'We do not find that conversation',
    words: 'It has been over for so long that nothing is known of it any more, or the link was cut off on the way.',
  },
  'relay.closed': {
    status: 409,
    title: 'This conversation is over',
    words: 'Nothing is passed on any more, in either direction, so there is nothing left to change.',
  },
  'match.alias_closed': {
    status: 409,
    title: 'This conversation is over',
    words: 'Its private addresses are closed, so there is none to change.',
  },
  'match.alias_new': {
    status: 409,
    title: 'Your private address is new already',
    words: 'It is less than a day old. You can have another one tomorrow.',
  },
  'http.not_found': {
    status: 404,
    title: 'There is nothing here',
    words: 'The page that you were looking for does not exist, or not for you.',
  },
  'http.method': { status: 405, title: 'That does not work here', words: 'This address cannot be used in that way.' },
  'http.too_large': { status: 413, title: 'That is too much at once', words: 'Please shorten what you sent, and try again.' },
  'http.not_json': { status: 415, title: 'That was not JSON', words: 'This address takes JSON only.' },
  'http.not_a_form': { status: 415, title: 'That was not a form', words: 'This address takes forms only.' },
  'http.foreign_origin': {
    status: 403,
    title: 'That did not come from us',
    words: 'The form was not on a page of ours, so nothing was done. Please open the page here and try again.',
  },
  'http.misdirected': { status: 421, title: 'Wrong address', words: 'Loop answers to its own address only.' },
  'http.stale_form': {
    status: 403,
    title: 'This page was open for too long',
    words: 'Nothing was done. Please go back, reload the page and try again.',
  },
  'http.malformed': {
    status: 400,
    title: 'Something was missing in that form',
    words: 'Nothing was done. Please go back, reload the page and try again.',
  },
  'http.unavailable': {
    status: 503,
    title: 'We cannot store anything right now',
    words: 'What was there before is safe. Please go back and try again in a moment; what you typed should still be in the form.',
  },
  'http.fault': {
    status: 500,
    title: 'Something went wrong on our side',
    words: 'We have taken note of it. Please go back and try again.',
  },
} as const satisfies Record<RefusalCode, Refusal>;

/** What a failure means to the one who reads the page, beside the field it is about. */
export const inWords = (code: RefusalCode): string => {
  const { title, words }: Refusal = refusals[code];
  return `${title}. ${typeof words === 'string' ? words : ''}`;
};
export const statusOf = (code: RefusalCode): Exclude<Status, 200> => refusals[code].status;

/** The fields of a form, or `undefined` where the request carries none. */
export const readForm = async ({ req }: LoopContext): Promise<URLSearchParams | undefined> => {
  const type = (req.header('content-type') ?? '').split(';')[0]?.trim().toLowerCase();
  return type === 'application/x-www-form-urlencoded' ? new URLSearchParams(await req.text()) : undefined;
};

/** What a page or a form of somebody who is signed in does. */
export type SignedIn = (context: LoopContext, visitor: Visitor) => Response | Promise<Response>;
export type SignedInForm = (context: LoopContext, visitor: Visitor, form: URLSearchParams) => Promise<Response>;

/** Only for those who are signed in; everybody else is asked to. */
export const forMembers =
  (act: SignedIn) =>
  async (context: LoopContext): Promise<Response> => {
    const visitor = context.get('visitor');
    return visitor === undefined ? seeOther(context, '/sign-in') : act(context, visitor);
  };

/** The same for a form of ours, told by its token. */
export const forMembersForm =
  (needs: WebNeeds, act: SignedInForm) =>
  async (context: LoopContext): Promise<Response> => {
    const visitor = context.get('visitor');
    if (visitor === undefined) return refused(context, needs, 'membership.signed_out');
    const form = await readForm(context);
    if (form === undefined) return refused(context, needs, 'http.not_a_form');
    if (!isOurForm(needs.secrets, visitor, form.get('form'))) return refused(context, needs, 'http.stale_form');
    return act(context, visitor, form);
  };
