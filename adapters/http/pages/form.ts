import { type Markup, markup, type Piece } from '../../files/report-markup.ts';

/** Shows that a form was ours: goes into each form of somebody who is signed in. */
export const formField = ({ formToken }: { readonly formToken: string }): Markup =>
  markup`<input type="hidden" name="form" value="${formToken}">`;

export const hidden = (name: string, value: string): Markup => markup`<input type="hidden" name="${name}" value="${value}">`;

/** One line to write in. `help` and `problem` are read out together with the label. */
export interface TextField {
  readonly id: string;
  readonly name: string;
  readonly label: Piece;
  readonly value?: string | undefined;
  readonly type?: 'text' | 'email' | 'date' | undefined;
  readonly autocomplete?: string | undefined;
  readonly inputmode?: 'numeric' | undefined;
  readonly charactersMax?: number | undefined;
  readonly min?: string | undefined;
  readonly required?: boolean | undefined;
  readonly help?: Piece;
  readonly problem?: string | undefined;
}

export const textField = (field: TextField): Markup => {
  const { id, name, label, value = '', type = 'text', problem } = field;
  return markup`<div class="field${problem === undefined ? '' : ' wrong'}"><label for="${id}">${label}</label>
${explained(field)}<input type="${type}" id="${id}" name="${name}" value="${value}"${attribute('autocomplete', field.autocomplete)}${attribute('inputmode', field.inputmode)}${attribute('maxlength', field.charactersMax)}${attribute('min', field.min)}${field.required === true ? markup` required` : undefined}${described(field)}></div>
`;
};

export const textArea = ({
  rows = 5,
  ...field
}: Pick<TextField, 'id' | 'name' | 'label' | 'value' | 'charactersMax' | 'help' | 'problem'> & { readonly rows?: number }): Markup => {
  const { id, name, label, value = '', problem } = field;
  // A line end right after the tag is not part of the text, so that one of the text's own is not lost.
  return markup`<div class="field${problem === undefined ? '' : ' wrong'}"><label for="${id}">${label}</label>
${explained(field)}<textarea id="${id}" name="${name}" rows="${rows}"${attribute('maxlength', field.charactersMax)}${described(field)}>
${value}</textarea></div>
`;
};

export const checkbox = ({
  id,
  name,
  label,
  value = 'yes',
  checked = false,
  problem,
}: Pick<TextField, 'id' | 'name' | 'label' | 'value' | 'problem'> & { readonly checked?: boolean }): Markup =>
  markup`<div class="field tick${problem === undefined ? '' : ' wrong'}">${explained({ id, problem })}<label for="${id}"><input type="checkbox" id="${id}" name="${name}" value="${value}"${checked ? markup` checked` : undefined}${described({ id, problem })}> <span>${label}</span></label></div>
`;

/** Everything that stands against a form, at its top, each with a way to the field it is about. */
export const problemSummary = (problems: readonly { readonly field: string; readonly words: Piece }[]): Markup | undefined =>
  problems.length === 0
    ? undefined
    : markup`<div class="notice refused" role="alert" id="problems" tabindex="-1"><p><strong>${problems.length === 1 ? 'One thing is missing or wrong' : `${String(problems.length)} things are missing or wrong`}</strong></p>
<ul>${problems.map(({ field, words }) => markup`<li><a href="#${field}">${words}</a></li>`)}</ul></div>
`;

/** Something that was done, or that could not be: said first, and told to screen readers. */
export const notice = (kind: 'done' | 'refused' | 'calm', words: Piece): Markup =>
  markup`<div class="notice ${kind}" role="${kind === 'refused' ? 'alert' : 'status'}">${words}</div>
`;

export const explained = ({ id, help, problem }: Pick<TextField, 'id' | 'help' | 'problem'>): Markup | undefined =>
  help === undefined && problem === undefined
    ? undefined
    : markup`${help === undefined ? undefined : markup`<p class="help" id="${id}-help">${help}</p>\n`}${problem === undefined ? undefined : markup`<p class="problem" id="${id}-problem">${problem}</p>\n`}`;

/** Ties a field to what is said about it. */
export const described = ({ id, help, problem }: Pick<TextField, 'id' | 'help' | 'problem'>): Markup | undefined => {
  const about = [...(help === undefined ? [] : [`${id}-help`]), ...(problem === undefined ? [] : [`${id}-problem`])];
  if (about.length === 0) return undefined;
  return markup` aria-describedby="${about.join(' ')}"${problem === undefined ? undefined : markup` aria-invalid="true"`}`;
};

export const attribute = (name: string, value: string | number | undefined): Markup | undefined =>
  value === undefined ? undefined : markup` ${name}="${value}"`;
