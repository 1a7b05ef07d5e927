import { test } from '@fast-check/vitest';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { HtmlNode } from '../../../../domain/relay/message.ts';
import { rewriteHtmlQuotes } from '../../../../domain/relay/scrub/html-quotes.ts';
import { scrubHtml } from '../../../../domain/relay/scrub/scrub-html.ts';
import { holdsSpelling } from '../../../../domain/relay/scrub/scrub-text.ts';
import { parseHtml, writeHtml } from '../../../../adapters/email/relay/html-tree.ts';
import { jane, proseArbitrary, set, spellingArbitrary } from '../../../domain/relay/scrub-world.ts';
import { htmlQuotes, quotedText } from './html-fixtures.ts';

const relayed = (html: string): string => writeHtml(scrubHtml(rewriteHtmlQuotes(parseHtml(html), set), set));

describe('what harms goes', () => {
  it.each([
    ['scripts', '<script>x()</script><p onclick="x()">a</p>', '<p>a</p>'],
    ['links that run', '<a href=" java\nscript:x()">a</a>', '<a>a</a>'],
    ['forms', '<form action="x"><input value="b"><button>a</button></form>', 'a'],
    ['style blocks and what they hide', '<style>.n{display:none}</style><p class="n">x</p><p>a</p>', '<p>a</p>'],
    [
      'elements that nobody sees',
      '<div style="display: none !important">x</div><div style="max-height:0;overflow:hidden">x</div><p hidden>x</p>a',
      'a',
    ],
    ['vector images and formulas', '<svg><title>x</title></svg><math><mi>x</mi></math>a', 'a'],
    ['conditional comments', '<!--[if mso]><p>x</p><![endif]-->a', 'a'],
    [
      'head, refresh and template',
      '<head><title>x</title><meta http-equiv="refresh" content="0;url=x"></head><template>x</template>a',
      'a',
    ],
    [
      'styles that load or cover',
      '<p style="background:url(http://example.net/x);position:fixed;color:red">a</p>',
      '<p style="color: red">a</p>',
    ],
    [
      'marks of trackers',
      '<a href="https://example.net/" ping="x" data-saferedirecturl="y" id="n">a</a>',
      '<a href="https://example.net/" id="n">a</a>',
    ],
    ['counting pixels', '<img src="https://example.net/p.gif" width="1" height="1">a', 'a'],
    ['images in the address', '<img src="data:image/png;base64,AAAA" alt="logo">', 'logo'],
  ])('%s', (_what, html, rest) => {
    expect(relayed(html)).toBe(rest);
  });
});

describe('what is read stays', () => {
  it.each([
    '<table border="1"><tbody><tr><td colspan="2">a</td></tr></tbody></table>',
    '<ul><li>a</li></ul><ol start="3"><li>b</li></ol>',
    '<p style="color: #333; font-family: Arial, sans-serif; margin: 0 0 8px">a <b>b</b><br><em>c</em></p>',
    '<a href="https://example.net/x?a=1&amp;b=2#c">a</a><a href="mailto:bob@example.org">b</a>',
    '<div dir="rtl">שלום 👩‍👩‍👧</div><p>你好</p>',
    '<img src="cid:one" alt="a" width="10">',
    '<div style="font-size: 0px"><p style="font-size: 14px">a layout</p></div>',
    '<pre>\n\na  b</pre>',
  ])('%s', (html) => {
    expect(relayed(html)).toBe(html);
  });

  it('where one program alone would hide it', () => {
    expect(relayed('<a href="https://example.net/" style="mso-hide:all">a button</a>')).toBe('<a href="https://example.net/">a button</a>');
  });

  it('with links that a base made whole', () => {
    expect(relayed('<base href="https://example.net/a/b"><a href="c">x</a><a href="/d">y</a>')).toBe(
      '<a href="https://example.net/a/c">x</a><a href="https://example.net/d">y</a>',
    );
  });

  it('and an image elsewhere is a link that names its host', () => {
    expect(
      relayed('<img src="https://example.net/a.png" alt="Us"><a href="https://example.org/"><img src="//example.net/b.png"></a>'),
    ).toBe('<a href="https://example.net/a.png">Us (example.net)</a><a href="https://example.org/">example.net</a>');
  });

  test.prop([proseArbitrary], { numRuns: 100 })('byte for byte', (text) => {
    const html = writeHtml([{ kind: 'element', name: 'p', attributes: [], children: [{ kind: 'text', text }] }]);
    expect(relayed(html)).toBe(writeHtml(parseHtml(html)).replace(/^.*<body>|<\/body>.*$/gs, ''));
  });
});

describe('an address is told nowhere', () => {
  it.each([
    ['over elements', 'a <b>ada</b>@<i>example</i>.org b', `a <b>${jane.alias}</b><i></i> b`],
    [
      'over cells',
      '<table><tbody><tr><td>ada@exam</td><td>ple.org</td></tr></tbody></table>',
      `<table><tbody><tr><td>${jane.alias}</td><td></td></tr></tbody></table>`,
    ],
    ['over a line that goes on', 'a <b>ada@exam=&#13;</b>\nple.org b', `a <b>${jane.alias}</b> b`],
    ['before a sentence', 'ada@example.org.T<b>hanks</b>', `${jane.alias}.T<b>hanks</b>`],
    ['in entities', '<p>ada&#64;example&period;org</p>', `<p>${jane.alias}</p>`],
    [
      'in a link',
      '<a href="mailto:ada%40example.org" title="ada@example.org">x</a>',
      `<a href="mailto:${jane.alias}" title="${jane.alias}">x</a>`,
    ],
    ['beside others', '<b>mary.ada@example.org</b>', '<b>mary.ada@example.org</b>'],
  ])('%s', (_where, html, scrubbed) => {
    expect(relayed(html)).toBe(scrubbed);
  });

  test.prop([proseArbitrary, spellingArbitrary, fc.array(fc.nat(40), { maxLength: 4 })], { numRuns: 100 })(
    'in whatever spelling and over however many elements',
    (before, spelling, cuts) => {
      // Markup that is shown as text is one mark; cut in two, it is letters.
      fc.pre(!spelling.includes('<'));
      const pieces = cuts.reduce<string[]>(
        (parts, cut) => [...parts.slice(0, -1), (parts.at(-1) ?? '').slice(0, cut), (parts.at(-1) ?? '').slice(cut)],
        [spelling],
      );
      const nodes: HtmlNode[] = [`${before} `, ...pieces].map((text, index) => ({
        kind: 'element',
        name: index % 2 === 0 ? 'span' : 'b',
        attributes: [['title', index === 0 ? spelling : '']],
        children: [{ kind: 'text', text }],
      }));
      const scrubbed = scrubHtml(nodes, set);
      const text = scrubbed
        .map((node) => (node.kind === 'element' && node.children[0]?.kind === 'text' ? node.children[0].text : ''))
        .join('');
      expect(holdsSpelling(text, set)).toBe(false);
      for (const node of scrubbed)
        expect(node.kind === 'element' && node.attributes.some(([, value]) => holdsSpelling(value, set))).toBe(false);
      expect(writeHtml(scrubHtml(scrubbed, set))).toBe(writeHtml(scrubbed));
    },
  );
});

describe.each(Object.entries(htmlQuotes))('a quote of %s', (_program, html) => {
  it('keeps its words, and no name or address of a mailbox', () => {
    const shown = relayed(html);
    expect(shown).toContain('Fine!');
    expect(shown).toContain(quotedText);
    expect(shown).not.toMatch(/Hidden|2025|03\.11|@example\.com|hidden\.example|mid:/);
    expect(relayed(shown)).toBe(shown);
  });
});

describe('a document that attacks', () => {
  it.each([
    ['nests', '<div>'.repeat(100_000)],
    ['nests tables', '<table><tr><td>'.repeat(100_000)],
    ['leaves emphasis open', `${Array.from({ length: 300 }, (_, number) => `<b id=${String(number)}>`).join('')}${'<p>'.repeat(300_000)}`],
    ['is of signs', '<&'.repeat(500_000)],
    ['comments', '<!--'.repeat(400_000)],
  ])('%s is read to its end', (_how, html) => {
    expect(relayed(`ada@example.org ${html}`)).toContain(jane.alias);
    expect(relayed(`${html}`.concat('ada@example.org'))).not.toContain('ada@example.org');
  });

  it('is no deeper for a tree that no parser made', () => {
    let node: HtmlNode = { kind: 'text', text: 'ada@example.org' };
    for (let depth = 0; depth < 100_000; depth += 1) node = { kind: 'element', name: 'div', attributes: [], children: [node] };
    expect(writeHtml(scrubHtml(rewriteHtmlQuotes([node], set), set))).toContain(jane.alias);
  });

  test.prop([fc.string({ maxLength: 100 })])('cannot end a text or an attribute', (text) => {
    const html = writeHtml([{ kind: 'element', name: 'p', attributes: [['title', text]], children: [{ kind: 'text', text: `x${text}` }] }]);
    expect(html.startsWith('<p title="')).toBe(true);
    expect(html).not.toMatch(/<(?!p title|\/p>)/);
  });
});
