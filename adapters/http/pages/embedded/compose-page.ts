import { type Markup, markup } from '../../../files/report-markup.ts';
import { checkbox, described, explained, hidden, problemSummary, textArea, textField } from '../form.ts';
import { opening } from '../operator/frame.ts';
import type { EmbeddedPage } from './frame.ts';

export const composePath = '/mailbox/compose';

/** In place of a `mailto:` link, which would leave this machine. */
export const composeHref = (values: Pick<ComposeValues, 'from' | 'to' | 'subject'>): string =>
  `${composePath}?${new URLSearchParams({ ...values }).toString()}`;

/** What somebody types; kept when something is wrong with it. */
export interface ComposeValues {
  readonly from: string;
  readonly to: string;
  readonly subject: string;
  readonly text: string;
  /** The id of the mail that it answers. */
  readonly answers?: string | undefined;
}

export type ComposeProblem = 'from' | 'to' | 'attachment';

/** A mail program for anybody of the community, in place of one of their own. */
export const composePage = (values: ComposeValues, problems: readonly ComposeProblem[] = []): EmbeddedPage => ({
  title: 'Write as a member',
  content: markup`${problemSummary(problems.map((field) => ({ field, words: problemWords[field] })))}${opening({
    back: markup`<a href="/mailbox">Mailbox</a>`,
    heading: 'Write as a member',
    lead: 'As if you sat at their mail program. Private addresses stand in the mails that introduce people; whatever is at other addresses goes nowhere.',
  })}
<section class="card">${composeForm(values, problems)}</section>
`,
});

export const composeForm = (values: ComposeValues, problems: readonly ComposeProblem[] = []): Markup => {
  const problemOf = (field: ComposeProblem): string | undefined => (problems.includes(field) ? problemWords[field] : undefined);
  return markup`<form method="post" action="${composePath}" enctype="multipart/form-data">
${values.answers === undefined ? undefined : hidden('answers', values.answers)}${textField({ id: 'from', name: 'from', label: 'From: the address of a member', type: 'email', value: values.from, charactersMax: 254, autocomplete: 'off', problem: problemOf('from') })}${textField({ id: 'to', name: 'to', label: 'To: a private address, or several apart by commas', value: values.to, charactersMax: recipientsCharactersMax, autocomplete: 'off', problem: problemOf('to') })}${textField({ id: 'subject', name: 'subject', label: 'Subject', value: values.subject, charactersMax: subjectCharactersMax, autocomplete: 'off' })}${textArea({ id: 'text', name: 'text', label: 'Message', value: values.text, charactersMax: textCharactersMax, rows: 8 })}${attachmentField(problemOf('attachment'))}${checkbox({ id: 'pretended', name: 'pretended', label: 'Pretend that somebody else sends it in their name (it is not authenticated)', value: 'yes' })}<p class="buttons"><button type="submit">Send</button></p></form>
`;
};

const attachmentField = (problem: string | undefined): Markup => {
  const told = { id: 'attachment', problem };
  return markup`<div class="field${problem === undefined ? '' : ' wrong'}"><label for="attachment">Attachment, if you like</label>
${explained(told)}<input type="file" id="attachment" name="attachment"${described(told)}></div>
`;
};

const problemWords: Readonly<Record<ComposeProblem, string>> = {
  from: 'From needs an address, like name@example.com.',
  to: 'At least one private address is needed, as it stands in a mail of Loop.',
  attachment: 'The attachment is too large: 20 MB are the most.',
};

export const attachmentBytesMax = 20 * 1024 * 1024;
/** Of the whole form; an attachment that is a little too large is told beside its field. */
export const composeBytesMax = 24 * 1024 * 1024;
export const recipientsCharactersMax = 2_000;
export const subjectCharactersMax = 500;
export const textCharactersMax = 100_000;
