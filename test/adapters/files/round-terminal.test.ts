import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { widthOf } from '../../../adapters/files/printable.ts';
import { columnsMin, pairsListedMax, roundForTerminal } from '../../../adapters/files/round-terminal.ts';
import { aLeftOutView, aPairView, aRoundView, manyPairs } from '../../support/round-view-builder.ts';

const plain = { columns: 80, colour: false };
const anyText = fc.oneof(
  fc.string({ unit: 'binary', maxLength: 40 }),
  fc.string({ unit: fc.constantFrom('\u001b[2J', '\u009b31m', '\u202e', '\r', '\n', '\t', '山', '👩‍👩‍👧‍👦', 'a', ' ', '\u0300'), maxLength: 60 }),
);
const views = fc.record({ nameA: anyText, nameB: anyText, reason: anyText, leftOut: anyText }).map(({ nameA, nameB, reason, leftOut }) =>
  aRoundView({
    pairs: [aPairView(), aPairView({ nameA, nameB, reasons: [reason], host: 'ana@example.com' })],
    leftOut: [aLeftOutView({ name: leftOut, reason })],
  }),
);

describe('A round on the terminal', () => {
  it('is a table of the pairs with their scores and first reasons, then who is left out, then the figures', () => {
    expect(roundForTerminal(aRoundView({ leftOut: [aLeftOutView({ reason: 'All are taken' })] }), plain)).toBe(
      [
        'Round of 2026-W47 · 16–22 November 2026',
        '2 of 3 members are introduced, in 1 pair. 1 is left out.',
        '',
        'A    B    Score   Why',
        'Ana  Ben  0.7312  Both speak Portuguese',
        '',
        'Left out (1)',
        '  All are taken',
        '    Cleo',
        '',
        'Figures',
        '  Scores    mean 0.7312, lowest 0.7312, total 0.7312',
        '  Proof     upper bound 0.7312, gap 0.0000: no round is better',
        '  Scope     all pairs',
        '  Greedy    Greedy pairing would have done just as well this time: as many',
        '            pairs, as much waiting, the same total.',
        '  History   Nobody meets again within 26 weeks.',
        '  Seed      1',
        '',
      ].join('\n'),
    );
  });

  it('lets no control, escape or bidi character of anybody through', () => {
    fc.assert(
      fc.property(views, (view) => {
        expect(roundForTerminal(view, plain).replaceAll('\n', '')).not.toMatch(/[\p{Cc}\p{Bidi_Control}\p{Cs}]/u);
      }),
    );
  });

  it('stays within the columns of the terminal', () => {
    fc.assert(
      fc.property(views, fc.integer({ min: 0, max: 200 }), (view, columns) => {
        const lines = roundForTerminal(view, { columns, colour: false }).split('\n');
        expect(lines.filter((line) => widthOf(line) > Math.max(columnsMin, columns))).toEqual([]);
      }),
    );
  });

  it('says the same with colour as without', () => {
    const view = aRoundView({ pairs: manyPairs(50), leftOut: [aLeftOutView({ name: '\u001b[31mred' })] });
    const coloured = roundForTerminal(view, { columns: 100, colour: true });
    expect(coloured.replaceAll(new RegExp('\\u001b\\[(1|2|22)m', 'g'), '')).toBe(roundForTerminal(view, { columns: 100, colour: false }));
  });

  it('gives a reason a line of its own where it would not fit beside the names', () => {
    const view = aRoundView({
      pairs: [aPairView({ nameA: 'Maximiliane von Hohenstein', reasons: ['Both offer analogue photography and field recording'] })],
    });
    expect(roundForTerminal(view, plain)).toContain(
      'Maximiliane von Hohenstein  Ben  0.7312\n  Both offer analogue photography and field recording\n',
    );
    expect(roundForTerminal(view, { ...plain, columns: 120 })).toContain('Maximiliane von Hohenstein  Ben  0.7312  Both offer');
  });

  it('lists the first forty pairs and says where the rest is', () => {
    const text = roundForTerminal(aRoundView({ pairs: manyPairs(pairsListedMax + 12) }), { columns: 200, colour: false });
    expect(text).toContain('\n… and 12 more (use --out DIR or --json)\n');
    expect(text.match(/  0\.\d{4}  /g)?.length).toBe(pairsListedMax);
  });

  it('lists no pairs where they are in files already', () => {
    expect(roundForTerminal(aRoundView({ leftOut: [aLeftOutView()] }), { ...plain, pairs: false })).not.toContain('Ana');
  });

  it('tells two members of one name apart by their addresses', () => {
    const text = roundForTerminal(
      aRoundView({ pairs: [aPairView({ nameA: 'Kim', nameB: 'Kim' }), aPairView({ nameA: '', b: 'zoe@example.com', nameB: 'Zoe' })] }),
      plain,
    );
    expect(text).toMatch(/ana@example\.com +ben@example\.com +0\.7312/);
    expect(text).toMatch(/ana@example\.com +Zoe +0\.7312/);
  });

  it('keeps the columns straight under wide characters', () => {
    const text = roundForTerminal(
      aRoundView({ pairs: [aPairView({ nameA: '山田太郎' }), aPairView({ nameA: 'Ana Lima', nameB: 'Zoe' })] }),
      plain,
    );
    expect(text).toContain('\n山田太郎  Ben  0.7312');
    expect(text).toContain('\nAna Lima  Zoe  0.7312');
  });

  it('marks the standing host and says what that means', () => {
    const text = roundForTerminal(aRoundView({ pairs: [aPairView({ host: 'ben@example.com' })] }), plain);
    expect(text).toContain('Ana  * Ben  0.7312');
    expect(text).toContain('  * Host    The standing host meets someone who would have been left out.');
  });

  it('names the first forty who are left out for a reason, and counts the rest', () => {
    const leftOut = Array.from({ length: 45 }, (_, at) => aLeftOutView({ name: `Member ${String(at)}` }));
    const text = roundForTerminal(aRoundView({ leftOut }), { columns: 160, colour: false });
    expect(text).toContain('Member 39, … and 5 more');
    expect(text).not.toContain('Member 40');
  });

  it('says of a round of candidates among which pairs it is the best, and what the worst hundredth scores', () => {
    const pairs = manyPairs(200);
    const total = pairs.reduce((sum, { score }) => sum + score, 0);
    const certificate = {
      pairs: 200,
      waiting: 0,
      total,
      upperBound: total,
      gap: 0,
      scope: 'candidates',
      perMember: 30,
      recall: 0.91,
    } as const;
    const text = roundForTerminal(aRoundView({ pairs, round: { certificate } }), { columns: 160, colour: false });
    expect(text).toContain(': no round of the candidates is better\n');
    expect(text).toContain('  Scope     candidates: each member’s 30 best, recall 91.0%\n');
    expect(text).toMatch(/lowest 0\.\d{4}, worst 1% up to 0\.\d{4}, total/);
  });

  it('is a sentence where there is nobody', () => {
    expect(roundForTerminal(aRoundView({ pairs: [] }), plain)).toBe(
      'Round of 2026-W47 · 16–22 November 2026\nNobody takes part in this round.\n',
    );
  });
});
