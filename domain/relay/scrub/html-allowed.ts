/** What HTML an ordinary mail program produces, and what of it goes on: everything that is read, nothing that acts or loads. */

/** Elements that stay. One that is in neither list gives way to what is in it: the words of `<o:p>` or `<form>` are read as before. */
export const keptElements: ReadonlySet<string> = new Set(
  `a abbr address article aside b bdi big blockquote br caption center cite code col colgroup dd del details dfn div dl dt em
   figcaption figure font footer h1 h2 h3 h4 h5 h6 header hr i img ins kbd li main mark nav ol p pre q rp rt ruby s samp section small
   span strike strong sub summary sup table tbody td tfoot th thead time tr tt u ul var wbr`.split(/\s+/),
);

/** Elements that go with all that is in them. */
export const droppedElements: ReadonlySet<string> = new Set(
  `applet audio base basefont bgsound canvas command datalist embed frame frameset head iframe input isindex keygen link math meta
   noembed noframes object optgroup option param portal script select source style svg template textarea title track video
   xml`.split(/\s+/),
);

/** Elements that begin and end a line where they are shown. */
export const blockElements: ReadonlySet<string> = new Set(
  `address article aside blockquote body caption center dd details div dl dt fieldset figcaption figure footer form h1 h2 h3 h4 h5 h6
   header hr html li main nav ol p pre section summary table tbody td tfoot th thead tr ul`.split(/\s+/),
);

/** Elements that have no end tag and nothing in them (HTML, 13.1.2). */
export const voidElements: ReadonlySet<string> = new Set('area base br col embed hr img input link meta param source track wbr'.split(' '));

const everywhere = 'align dir lang style title valign';
const table = 'bgcolor border cellpadding cellspacing height width';
const cell = 'bgcolor colspan height nowrap rowspan scope width';
const list = 'start type value reversed';
const ofElement: Readonly<Record<string, string>> = {
  a: 'href id name',
  blockquote: 'class type',
  body: 'bgcolor',
  col: 'span width',
  colgroup: 'span width',
  div: 'class',
  details: 'open',
  font: 'color face size',
  hr: 'color noshade size width',
  img: 'alt border height src width',
  li: list,
  ol: list,
  table,
  tbody: table,
  td: cell,
  th: cell,
  tr: table,
  ul: list,
};

const attributes: ReadonlyMap<string, ReadonlySet<string>> = new Map(
  Object.entries(ofElement).map(([name, own]) => [name, new Set(`${everywhere} ${own}`.split(' '))]),
);
const common: ReadonlySet<string> = new Set(everywhere.split(' '));

/** Attributes of an element that stay. `data-*`, `ping`, `background`, `srcset`, `cite` and `on…` are in no list. */
export const keptAttributes = (element: string): ReadonlySet<string> => attributes.get(element) ?? common;

/** Class names by which mail programs know a quote, so that they can fold it. */
export const keptClasses: ReadonlySet<string> = new Set([
  'gmail_attr',
  'gmail_quote',
  'gmail_quote_container',
  'moz-cite-prefix',
  'protonmail_quote',
  'yahoo_quoted',
]);
