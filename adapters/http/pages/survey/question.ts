import type { Question } from '../../../../domain/introductions/survey.ts';
import { vocabularyOf } from '../../../../domain/introductions/vocabulary.ts';
import { type Markup, markup, shown } from '../../../files/report-markup.ts';
import { explained } from '../form.ts';
import { fieldOf } from './answers-in-form.ts';
import { checkboxes, number, radios, scale, select } from './choices.ts';
import { type Asked, chosenIn, type Control, type Ends, type Field, optionsOf } from './control.ts';
import { paragraph, slots, tagLine, zoneLine } from './writing.ts';

export const questionId = (number: number): string => `question-${String(number)}`;

/** One question with the control that suits it. */
export const questionCard = (asked: Asked, more: { readonly zone: string; readonly isNew: boolean }): Markup => {
  const { question, number: at, problem } = asked;
  const id = questionId(at);
  const { help, ends } = helpOf(question);
  const name = fieldOf(question.id);
  const about = describedBy(id, { help, problem });
  const control: Control = { ...asked, id, name, about };
  const field = fieldFor(control, { ...more, ends });
  const gone = noLongerOffered(asked);
  const title = markup`<span class="number" aria-hidden="true">${at}</span><span>${question.label}${question.required ? markup` <em class="badge warm">needed</em>` : undefined}</span>`;
  const heading =
    field.kind === 'group' ? markup`<legend>${title}</legend>` : markup`<label class="legend" for="${id}-field">${title}</label>`;
  const inside = markup`${heading}
${explained({ id, help, problem })}${gone === undefined ? undefined : markup`<p class="gone">${gone}</p>\n`}${field.content}<input type="hidden" name="shown" value="${question.id}">
`;
  const classes = `question${problem === undefined ? '' : ' wrong'}`;
  return field.kind === 'group'
    ? markup`<fieldset class="${classes}" id="${id}" data-question${about}>${inside}</fieldset>
`
    : markup`<div class="${classes}" id="${id}" data-question>${inside}</div>
`;
};

const fieldFor = (
  control: Control,
  { zone, isNew, ends }: { readonly zone: string; readonly isNew: boolean; readonly ends: Ends | undefined },
): Field => {
  const { question } = control;
  switch (question.kind) {
    case 'single':
      return optionsOf(question).length > radiosMax ? select(control) : radios(control);
    case 'multi':
      return checkboxes(control);
    case 'tags':
      return question.options === undefined ? tagLine(control) : checkboxes(control);
    case 'languages':
      return optionsOf(question).length > checkboxesMax ? slots(control) : checkboxes(control);
    case 'timezone':
      return optionsOf(question).length > checkboxesMax ? zoneLine(control, { zone, isNew }) : select(control);
    case 'scale':
      return (question.max ?? 5) - (question.min ?? 1) > stepsMax ? number(control) : scale(control, ends);
    case 'text':
      return paragraph(control);
  }
};

/** Beyond these, a list is searched rather than read. */
const radiosMax = 30;
const checkboxesMax = 60;
const stepsMax = 10;

/** Authors explain a scale as “1: I begin and see. 5: I know every step.”; that belongs at its ends. */
const helpOf = ({ kind, help, min = 1, max = 5 }: Question): { readonly help: string | undefined; readonly ends: Ends | undefined } => {
  if (kind !== 'scale' || help === undefined) return { help, ends: undefined };
  const written = new RegExp(`(?:^|\\s)${String(min)}: ([^.:]{1,40})\\. ${String(max)}: ([^.:]{1,40})\\.`, 'u').exec(help);
  if (written?.[1] === undefined || written[2] === undefined) return { help, ends: undefined };
  const rest = help.replace(written[0], '').trim();
  return { help: rest === '' ? undefined : rest, ends: { low: written[1], high: written[2] } };
};

const describedBy = (id: string, { help, problem }: { readonly help: string | undefined; readonly problem: string | undefined }) => {
  const about = [...(help === undefined ? [] : [`${id}-help`]), ...(problem === undefined ? [] : [`${id}-problem`])];
  return about.length === 0 ? undefined : markup` aria-describedby="${about.join(' ')}"`;
};

/** Answers that an earlier survey took. They are shown once more, as nothing else would say that they no longer count. */
const noLongerOffered = ({ question, texts }: Asked): string | undefined => {
  if (!['single', 'multi', 'tags', 'languages', 'timezone'].includes(question.kind) || vocabularyOf(question) === undefined)
    return undefined;
  if (question.kind === 'languages' && optionsOf(question).length > checkboxesMax) return undefined;
  if (question.kind === 'timezone' && optionsOf(question).length > checkboxesMax) return undefined;
  const gone = texts.filter((text) => chosenIn(question, [text]).size === 0);
  return gone.length === 0
    ? undefined
    : `You answered ${gone.map((text) => `“${shown(text, 60)}”`).join(', ')}, which is no longer among the choices.`;
};
