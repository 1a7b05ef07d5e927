import { aMail, sentence, type Vector, withHtml, withParts } from './vector.ts';

const hidden: readonly (readonly [name: string, html: string])[] = [
  ['in text', '<p>canary.q7x9@example.org</p>'],
  ['in entities', '<p>canary&#46;q7x9&#64;example&period;org</p>'],
  ['in hexadecimal entities', '<p>&#x63;&#x61;&#x6e;&#x61;&#x72;&#x79;&#x2e;q7x9&commat;example.org</p>'],
  ['in entities without semicolons', '<p>canary&#46q7x9&#64example&#46org</p>'],
  ['split by tags', '<p>canary.<b>q7x9</b>@<i>exam</i>ple.org</p>'],
  ['split by empty elements', '<p>canary.q7<span></span>x9@<wbr>example.org</p>'],
  ['split by a comment', '<p>canary.q7<!-- x -->x9@example.org</p>'],
  ['split over links', '<p><a href="https://example.com">canary.q7x9</a>@<a href="https://example.com">example.org</a></p>'],
  ['in a mailto link', '<a href="mailto:canary.q7x9@example.org">me</a>'],
  ['in a mailto link, encoded', '<a href="mailto:canary%2Eq7x9%40example.org">me</a>'],
  ['in a mailto link, in entities', '<a href="&#109;ailto:canary.q7x9&#64;example.org">me</a>'],
  ['in the query of a link', '<a href="https://example.com/?u=canary.q7x9%40example.org">here</a>'],
  ['in a title', '<p title="canary.q7x9@example.org">hello</p>'],
  ['in an alternative text', '<img src="cid:x" alt="canary.q7x9@example.org">'],
  ['in a data attribute', '<p data-from="canary.q7x9@example.org">hello</p>'],
  ['in a class', '<p class="canaryq7x9 canary.q7x9@example.org">hello</p>'],
  ['in an id', '<p id="canary.q7x9@example.org">hello</p>'],
  ['in a comment', '<!-- canary.q7x9@example.org -->'],
  ['in a conditional comment', '<!--[if mso]><p>canary.q7x9@example.org</p><![endif]-->'],
  ['in a style block', '<style>p::after { content: "canary.q7x9@example.org" }</style>'],
  ['in an inline style', '<p style="background:url(https://example.com/canaryq7x9)">hello</p>'],
  ['in a script', '<script>var me = "canary.q7x9@example.org"</script>'],
  ['in a form', '<form action="https://example.com"><input type="hidden" name="me" value="canary.q7x9@example.org"></form>'],
  ['in a hidden element', '<div style="display:none">canary.q7x9@example.org</div>'],
  ['in an element of size zero', '<span style="font-size:0">canary.q7x9@example.org</span>'],
  ['in white on white', '<span style="color:#fff;background:#fff">canary.q7x9@example.org</span>'],
  ['in a tracking pixel', '<img width="1" height="1" src="https://track.example.com/canaryq7x9.gif">'],
  ['in a remote picture', '<img src="https://pictures.example.com/photo.jpg?for=canary.q7x9@example.org" alt="Us">'],
  ['in a data URL', `<img src="data:text/plain;base64,${Buffer.from('canary.q7x9@example.org').toString('base64')}">`],
  ['in an SVG', '<svg><text>canary.q7x9@example.org</text></svg>'],
  ['in an iframe', '<iframe srcdoc="canary.q7x9@example.org"></iframe>'],
  ['in an object', '<object data="mailto:canary.q7x9@example.org">canary.q7x9@example.org</object>'],
  ['in a template', '<template>canary.q7x9@example.org</template>'],
  ['in noscript', '<noscript>canary.q7x9@example.org</noscript>'],
  ['in a text area', '<textarea>canary.q7x9@example.org</textarea>'],
  ['in an attribute nobody knows', '<p x-original-sender="canary.q7x9@example.org">hello</p>'],
  ['in a tag nobody knows', '<canaryq7x9>hello</canaryq7x9>'],
  [
    'in a quote of Gmail',
    '<div class="gmail_quote"><div class="gmail_attr">On Fri, Ben &lt;<a href="mailto:canary.b5y8@example.net">canary.b5y8@example.net</a>&gt; wrote:<br></div><blockquote>Hello</blockquote></div>',
  ],
  [
    'in a quote of Outlook',
    '<div id="divRplyFwdMsg"><b>From:</b> Ben &lt;canary.b5y8@example.net&gt;<br><b>To:</b> Ana &lt;canary.q7x9@example.org&gt;</div><div>Hello</div>',
  ],
  ['in zero-width characters', `<p>${[...'canary.q7x9@example.org'].join('&zwnj;')}</p>`],
  ['with soft hyphens', '<p>canary.q7&shy;x9@&shy;example.org</p>'],
  ['written backwards by direction', '<p><bdo dir="rtl">gro.elpmaxe@9x7q.yranac</bdo></p>'],
];

const head = (inside: string): string => `<html><head>${inside}</head><body><p>${sentence}</p></body></html>`;

export const htmlVectors: readonly Vector[] = [
  ...hidden
    .filter(([name]) => !name.startsWith('written backwards'))
    .map(([name, html]) => ({ name: `an address in HTML, ${name}`, raw: withHtml(html), arrives: 'old mill' })),
  ...(
    [
      ['a title', '<title>canary.q7x9@example.org</title>'],
      ['an author', '<meta name="author" content="canary.q7x9@example.org">'],
      ['a base', '<base href="https://example.org/canaryq7x9/">'],
      ['a link', '<link rel="author" href="mailto:canary.q7x9@example.org">'],
      ['a refresh', '<meta http-equiv="refresh" content="0;url=https://example.org/canaryq7x9">'],
    ] as const
  ).map(([name, inside]) => ({
    name: `the head of an HTML document, ${name}`,
    raw: aMail({ type: 'text/html; charset=utf-8', body: head(inside) }),
    arrives: 'old mill',
  })),
  {
    name: 'HTML beside text, each with an address of its own',
    raw: withParts([{ type: 'text/html; charset=utf-8', body: `<p>${sentence}</p><p>canary.b5y8@example.net</p>` }], {
      kind: 'alternative',
    }),
    arrives: 'old mill',
  },
  {
    name: 'an AMP part beside text',
    raw: withParts([{ type: 'text/x-amp-html', body: '<html amp4email><body>canary.q7x9@example.org</body></html>' }], {
      kind: 'alternative',
    }),
    arrives: 'old mill',
  },
];
