/**
 * The text as one line that only shows characters: no control, escape or bidi character is left, nothing invisible but the joiners
 * that scripts and emoji need, no pile of accents that runs into the lines around it. Blank text becomes empty.
 */
export const printable = (text: string): string =>
  plain.test(text)
    ? text
    : text
        .replaceAll(/\p{Cs}/gu, '\ufffd')
        .replaceAll(/(?![\u200c\u200d\ufe0e\ufe0f])\p{Default_Ignorable_Code_Point}/gu, '')
        .replaceAll(/\s+/gu, ' ')
        .replaceAll(/[\p{Cc}\ufff9-\ufffb]/gu, '\ufffd')
        .replaceAll(/([\p{M}\u200c\u200d]{6})[\p{M}\u200c\u200d]+/gu, '$1')
        .trim();

/** How many columns of a terminal the text takes: East Asian characters and emoji take two. */
export const widthOf = (text: string): number => {
  if (plain.test(text)) return text.length;
  let width = 0;
  for (const { segment } of graphemes.segment(text)) width += graphemeWidth(segment);
  return width;
};

/** The text in at most `columns`, with an ellipsis where something is cut off. Never splits what reads as one character. */
export const cut = (text: string, columns: number): string => {
  if (widthOf(text) <= columns) return text;
  let width = 1;
  let kept = '';
  for (const { segment } of graphemes.segment(text)) {
    width += graphemeWidth(segment);
    if (width > columns) break;
    kept += segment;
  }
  return `${kept.trimEnd()}…`;
};

/** The text in exactly `columns`, cut or filled up with spaces. */
export const fitted = (text: string, columns: number): string => {
  const shown = cut(text, columns);
  return shown + ' '.repeat(Math.max(0, columns - widthOf(shown)));
};

/** The words of a text in lines of at most `columns`; a word longer than that is cut. */
export const wrapped = (text: string, columns: number): readonly string[] => {
  const lines: string[] = [];
  let line = '';
  for (const word of text.split(' ')) {
    const longer = line === '' ? word : `${line} ${word}`;
    if (widthOf(longer) <= columns) {
      line = longer;
      continue;
    }
    if (line !== '') lines.push(line);
    line = cut(word, columns);
  }
  return line === '' ? lines : [...lines, line];
};

// Most names and reasons are of these characters alone, one column each, and need no second look.
const plain = /^(?! )(?:[!-~]| (?! |$))*$/;

const graphemes = new Intl.Segmenter('en', { granularity: 'grapheme' });

const graphemeWidth = (grapheme: string): number => {
  if (wide.test(grapheme)) return 2;
  return /^[\p{M}\p{Cf}]*$/u.test(grapheme) ? 0 : 1;
};

// The blocks that UAX 11 lists as wide or fullwidth, and what is drawn as an emoji.
const wide =
  /[\u1100-\u115f\u2e80-\u303e\u3041-\ua4cf\ua960-\ua97f\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff01-\uff60\uffe0-\uffe6\u{17000}-\u{18cff}\u{1b000}-\u{1b2ff}\u{20000}-\u{3fffd}]|\p{Emoji_Presentation}|\ufe0f/u;
