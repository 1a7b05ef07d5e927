import { fc, test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { fromMailbox } from '../../../domain/relay/from-header.ts';
import { domainOf, parseMailbox } from '../../../domain/relay/mailbox.ts';
import { headersOf } from './gate-builders.ts';

const ana = 'ana@example.com';

describe('a mail is from the one mailbox of its From', () => {
  it.each([
    ['an address alone', ana, ana, ''],
    ['an address in brackets', `<${ana}>`, ana, ''],
    ['an address with spaces in its brackets', `< ${ana} >`, ana, ''],
    ['a name of two words', `Ana Lima <${ana}>`, ana, 'Ana Lima'],
    ['a name right before its bracket', `Ana<${ana}>`, ana, 'Ana'],
    ['a quoted name with a comma', `"Lima, Ana" <${ana}>`, ana, 'Lima, Ana'],
    ['a quoted name with quotes and a backslash in it', `"Ana \\"Aninha\\" \\\\ Lima" <${ana}>`, ana, 'Ana "Aninha" \\ Lima'],
    ['a quoted name with brackets in it', `"Ana <3" <${ana}>`, ana, 'Ana <3'],
    ['a quoted name that is an address', `"lima@example.org" <${ana}>`, ana, 'lima@example.org'],
    ['an empty quoted name', `"" <${ana}>`, ana, ''],
    ['a name with an initial and a dot', `Ana M. Lima <${ana}>`, ana, 'Ana M. Lima'],
    ['a name with an apostrophe', `Ana O'Lima <${ana}>`, ana, "Ana O'Lima"],
    ['a name in square brackets', `Ana [Acme] <${ana}>`, ana, 'Ana [Acme]'],
    ['a name in an encoded word', `=?utf-8?q?An=C3=A1?= <${ana}>`, ana, '=?utf-8?q?An=C3=A1?='],
    ['a name in two encoded words', `=?utf-8?b?QW5h?= =?utf-8?b?TGltYQ==?= <${ana}>`, ana, '=?utf-8?b?QW5h?= =?utf-8?b?TGltYQ==?='],
    ['a name that is the same address once more', `Ana@Example.com <${ana}>`, ana, 'Ana@Example.com'],
    ['a comment behind the address', `${ana} (Ana Lima)`, ana, ''],
    ['a comment within a comment', `${ana} (Ana (at home) Lima)`, ana, ''],
    ['a comment with an escaped bracket', `${ana} (Ana \\) Lima)`, ana, ''],
    ['a comment before the bracket', `Ana (at work) <${ana}>`, ana, 'Ana'],
    ['a tag', 'Ana <ana+loop@example.com>', 'ana+loop@example.com', 'Ana'],
    ['capital letters', 'ANA@EXAMPLE.COM', 'ANA@EXAMPLE.COM', ''],
    ['every character that an address may have', "a!#$%&'*+-/?=^_`{|}~z@example.com", "a!#$%&'*+-/?=^_`{|}~z@example.com", ''],
    ['an internationalised domain', 'ana@xn--bcher-kva.example', 'ana@xn--bcher-kva.example', ''],
    ['a host without a dot', 'MAILER-DAEMON@mx', 'MAILER-DAEMON@mx', ''],
  ])('with %s', (...[, field, address, name]) => {
    expect(fromMailbox(headersOf(`From: ${field}`))).toEqual({ ok: true, value: { address, name } });
  });

  it.each([
    ['folded before its address', ['From: Ana Lima', ` <${ana}>`]],
    ['folded right behind the colon', ['From:', ` ${ana}`]],
    ['written twice in the same way', [`From: ${ana}`, `From: ${ana}`]],
    ['with a Sender that is the same', [`From: ${ana}`, `Sender: Ana <${ana}>`]],
    ['with a Sender at the same domain', [`From: ${ana}`, 'Sender: office@EXAMPLE.com']],
    ['with a Reply-To anywhere', [`From: ${ana}`, 'Reply-To: ana@example.org']],
    ['with a Resent-From anywhere', [`From: ${ana}`, 'Resent-From: ben@example.org']],
    ['with results of an authentication that it claims', ['Authentication-Results: x; dmarc=fail', `From: ${ana}`]],
  ])('that is %s', (_how, lines) => {
    expect(fromMailbox(headersOf(...lines))).toMatchObject({ ok: true, value: { address: ana } });
  });
});

describe('a mail is refused as malformed when its From', () => {
  it.each([
    ['is missing', ['Subject: Tea']],
    ['is empty', ['From:']],
    ['is a name alone', ['From: Ana Lima']],
    ['is a quoted name alone', ['From: "Ana Lima"']],
    ['is a comment alone', ['From: (Ana Lima)']],
    ['is an address in quotes', [`From: "${ana}"`]],
    ['has empty brackets', ['From: Ana <>']],
    ['has an empty bracket and an address for a name', [`From: ${ana} <>`]],
    ['lists two addresses', [`From: ${ana}, ben@example.org`]],
    ['lists the same address twice', [`From: <${ana}> <${ana}>`]],
    ['ends in a comma', [`From: ${ana},`]],
    ['has an unquoted comma in its name', [`From: Lima, Ana <${ana}>`]],
    ['has two addresses without a comma', [`From: <${ana}> <ben@example.org>`]],
    ['has another address for a name', [`From: ben@example.org <${ana}>`]],
    ['has another address right before its bracket', [`From: ben@example.org<${ana}>`]],
    ['has an @ in its unquoted name', [`From: Ana @ Acme <${ana}>`]],
    ['has an address in a comment', [`From: ${ana} (ben@example.org)`]],
    ['has brackets in a comment', [`From: Ana (<ben>) <${ana}>`]],
    ['has a comment within the address', ['From: ana(home)@example.com']],
    ['is a group', [`From: Friends: ${ana};`]],
    ['is an empty group', ['From: undisclosed-recipients:;']],
    ['has nested brackets', [`From: Ana <<${ana}>>`]],
    ['has a mailbox in its brackets', [`From: Ana <Ana <${ana}>>`]],
    ['has a bracket that does not end', [`From: Ana <${ana}`]],
    ['has a bracket that does not begin', [`From: Ana ${ana}>`]],
    ['has a quote that does not end', [`From: "Ana <${ana}>`]],
    ['has a quote that ends in a backslash', ['From: "Ana\\']],
    ['has a comment that does not end', [`From: ${ana} (Ana`]],
    ['goes on behind its bracket', [`From: <${ana}> Ana`]],
    ['has a semicolon behind it', [`From: <${ana}>;`]],
    ['has a backslash outside of quotes', [`From: Ana\\ Lima <${ana}>`]],
    ['is an address in an encoded word', ['From: =?utf-8?q?ana=40example.com?=']],
    ['has half an address in an encoded word', ['From: =?utf-8?q?ana?=@example.com']],
    ['has an encoded word in its brackets', ['From: Ana <=?utf-8?q?ana=40example.com?=>']],
    ['has an encoded domain', ['From: Ana <ana@=?utf-8?q?example.com?=>']],
    ['is a mailbox in an encoded word', ['From: =?utf-8?q?Ana_=3Cana=40example.com=3E?=']],
    ['has a NUL in its address', ['From: ana\0@example.com']],
    ['has a NUL in its name', [`From: A\0na <${ana}>`]],
    ['has 8-bit bytes in its name', [`From: An\xc3\xa1 <${ana}>`]],
    ['has 8-bit bytes in its address', ['From: an\xc3\xa1@example.com']],
    ['has a bare CR in its name', [`From: Ana\rLima <${ana}>`]],
    ['has a delete character', [`From: Ana\x7f <${ana}>`]],
    ['has a route', [`From: <@example.org:${ana}>`]],
    ['has a quoted local part', ['From: "ana lima"@example.com']],
    ['has a domain literal', ['From: ana@[192.0.2.1]']],
    ['has two @', ['From: ana@example.org@example.com']],
    ['has no local part', ['From: @example.com']],
    ['has no domain', ['From: Ana <ana@>']],
    ['has two dots in a row', ['From: ana..lima@example.com']],
    ['has a domain that ends in a dot', ['From: ana@example.com.']],
    ['has a local part of 65 characters', [`From: ${'a'.repeat(65)}@example.com`]],
    ['has an address of 255 characters', [`From: ana@${'a'.repeat(247)}.com`]],
    ['has spaces around its @', ['From: ana @ example.com']],
    ['stands twice and differs', [`From: ${ana}`, 'From: ben@example.org']],
    ['stands twice and differs in its name', [`From: Ana <${ana}>`, `From: ${ana}`]],
    ['stands twice, the second time empty', [`From: ${ana}`, 'From:']],
    ['stands once more behind a bare CR', [`Subject: Tea\rFrom: ben@example.org`, `From: ${ana}`]],
    ['stands once more with a space before its colon', [`From : ben@example.org`, `From: ${ana}`]],
    ['has a Sender at another domain', [`From: ${ana}`, 'Sender: ana@example.org']],
    ['has a Sender at a subdomain', [`From: ${ana}`, 'Sender: ana@mail.example.com']],
    ['has a Sender at a domain that ends like its own', [`From: ${ana}`, 'Sender: ana@notexample.com']],
    ['has a Sender that cannot be read', [`From: ${ana}`, `Sender: ${ana}, ben@example.org`]],
    ['has an empty Sender', [`From: ${ana}`, 'Sender:']],
    ['has two Senders that differ', [`From: ${ana}`, `Sender: ${ana}`, 'Sender: office@example.com']],
    ['has another Sender behind a bare CR', [`From: ${ana}`, 'Subject: Tea\rSender: ben@example.org']],
  ])('%s', (_how, lines) => {
    const from = fromMailbox(headersOf(...lines));
    expect(from).toMatchObject({ ok: false, error: { code: 'relay.malformed' } });
  });

  it('tells its sender what to do, and names nobody', () => {
    for (const lines of [['X: 1'], ['From: a@x, b@y'], ['From: a@x', 'From: b@y'], ['From: a@x', 'Sender: b@y']]) {
      const from = fromMailbox(headersOf(...lines));
      expect(from).toMatchObject({ ok: false, error: { message: expect.stringMatching(/ Send /) as unknown } });
      expect(JSON.stringify(from)).not.toContain('@');
    }
  });
});

describe('whatever stands in a From', () => {
  test.prop([fc.string({ unit: fc.constantFrom(...'ab.@<>()"\\,:;[]=? \t\r\0é'), maxLength: 40 })], { numRuns: 2_000 })(
    'an address that is read stands in it, is plain, and is the only one',
    (field) => {
      const mailbox = parseMailbox(field);
      if (mailbox === undefined) return;
      expect(field).toContain(mailbox.address);
      expect(mailbox.address).toMatch(/^[ab.=?]+@[ab.]+$/);
      const outsideOfQuotes = field.replace(/"(?:[^"\\]|\\.)*"/g, '').toLowerCase();
      expect(outsideOfQuotes.split(mailbox.address).join('')).not.toContain('@');
    },
  );

  test.prop([fc.string({ unit: fc.constantFrom(...'Ana Lima,;:@<>()"\\'), maxLength: 30 })])(
    'a quoted name never changes who it is',
    (name) => {
      const quoted = name.replace(/["\\]/g, (character) => `\\${character}`);
      expect(parseMailbox(`"${quoted}" <${ana}>`)).toEqual({ address: ana, name });
    },
  );

  it.each(['(', ')', '"', '<', '>', '@', '\\', 'a', '.', '=?', 'a@', '<a@b>', '(a)', '"a"', 'a ', ' ', '[', 'a.'])(
    '1 MB of “%s” is answered',
    (piece) => {
      const much = piece.repeat(1_000_000 / piece.length);
      expect(parseMailbox(much)).toBeUndefined();
      expect(parseMailbox(`${much}<${ana}`)).toBeUndefined();
      expect(parseMailbox(`${ana}@${much}`)).toBeUndefined();
    },
  );
});

describe('the domain of an address', () => {
  it.each([
    ['ana@Example.COM', 'example.com'],
    ['"a@b"@example.com', 'example.com'],
    ['prvs=1234=ana@example.com', 'example.com'],
    ['', undefined],
    ['ana', undefined],
    ['ana@', undefined],
  ])('of %s is %s', (address, domain) => {
    expect(domainOf(address)).toBe(domain);
  });
});
