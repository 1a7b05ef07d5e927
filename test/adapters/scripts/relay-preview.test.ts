import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { aWorkshop, type Workshop } from '../../support/run-loop.ts';

const person = (name: string, email: string, letter: string) => ({ name, email, otherEmails: [], alias: `c_${letter}@relay.example.com` });
const match = {
  recipient: 'c_b@relay.example.com',
  now: '2026-11-20T10:00:00Z',
  sender: person('Ana', 'ana@example.org', 'a'),
  partner: person('Ben', 'ben@example.net', 'b'),
  verdicts: { spf: 'PASS', dkim: 'PASS', dmarc: 'PASS', spam: 'PASS', virus: 'PASS' },
  mailFrom: 'ana@example.org',
};
const mail = 'From: Ana <ana@example.org>\r\nTo: <c_b@relay.example.com>\r\nSubject: Thursday\r\n\r\nAt the old mill? ana@example.org\r\n';

describe('loop relay preview', () => {
  let shop: Workshop;
  beforeEach(() => {
    shop = aWorkshop();
    shop.write('mail.eml', mail);
    shop.write('match.json', JSON.stringify(match));
  });
  afterEach(() => {
    shop.remove();
  });
  const preview = async (...words: readonly string[]) => shop.loop('relay', 'preview', ...words);

  it('writes what the partner would get', async () => {
    expect((await preview('mail.eml', '--context', 'match.json', '--out', 'out.eml')).code).toBe(0);
    const out = shop.read('out.eml');
    expect(out).toContain('From: Ana <c_a@relay.example.com>');
    expect(out).toContain('To: ben@example.net');
    expect(out).toContain('At the old mill? c_a@relay.example.com');
    expect(out).not.toContain('ana@example.org');
  });

  it.each([
    ['unauthenticated', { ...match, verdicts: { ...match.verdicts, dmarc: 'FAIL' } }, mail, 'relay.unauthenticated'],
    ['of somebody else', match, mail.replaceAll('ana@example.org', 'eve@example.org'), 'relay.sender_not_allowed'],
    ['no mail at all', match, '', 'relay.malformed'],
    ['larger than any', match, `${mail}${'x'.repeat(26 * 1024 * 1024)}`, 'relay.too_large'],
    ['empty', match, mail.replace(/At the.*/, ''), 'relay.empty'],
  ])('says why a mail is not relayed: %s', async (...[, context, raw, code]) => {
    shop.write('mail.eml', raw);
    shop.write('match.json', JSON.stringify(context));
    const ran = await preview('mail.eml', '--context', 'match.json', '--out', 'out.eml');
    expect([ran.code, JSON.parse(ran.stdout)]).toEqual([3, { refused: code, message: expect.any(String) as string }]);
    expect(shop.list()).not.toContain('out.eml');
  });

  it('tells wrong use from a mail that is not relayed', async () => {
    expect((await preview('nowhere.eml', '--context', 'match.json', '--out', 'out.eml')).code).toBe(2);
    expect((await preview('mail.eml', '--context', 'match.json')).code).toBe(2);
    expect((await preview('mail.eml', '--context', 'match.json', '--out', 'mail.eml')).code).toBe(2);
    shop.write(
      'match.json',
      JSON.stringify({ ...match, recipient: 'c_a@relay.example.com', verdicts: { ...match.verdicts, spam: 'MAYBE' } }),
    );
    const ran = await preview('mail.eml', '--context', 'match.json', '--out', 'out.eml');
    expect([ran.code, ran.stdout]).toEqual([2, '']);
    expect(ran.stderr).toContain('verdicts.spam');
  });
});
