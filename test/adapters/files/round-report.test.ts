import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { binsOf } from '../../../adapters/files/report-histogram.ts';
import { reportStyles } from '../../../adapters/files/report-styles.ts';
import { leftOutShownMax, pairsShownMax, reportBytesMax, roundReport } from '../../../adapters/files/round-report.ts';
import type { RoundView } from '../../../adapters/files/round-view.ts';
import { aLeftOutView, aPairView, aRoundView, manyPairs } from '../../support/round-view-builder.ts';
import { poison } from '../../support/poison.ts';

const viewWith = (text: string): RoundView =>
  aRoundView({
    pairs: [aPairView({ nameA: text, nameB: text, reasons: [text, text] })],
    leftOut: [aLeftOutView({ name: text, reason: text })],
  });
const tagsOf = (page: string): readonly string[] => page.match(/<[^>]*>/g) ?? [];
const textOf = (page: string): string => page.replaceAll(/<style>[^]*<\/style>/g, '').replaceAll(/<[^>]*>/g, '');

describe('The report of a round', () => {
  it('has the same tags and attributes whatever names and reasons say', () => {
    const harmless = tagsOf(roundReport(viewWith('Ana')));
    const markup = fc.constantFrom(
      '<b>',
      '</p>',
      '<script>alert(1)</script>',
      '"',
      "'",
      ' onclick=x',
      '&lt;',
      '&',
      '<!--',
      ']]>',
      '</style>',
      '\u202e',
      '\0',
      'é',
    );
    fc.assert(
      fc.property(
        fc.oneof(
          fc.string({ unit: 'binary' }),
          fc.array(markup).map((parts) => parts.join('')),
        ),
        (text) => {
          // A letter in front, because a name that cannot be seen gives way to the address.
          expect(tagsOf(roundReport(viewWith(`A${text}`)))).toEqual(harmless);
        },
      ),
    );
  });

  it('shows markup in a name as it was written', () => {
    expect(roundReport(viewWith('<img src=x>&"\''))).toContain('<bdi>&lt;img src=x&gt;&amp;&quot;&#39;</bdi>');
  });

  it('holds no control and no bidi character', () => {
    expect(roundReport(viewWith('a\u202eb\u2066c\u001bd\0e\u200f')).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}]/u);
  });

  it('puts the address where a name is empty or cannot be seen', () => {
    expect(roundReport(aRoundView({ pairs: [aPairView({ nameA: '', nameB: '\u200b ' })] }))).toMatch(
      /<bdi>ana@example\.com<\/bdi>.*<bdi>ben@example\.com<\/bdi>/s,
    );
  });

  it('shortens a name that nobody would read to its end', () => {
    const page = roundReport(viewWith('x'.repeat(10_000)));
    expect(page).toContain(`${'x'.repeat(119)}…`);
    expect(page.length).toBeLessThan(20_000);
  });

  it('asks nothing of the network and runs nothing: its policy allows its own styles alone', () => {
    const page = roundReport(aRoundView({ pairs: manyPairs(50) }));
    const [, styles = ''] = /<style>([^]*)<\/style>/.exec(page) ?? [];
    const hash = createHash('sha256').update(styles).digest('base64');
    expect(page).toContain(`content="default-src 'none'; style-src 'sha256-${hash}'; base-uri 'none'; form-action 'none'"`);
    expect(page).not.toMatch(/<script|<link|<img|<iframe|\sstyle=|\son\w+=|\ssrc=|url\(|@import|https?:/i);
    expect(page).toContain('<meta name="referrer" content="no-referrer">');
    expect(page).toContain('<meta name="robots" content="noindex, nofollow">');
  });

  it('is the same, byte for byte, for the same view, whatever the time and chance', () => {
    const view = aRoundView({ pairs: manyPairs(20), leftOut: [aLeftOutView()] });
    expect(poison(() => roundReport(view))).toBe(roundReport(view));
  });

  it('says who, how well, why, and who is left out for what reason', () => {
    const text = textOf(roundReport(aRoundView({ leftOut: [aLeftOutView({ reason: 'All who may meet Cleo are taken' })] })));
    for (const part of [
      '2026-W47',
      '16–22 November 2026',
      'Ana',
      'ben@example.com',
      '0.7312',
      'Both speak Portuguese',
      'Cleo',
      'All who may meet Cleo are taken',
    ])
      expect(text).toContain(part);
  });

  it('marks the standing host, and leaves that pair out of the histogram', () => {
    const page = roundReport(
      aRoundView({ pairs: [aPairView(), aPairView({ b: 'host@example.com', nameB: 'Rosa', host: 'host@example.com', score: 100 })] }),
    );
    expect(page).toContain('<bdi>Rosa</bdi> <small>host@example.com</small> <em>standing host</em>');
    expect(page).toContain('1 pair with scores from 0.7312 to 0.7312');
  });

  it('leads to the pair with the lowest score', () => {
    const page = roundReport(aRoundView({ pairs: [aPairView(), aPairView({ nameA: 'Lou', score: 12 })] }));
    expect(page).toContain('<a href="#lowest">');
    expect(page).toMatch(/<li id="lowest"><div><p><bdi>Lou<\/bdi>/);
  });

  it('tells of pairs lost to history only when there are any', () => {
    expect(roundReport(aRoundView())).not.toContain('nobody had met before');
    expect(roundReport(aRoundView({ round: { pairsLostToHistory: 2 } }))).toContain('2 pairs fewer than if nobody had met before');
  });

  it('is pleasant with no pair, with nobody left out and with one member', () => {
    expect(textOf(roundReport(aRoundView()))).toContain('Nobody is left out of this round.');
    const alone = roundReport(aRoundView({ pairs: [], leftOut: [aLeftOutView()] }));
    expect(textOf(alone)).toContain('Only one member takes part, so there is nobody to meet.');
    expect(alone).not.toMatch(/NaN|Infinity|undefined|<svg|<ol/);
    expect(textOf(roundReport(aRoundView({ pairs: [] })))).toContain('Nobody takes part in this round.');
  });

  it('names the first two thousand pairs, leaves the rest to the CSV, and stays under a megabyte and a half', () => {
    const pairs = manyPairs(pairsShownMax + 1).map((pair) => ({ ...pair, reasons: new Array<string>(4).fill(pair.reasons[0] ?? '') }));
    const page = roundReport(aRoundView({ pairs, leftOut: new Array<ReturnType<typeof aLeftOutView>>(30).fill(aLeftOutView()) }));
    expect(page.match(/class="score"/g)?.length).toBe(2_000);
    expect(textOf(page)).toContain('1 more are in pairs.csv.');
    expect(Buffer.byteLength(page)).toBeLessThan(1_500_000);
  });

  it('stays under five megabytes however long names and reasons are, and says how many it names no more', () => {
    const long = '👩🏽‍❤️‍💋‍👨🏿"'.repeat(400);
    const pair = aPairView({ a: long, nameA: long, b: long, nameB: long, reasons: [long, long, long, long] });
    const person = aLeftOutView({ name: long, member: long });
    const page = roundReport(
      aRoundView({
        pairs: new Array<typeof pair>(3_000).fill(pair),
        leftOut: new Array<typeof person>(3_000).fill(person),
      }),
    );
    expect(Buffer.byteLength(page)).toBeLessThan(reportBytesMax);
    const named = page.match(/class="score"/g)?.length ?? 0;
    expect(named).toBeGreaterThan(20);
    expect(textOf(page)).toContain(`${(3_000 - named).toLocaleString('en')} more are in pairs.csv.`);
    expect(textOf(page)).toMatch(/[\d,]+ more are in left-out\.csv\./);
  });

  it('looks at no more pairs than it names but for their scores', () => {
    let reasonsAsked = 0;
    const pairs = {
      length: 100_000,
      *[Symbol.iterator]() {
        for (let at = 0; at < 100_000; at++)
          yield {
            ...aPairView({ score: 1 + (at % 10_000) }),
            get reasons() {
              reasonsAsked += 1;
              return ['Both speak Portuguese'];
            },
          };
      },
    };
    const page = roundReport({ ...aRoundView(), pairs, memberCount: 200_000 });
    expect([reasonsAsked, page.match(/class="score"/g)?.length]).toEqual([pairsShownMax, pairsShownMax]);
    expect(page).toContain('100,000 pairs with scores from 0.0001 to 1.0000');
  });

  it('says among which pairs the round is the best', () => {
    expect(textOf(roundReport(aRoundView()))).toMatch(/Scope\s*all pairs/);
    const certificate = {
      pairs: 1,
      waiting: 0,
      total: 7_312,
      upperBound: 7_312,
      gap: 0,
      scope: 'candidates',
      perMember: 30,
      recall: 0.97,
    } as const;
    const text = textOf(roundReport(aRoundView({ round: { certificate } })));
    expect(text).toContain('Not among these, and that is proven.');
    expect(text).toContain('at least one is among the 30 best for the other; by a sample, 97.0% of those best were found');
    expect(text).not.toContain('No, and that is proven.');
  });

  it('names the first of very many who are left out, and leaves the rest to the CSV', () => {
    const leftOut = Array.from({ length: leftOutShownMax + 5 }, (_, at) => aLeftOutView({ reason: at % 2 === 0 ? 'even' : 'odd' }));
    const page = roundReport(aRoundView({ pairs: [], leftOut }));
    expect(page.match(/<bdi>Cleo/g)?.length).toBe(leftOutShownMax);
    expect(textOf(page)).toContain('5 more are in left-out.csv.');
  });
});

describe('The histogram of the scores', () => {
  it('counts every score once, on a border in the upper part, and 1 in the last', () => {
    expect(binsOf([1, 499, 500, 9_499, 9_500, 10_000])).toEqual([2, 1, ...new Array<number>(16).fill(0), 1, 2]);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: 1, max: 10_000 })), (scores) => {
        expect(binsOf(scores).reduce((sum, count) => sum + count, 0)).toBe(scores.length);
      }),
    );
  });

  it('tells in words and in a table what it draws', () => {
    const page = roundReport(aRoundView({ pairs: [7_010, 7_490, 3_000].map((score) => aPairView({ score })) }));
    expect(page).toContain('3 pairs with scores from 0.3000 to 0.7490. The fullest of 20 bars is 0.70–0.75 with 2 pairs.');
    expect(page).toContain('<tr><th scope="row">0.70–0.75</th><td>2</td></tr>');
  });

  it('keeps its bars inside the drawing and its lines at whole counts, whatever the counts', () => {
    fc.assert(
      fc.property(fc.integer({ min: 1, max: 1_500 }), (count) => {
        const page = roundReport(aRoundView({ pairs: new Array<ReturnType<typeof aPairView>>(count).fill(aPairView({ reasons: [] })) }));
        const ticks = [...page.matchAll(/dy="4" text-anchor="end">([^<]*)</g)].map(([, tick]) => Number(tick?.replaceAll(',', '')));
        expect(ticks.length).toBeLessThanOrEqual(6);
        expect(ticks.every(Number.isInteger)).toBe(true);
        expect(ticks.at(-1)).toBeGreaterThanOrEqual(count);
      }),
      { numRuns: 25 },
    );
  });
});

describe('The look of the report', () => {
  const palettes = [...reportStyles.matchAll(/:root \{([^}]*--ink[^}]*)\}/g)].map(
    ([, rules = '']) => new Map([...rules.matchAll(/--(\w+): (#\w+)/g)].map(([, name = '', colour = '']) => [name, colour])),
  );

  it.each([
    ['ink', 'page'],
    ['ink', 'card'],
    ['ink', 'glow'],
    ['soft', 'page'],
    ['soft', 'card'],
    ['accent', 'page'],
    ['accent', 'card'],
    ['warm', 'card'],
    ['warm', 'glow'],
    ['page', 'accent'],
  ])('keeps %s on %s at a contrast of 4.5 : 1 or more, light and dark', (text, ground) => {
    expect(palettes.length).toBe(2);
    for (const palette of palettes) expect(contrast(palette.get(text) ?? '', palette.get(ground) ?? '')).toBeGreaterThanOrEqual(4.5);
  });
});

/** The contrast ratio of WCAG 2.2. */
const contrast = (one: string, other: string): number => {
  const [light = 0, dark = 0] = [luminance(one), luminance(other)].sort((a, b) => b - a);
  return (light + 0.05) / (dark + 0.05);
};

const luminance = (colour: string): number => {
  const digits = colour.length === 4 ? [...colour.slice(1)].map((digit) => digit + digit) : (colour.slice(1).match(/../g) ?? []);
  const [red = NaN, green = NaN, blue = NaN] = digits
    .map((pair) => parseInt(pair, 16) / 255)
    .map((part) => (part <= 0.04045 ? part / 12.92 : ((part + 0.055) / 1.055) ** 2.4));
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
};
