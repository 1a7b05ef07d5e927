/** Inline styles: which declarations go on, and which hide what they belong to. */

/** What a `style` attribute does. */
export interface Look {
  /** The declarations that only say how text looks; empty where none does. */
  readonly kept: string;
  /**
   * The declarations make an element that nobody sees: the preview line of a newsletter, a decoy, a counter. Not so letters without size
   * (layouts give theirs to what is inside) and what one program alone hides (`mso-hide`).
   */
  readonly hides: boolean;
  /** Letters have no size; what is around other elements may do without. */
  readonly hasNoLetters: boolean;
}

/** For one document, in which many elements look the same. */
export const makeLooks = (): ((style: string) => Look) => {
  const known = new Map<string, Look>([['', { kept: '', hides: false, hasNoLetters: false }]]);
  return (style) => {
    const look = known.get(style) ?? lookOf(declarationsOf(style));
    known.set(style, look);
    return look;
  };
};

type Declarations = readonly (readonly [property: string, value: string])[];

const lookOf = (declarations: Declarations): Look => ({
  kept: declarations
    .filter(([property, value]) => isKept(property) && isPlain(value) && !(property === 'display' && !displays.has(value)))
    .map(([property, value]) => `${property}: ${value}`)
    .join('; '),
  hides: hides(declarations),
  hasNoLetters: declarations.some(([property, value]) => property === 'font-size' && nothing.test(value.toLowerCase())),
});

const hides = (declarations: Declarations): boolean => {
  const declared = new Map(declarations);
  const is = (property: string, values: RegExp): boolean => values.test((declared.get(property) ?? '').toLowerCase());
  if (is('display', /^none\b/) || is('visibility', /^(?:hidden|collapse)\b/)) return true;
  if (is('opacity', nothing)) return true;
  const isEmptyBox = ['max-height', 'height', 'max-width', 'width'].some((property) => is(property, nothing));
  return (isEmptyBox && is('overflow', /^hidden\b/)) || ['left', 'top', 'text-indent'].some((property) => is(property, farAway));
};

const nothing = /^(?:0|0?\.0{1,4}|0\.0{1,4})(?:px|pt|em|rem|%|in|cm|mm|ex|vh|vw)?(?: |!|$)/;
const farAway = /^-\d{4,6}(?:px|pt|em)/;

/** Of more, nobody could say what they are for. */
const declarationsMax = 100;

const declarationsOf = (style: string): Declarations =>
  style.split(';', declarationsMax).flatMap((declaration) => {
    const colon = declaration.indexOf(':');
    if (colon < 1) return [];
    const value = declaration
      .slice(colon + 1)
      .trim()
      .replace(/\s+/g, ' ');
    return [[declaration.slice(0, colon).trim().toLowerCase(), value] as const];
  });

const isKept = (property: string): boolean => kept.has(property) || /^(?:margin|padding|border)(?:-[a-z]{1,12}){0,3}$/.test(property);

const kept: ReadonlySet<string> = new Set(
  `background background-color clear color direction display float font font-family font-size font-style font-variant font-weight height
   letter-spacing line-height list-style list-style-type max-width min-width overflow-wrap quotes table-layout text-align
   text-decoration text-decoration-color text-decoration-line text-decoration-style text-indent text-transform vertical-align
   white-space width word-break word-spacing word-wrap`.split(/\s+/),
);

const displays: ReadonlySet<string> = new Set(
  'block flex inline inline-block inline-flex inline-table list-item table table-cell table-row'.split(' '),
);

const valueMax = 300;

/** Letters, numbers, colours, quoted font names and the functions of colours: nothing that loads, computes or escapes. */
const isPlain = (value: string): boolean =>
  value !== '' &&
  value.length <= valueMax &&
  /^[\p{L}\p{N} #%.,()"'!+/-]+$/u.test(value) &&
  (value.match(/[a-z-]{1,40}\(/gi) ?? []).every((call) => /^(?:rgba?|hsla?)\($/i.test(call)) &&
  !/(?:^|[^a-z0-9)])\(/i.test(value);

/** Rules of a style block that hide: class names and ids. The block itself never goes on. */
export const hiddenSelectors = (css: string): ReadonlySet<string> => {
  const hidden = new Set<string>();
  let depth = 0;
  let from = 0;
  let selector = '';
  for (let at = 0; at < css.length; at += 1) {
    const sign = css[at];
    if (sign === '{') {
      depth += 1;
      selector = depth === 1 ? css.slice(Math.max(from, at - selectorMax), at) : '';
      from = at + 1;
    }
    if (sign !== '}') continue;
    if (depth === 1 && selector !== '' && hides(declarationsOf(css.slice(from, Math.min(at, from + ruleMax))))) addSimple(hidden, selector);
    depth = Math.max(0, depth - 1);
    from = at + 1;
  }
  return hidden;
};

const selectorMax = 2_000;
const ruleMax = 4_000;

const addSimple = (hidden: Set<string>, selectors: string): void => {
  for (const selector of selectors.split(',')) {
    const simple = /^(?:[a-z][a-z0-9]{0,20})?([.#][\w-]{1,100})$/i.exec(selector.trim());
    if (simple?.[1] !== undefined) hidden.add(simple[1]);
  }
};
