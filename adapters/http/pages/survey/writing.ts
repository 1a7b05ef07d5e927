import { chosenMax, tagLengthMax, textLengthMax } from '../../../../domain/introductions/answers.ts';
import { optionFinder } from '../../../../domain/introductions/vocabulary.ts';
import { markup } from '../../../files/report-markup.ts';
import { limit } from './choices.ts';
import { type Control, type Field, optionsOf } from './control.ts';

/** So many empty lines wait for what comes next; with a script there are always more. */
const slotsFree = 2;
const slotsShownMin = 3;

/** Things out of a very long list, one a line; the browser proposes what fits what is typed. */
export const slots = ({ question, id, name, texts, number }: Control): Field => {
  const most = Math.min(question.max ?? chosenMax, chosenMax);
  const find = optionFinder(optionsOf(question));
  const given = texts.map((text) => find(text)?.label ?? text);
  const count = Math.max(given.length, Math.min(most, Math.max(slotsShownMin, given.length + slotsFree)));
  const list = `${id}-list`;
  const lines = Array.from({ length: count }, (_, at) => given[at] ?? '');
  return {
    kind: 'group',
    content: markup`${limit(question)}<div class="slots" data-slots="${most}" data-label="Answer ${number}, language">${lines.map(
      (
        line,
        at,
      ) => markup`<input type="text" list="${list}" name="${name}" value="${line}" aria-label="Answer ${number}, language ${at + 1}" ${at === given.length ? markup` placeholder="Start typing"` : undefined} autocomplete="off" maxlength="${tagLengthMax}">
`,
    )}</div><datalist id="${list}">${optionsOf(question).map(({ label }) => markup`<option value="${label}">`)}</datalist>`,
  };
};

/** A time zone by its name. The community's own stands first among the proposals. */
export const zoneLine = (
  { question, id, name, texts, about }: Control,
  { zone, isNew }: { readonly zone: string; readonly isNew: boolean },
): Field => {
  const names = optionsOf(question).map(({ id: each }) => each);
  const proposed = names.includes(zone) ? [zone, ...names.filter((each) => each !== zone)] : names;
  return {
    kind: 'single',
    content: markup`<input type="text" id="${id}-field" name="${name}" list="${id}-list" value="${texts[0] ?? ''}" placeholder="${proposed[0]}" autocomplete="off" data-zone="${isNew ? 'propose' : 'given'}"${about}>
<datalist id="${id}-list">${proposed.map((each) => markup`<option value="${each}">`)}</datalist>`,
  };
};

/** Words of one's own in one line. */
export const tagLine = ({ question, id, name, texts, about }: Control): Field => ({
  kind: 'single',
  content: markup`<p class="limit">${question.max === undefined ? '' : `up to ${String(question.max)}, `}with commas between them</p>
<input type="text" id="${id}-field" name="${name}" value="${texts.join(', ')}" autocomplete="off"${about}>`,
});

export const paragraph = ({ question, id, name, texts, about }: Control): Field => {
  const most = Math.min(question.max ?? textLengthMax, textLengthMax);
  return {
    kind: 'single',
    content: markup`<textarea id="${id}-field" name="${name}" rows="5" maxlength="${most}"${about}>
${texts.join('\n')}</textarea>
<p class="limit">up to ${most} characters</p>`,
  };
};
