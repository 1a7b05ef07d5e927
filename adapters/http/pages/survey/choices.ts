import type { Option, Question } from '../../../../domain/introductions/survey.ts';
import { type Markup, markup } from '../../../files/report-markup.ts';
import { chosenIn, type Control, type Ends, type Field, optionsOf } from './control.ts';

const checked = (is: boolean): Markup | undefined => (is ? markup` checked` : undefined);
const selected = (is: boolean): Markup | undefined => (is ? markup` selected` : undefined);

/** One of a few. What need not be answered can be taken back, which radio buttons alone cannot. */
export const radios = ({ question, name, texts }: Control): Field => {
  const chosen = chosenIn(question, texts);
  const choice = ({ id, label }: Option): Markup =>
    markup`<label class="choice"><input type="radio" name="${name}" value="${id}"${checked(chosen.has(id))}> <span>${label}</span></label>
`;
  return {
    kind: 'group',
    content: markup`<div class="choices">${optionsOf(question).map(choice)}${noAnswer(question, name, chosen.size === 0)}</div>`,
  };
};

const noAnswer = ({ required }: Question, name: string, is: boolean): Markup | undefined =>
  required
    ? undefined
    : markup`<label class="choice none"><input type="radio" name="${name}" value=""${checked(is)}> <span>no answer</span></label>
`;

/** Some of many, with the limit said beforehand. */
export const checkboxes = ({ question, name, texts }: Control): Field => {
  const chosen = chosenIn(question, texts);
  return {
    kind: 'group',
    content: markup`${limit(question)}<div class="choices">${optionsOf(question).map(
      ({
        id,
        label,
      }) => markup`<label class="choice"><input type="checkbox" name="${name}" value="${id}"${checked(chosen.has(id))}> <span>${label}</span></label>
`,
    )}</div>`,
  };
};

export const limit = ({ min = 0, max }: Question): Markup | undefined => {
  if (max === undefined) return undefined;
  const words = min > 1 ? `${String(min)} to ${String(max)}` : `up to ${String(max)}`;
  return markup`<p class="limit" data-most="${max}" data-words="${words}">${words}</p>
`;
};

/** A scale of a few steps, in a row. */
export const scale = ({ question, name, texts }: Control, ends: Ends | undefined): Field => {
  const { min = 1, max = 5, required } = question;
  const on = texts[0] === undefined ? undefined : Number(texts[0]);
  const steps = Array.from({ length: max - min + 1 }, (_, at) => min + at);
  const step = (value: number): Markup => {
    const meaning = value === min ? ends?.low : value === max ? ends?.high : undefined;
    return markup`<label class="step"><input type="radio" name="${name}" value="${value}"${checked(value === on)}><span>${value}</span>${meaning === undefined ? undefined : markup`<span class="unseen">: ${meaning}</span>`}</label>
`;
  };
  const isUnanswered = on === undefined || !steps.includes(on);
  return {
    kind: 'group',
    content: markup`<div class="scale"><div class="steps-of-scale">${steps.map(step)}</div>
${ends === undefined ? undefined : markup`<p class="ends" aria-hidden="true"><span>${ends.low}</span><span>${ends.high}</span></p>\n`}</div>${required ? undefined : markup`<div class="choices">${noAnswer(question, name, isUnanswered)}</div>`}`,
  };
};

/** A scale that is too long for a row. */
export const number = ({ question, id, name, texts, about }: Control): Field => {
  const { min = 1, max = 5 } = question;
  return {
    kind: 'single',
    content: markup`<input type="number" inputmode="numeric" id="${id}-field" name="${name}" min="${min}" max="${max}" value="${texts[0] ?? ''}" class="short"${about}>`,
  };
};

export const select = ({ question, id, name, texts, about }: Control): Field => {
  const chosen = chosenIn(question, texts);
  return {
    kind: 'single',
    content: markup`<select id="${id}-field" name="${name}"${about}><option value="">no answer</option>${optionsOf(question).map(
      ({ id: option, label }) => markup`<option value="${option}"${selected(chosen.has(option))}>${label}</option>`,
    )}</select>`,
  };
};
