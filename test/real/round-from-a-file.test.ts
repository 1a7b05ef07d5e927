import { parse } from 'csv-parse/sync';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { weekIn } from '../../scripts/commands/options.ts';
import { formatWeek } from '../../domain/kernel/iso-week.ts';
import { seededRandom, shuffled } from '../../domain/kernel/random.ts';
import { aWorkshop, roundIn, smallSurvey, type Workshop } from '../support/run-loop.ts';

const table = (text: string): readonly string[][] => parse(text);
const unitsOf = (score: number): number => Math.round(10_000 * score);

describe('a round from a file', () => {
  let shop: Workshop;
  let sample: string;
  beforeAll(async () => {
    shop = aWorkshop();
    shop.write('small.json', smallSurvey);
    sample = (await shop.loop('sample', 'members', '--count', '61', '--seed', '4')).stdout;
    shop.write('sample.csv', sample);
    shop.write(
      'five.csv',
      'email,name,tags\nEve+x@Example.com,Eve,x;y\nana@example.com,Ana,x\nBen@example.com,Ben,y;z\ncleo@example.com,,x;z\ndan@example.com,"Dan ""D"" <b>",\n',
    );
  });
  afterAll(() => {
    shop.remove();
  });
  const preview = (file: string, ...words: readonly string[]) =>
    shop.loop('round', 'preview', file, '--survey', 'small.json', '--week', '2026-W47', ...words);
  const rounded = async (file: string, ...words: readonly string[]) => {
    const ran = await preview(file, '--json', ...words);
    expect([ran.code, ran.stderr.includes('@')]).toEqual([0, false]);
    return roundIn(ran);
  };

  it('is one JSON document of the promised shape, with addresses as they were written', async () => {
    const round = await rounded('five.csv');
    expect(Object.keys(round).slice(0, 5)).toEqual(['week', 'pairs', 'leftOut', 'certificate', 'skipped']);
    expect(round).toMatchObject({ week: '2026-W47', skipped: 0, certificate: { pairs: 2, waiting: 4, gap: 0, scope: 'all' } });
    expect(Object.keys(round.certificate)).toEqual(['pairs', 'waiting', 'total', 'upperBound', 'gap', 'scope']);
    for (const pair of round.pairs) {
      expect(Object.keys(pair)).toEqual(['a', 'b', 'score', 'reasons']);
      expect(pair.reasons.length).toBeGreaterThan(0);
      expect(String(pair.score)).toMatch(/^(0\.\d{1,4}|1)$/);
    }
    const written = [...round.pairs.flatMap(({ a, b }) => [a, b]), ...round.leftOut.map(({ member }) => member)].sort();
    expect(written).toEqual(['Ben@example.com', 'Eve+x@Example.com', 'ana@example.com', 'cleo@example.com', 'dan@example.com']);
    expect(round.leftOut.map((one) => [Object.keys(one), one.code])).toEqual([[['member', 'code', 'reason'], 'partners_taken']]);
    expect(unitsOf(round.certificate.total)).toBe(round.pairs.reduce((sum, { score }) => sum + unitsOf(score), 0));
    expect(round.certificate.upperBound).toBe(round.certificate.total);
    const firsts = round.pairs.map(({ a }) => a.toLowerCase());
    expect(firsts).toEqual([...firsts].sort());
    expect(round.pairs.every(({ a, b }) => a.toLowerCase() < b.toLowerCase())).toBe(true);
  });

  it('is the same to the byte however the rows are shuffled', async () => {
    const [header = '', ...rows] = sample.trimEnd().split('\n');
    shop.write('shuffled.csv', [header, ...shuffled(rows, seededRandom(9))].join('\r\n'));
    const [one, other] = await Promise.all(
      ['sample.csv', 'shuffled.csv'].map((file, at) =>
        shop.loop('round', 'preview', file, '--week', '2026-W47', '--seed', '3', '--json', '--out', `bytes${String(at)}`),
      ),
    );
    expect(other?.stdout).toBe(one?.stdout);
    expect(shop.list('bytes0')).toEqual(['left-out.csv', 'pairs.csv', 'report.html']);
    for (const name of shop.list('bytes0')) expect(shop.read(`bytes1/${name}`)).toBe(shop.read(`bytes0/${name}`));
  });

  it('is written as two tables that say the same as the JSON', async () => {
    const round = await rounded('five.csv', '--out', 'tables');
    const [header, ...pairs] = table(shop.read('tables/pairs.csv'));
    expect(header).toEqual(['week', 'a', 'name_a', 'b', 'name_b', 'score', 'reasons']);
    expect(pairs.map(([week, a, , b, , score]) => [week, a, b, Number(score)])).toEqual(
      round.pairs.map(({ a, b, score }) => ['2026-W47', a, b, score]),
    );
    const [below, ...leftOut] = table(shop.read('tables/left-out.csv'));
    expect(below).toEqual(['week', 'member', 'name', 'code', 'reason']);
    expect(leftOut.map(([, member, , code, reason]) => ({ member, code, reason }))).toEqual(round.leftOut);
    expect(`${shop.read('tables/pairs.csv')}${shop.read('tables/left-out.csv')}`).not.toContain('\r');
    expect(shop.read('tables/report.html')).not.toContain('<b>');
  });

  it('writes nothing without --out, replaces its own three files, and never an input', async () => {
    const before = shop.list();
    await preview('five.csv');
    expect(shop.list()).toEqual(before);
    await preview('five.csv', '--out', 'again');
    shop.write('again/notes.txt', 'mine');
    shop.write('again/pairs.csv', 'old');
    expect((await preview('five.csv', '--out', 'again')).code).toBe(0);
    expect([shop.list('again'), shop.read('again/notes.txt')]).toEqual([['left-out.csv', 'notes.txt', 'pairs.csv', 'report.html'], 'mine']);
    const pairs = shop.read('again/pairs.csv');
    const { code, stderr } = await preview('five.csv', '--out', 'again', '--week', '2026-W48', '--history', 'again/pairs.csv');
    expect([code, stderr.includes('out.is_an_input'), shop.read('again/pairs.csv')]).toEqual([3, true, pairs]);
  });

  it.each([
    ['a header alone', 'email,name\n', 0],
    ['one member', 'email\na@example.com\n', 1],
  ])('has no pair, and is a result, with %s', async (_, text, leftOut) => {
    shop.write('few.csv', text);
    expect(await rounded('few.csv')).toMatchObject({ pairs: [], certificate: { pairs: 0, total: 0, upperBound: 0 } });
    expect((await rounded('few.csv')).leftOut).toHaveLength(leftOut);
    expect(await preview('few.csv', '--out', 'few')).toMatchObject({ code: 0 });
  });

  it('has no pair of two who are apart, in any spelling', async () => {
    shop.write('two.csv', 'email\na.b@gmail.com\nc@example.com\n');
    shop.write('apart.csv', 'a,b\nC+1@EXAMPLE.com,AB@googlemail.com\nx@example.com,y@example.com\n');
    const round = await rounded('two.csv', '--apart', 'apart.csv');
    expect([round.pairs, round.leftOut.map(({ code }) => code)]).toEqual([[], ['no_admissible_partner', 'no_admissible_partner']]);
  });

  it('pairs everybody where every pair scores the same, and gives a reason even so', async () => {
    shop.write(
      'same.csv',
      `email,name\n${Array.from({ length: 12 }, (_, at) => `m${String(at)}@example.com,"=M${String(at)}"`).join('\n')}\n`,
    );
    const round = await rounded('same.csv', '--out', 'same');
    expect([
      round.certificate.pairs,
      new Set(round.pairs.map(({ score }) => score)).size,
      round.pairs.every(({ reasons }) => reasons.length > 0),
    ]).toEqual([6, 1, true]);
    expect(
      table(shop.read('same/pairs.csv'))
        .slice(1)
        .every(([, , nameA]) => nameA?.startsWith("'=")),
    ).toBe(true);
  });

  it('gives every admissible pair its score, from which any solver finds the same round', async () => {
    await shop.loop('round', 'scores', 'five.csv', '--survey', 'small.json', '--out', 'scores.csv');
    const [header, ...rows] = table(shop.read('scores.csv'));
    expect([header, rows.length]).toEqual([['a', 'b', 'score'], 10]);
    expect(rows.every(([, , score]) => /^[01]\.\d{4}$/.test(score ?? ''))).toBe(true);
    const people = ['Ben@example.com', 'Eve+x@Example.com', 'ana@example.com', 'cleo@example.com', 'dan@example.com'];
    const scoreOf = new Map(
      rows.flatMap(
        ([a, b, score]) =>
          [
            [`${a ?? ''} ${b ?? ''}`, unitsOf(Number(score))],
            [`${b ?? ''} ${a ?? ''}`, unitsOf(Number(score))],
          ] as const,
      ),
    );
    const best = (left: readonly string[], out: number): number => {
      const [first, ...others] = left;
      if (first === undefined) return 0;
      const paired = others.map(
        (other) =>
          (scoreOf.get(`${first} ${other}`) ?? NaN) +
          best(
            others.filter((one) => one !== other),
            out,
          ),
      );
      return Math.max(...paired, ...(out > 0 ? [best(others, out - 1)] : []));
    };
    expect(unitsOf((await rounded('five.csv')).certificate.total)).toBe(best(people, 1));
  });

  it('brings nobody together again within the gap, and whoever was left out comes first', async () => {
    const met = new Map<string, number>();
    let leftLast: readonly string[] = [];
    const history: string[] = [];
    for (let week = 50; week < 56; week++) {
      const name = week > 53 ? `2027-W0${String(week - 53)}` : `2026-W${String(week)}`;
      const ran = await shop.loop(
        'round',
        'preview',
        'sample.csv',
        '--week',
        name,
        '--out',
        name,
        '--json',
        ...history.flatMap((file) => ['--history', file]),
      );
      expect([ran.code, ran.stderr]).toEqual([
        0,
        `Written: ${['pairs.csv', 'left-out.csv', 'report.html'].map((file) => `${name}/${file}`).join(', ')}\n`,
      ]);
      const round = roundIn(ran);
      expect(round.certificate.pairs).toBe(30);
      for (const { a, b } of round.pairs) {
        expect(met.has(`${a} ${b}`)).toBe(false);
        met.set(`${a} ${b}`, week);
      }
      const introduced = new Set(round.pairs.flatMap(({ a, b }) => [a, b]));
      expect(leftLast.filter((member) => !introduced.has(member))).toEqual([]);
      leftLast = round.leftOut.map(({ member }) => member);
      history.push(`${name}/pairs.csv`, `${name}/left-out.csv`);
    }
  });

  it('ignores history of this week or later and of strangers, and counts it', async () => {
    shop.write(
      'past.csv',
      'week,a,b\n2026-W47,ana@example.com,Ben@example.com\n2026-W53,ana@example.com,cleo@example.com\n2026-W46,x@example.com,y@example.com\n',
    );
    const { stderr } = await preview('five.csv', '--history', 'past.csv', '--json');
    expect(stderr).toBe(
      '2 rows of history are of this week or later and were ignored\n2 addresses in --history or --apart belong to no member and were ignored\n',
    );
  });

  it('lets the standing host, in any spelling, meet somebody left over', async () => {
    const round = await rounded('five.csv', '--host', 'DAN+host@EXAMPLE.COM');
    expect(round.pairs.filter(({ host }) => host)).toEqual([]);
    shop.write('four.csv', 'email\na@example.com\nb@example.com\nc@example.com\nh@example.com\n');
    const hosted = await rounded('four.csv', '--host', 'H@example.com');
    expect([
      hosted.pairs.length,
      hosted.pairs.filter(({ host }) => host === true).map(({ b }) => b),
      hosted.leftOut,
      hosted.certificate.pairs,
    ]).toEqual([2, ['h@example.com'], [], 1]);
  });

  it('is a readable table on a terminal, whatever names try', async () => {
    shop.write('names.csv', 'email,name\na@example.com,"A\u001b[31mna\u202e"\nb@example.com,"Ben\nB"\n');
    const { code, stdout, stderr } = await preview('names.csv');
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toContain('Ben B');
    expect(stdout).not.toMatch(/[\u001b\u202e]/);
  });

  it('is of the current week of the zone unless told otherwise', async () => {
    const before = formatWeek(weekIn('Pacific/Kiritimati', new Date()));
    const { week } = roundIn(
      await shop.loop('round', 'preview', 'five.csv', '--survey', 'small.json', '--json', '--zone', 'Pacific/Kiritimati'),
    );
    expect([before, formatWeek(weekIn('Pacific/Kiritimati', new Date()))]).toContain(week);
    expect(roundIn(await preview('five.csv', '--json', '--week', '2026-W53')).week).toBe('2026-W53');
  });
});
