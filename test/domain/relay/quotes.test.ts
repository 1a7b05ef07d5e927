import { test } from '@fast-check/vitest';
import { describe, expect, it } from 'vitest';
import { rewriteQuotes, stripQuotes } from '../../../domain/relay/scrub/quotes.ts';
import { scrubText } from '../../../domain/relay/scrub/scrub-text.ts';
import { ana, jane, proseArbitrary, set } from './scrub-world.ts';

const relayed = (text: string): string => scrubText(rewriteQuotes(text, set), set);

describe('the line before a quote says what the relay says', () => {
  it.each([
    ['English, Gmail', 'On Mon, Nov 3, 2025 at 10:12 AM Ana Hidden <ana@example.com> wrote:', 'Ana wrote:'],
    ['English, broken over lines', 'On Mon, Nov 3, 2025 at 10:12 AM Ana Hidden-Longname\n<ana@example.com>\nwrote:', 'Ana wrote:'],
    ['English, without an address', 'On 11/3/25 10:12, Ana Hidden wrote:', 'Ana wrote:'],
    ['English, of nobody known', 'On 11/3/25 10:12, A. Hidden wrote:', '… wrote:'],
    ['German', 'Am Mo., 3. Nov. 2025 um 10:12 Uhr schrieb Ana Hidden <ana@example.com>:', 'Ana schrieb:'],
    ['German, mobile', 'Ana Hidden <ana@example.com> schrieb am Mo., 3. Nov. 2025, 10:12:', 'Ana schrieb:'],
    ['French', 'Le lun. 3 nov. 2025 à 10:12, Ana Hidden <ana@example.com> a écrit :', 'Ana a écrit:'],
    ['Spanish', 'El lun, 3 nov 2025 a las 10:12, Ana Hidden (<ana@example.com>) escribió:', 'Ana escribió:'],
    ['Portuguese', 'Em seg., 3 de nov. de 2025 às 10:12, Ana Hidden <ana@example.com> escreveu:', 'Ana escreveu:'],
    ['Italian', 'Il giorno lun 3 nov 2025 alle ore 10:12 Ana Hidden <ana@example.com> ha scritto:', 'Ana ha scritto:'],
    ['Dutch', 'Op ma 3 nov 2025 om 10:12 schreef Ana Hidden <ana@example.com>:', 'Ana schreef:'],
    ['Polish', 'pon., 3 lis 2025 o 10:12 Ana Hidden <ana@example.com> napisał(a):', 'Ana napisał(a):'],
    ['Swedish', 'Den mån 3 nov. 2025 kl 10:12 skrev Ana Hidden <ana@example.com>:', 'Ana skrev:'],
    ['Russian', 'пн, 3 нояб. 2025 г. в 10:12, Ana Hidden <ana@example.com>:', 'Ana:'],
    ['Turkish', 'Ana Hidden <ana@example.com>, 3 Kas 2025 Pzt, 10:12 tarihinde şunu yazdı:', 'Ana şunu yazdı:'],
    ['Chinese', 'Ana Hidden <ana@example.com> 于2025年11月3日周一 10:12写道：', 'Ana 写道：'],
    ['Japanese', '2025年11月3日(月) 10:12 Ana Hidden <ana@example.com>:', 'Ana:'],
    ['Hebrew', '‫בתאריך יום ב׳, 3 בנוב׳ 2025 ב-10:12 מאת ‪Ana Hidden‬‏ <‪ana@example.com‬‏>:‬', 'Ana:'],
    ['the sender’s own', 'On Mon, Nov 3, 2025 at 10:12 AM Jane Hidden <jane.doe@example.com> wrote:', 'Jane wrote:'],
    ['the relay’s alias', `On Mon, Nov 3, 2025 at 10:12 AM Ana <${ana.alias}> wrote:`, 'Ana wrote:'],
  ])('%s', (_language, line, shown) => {
    expect(relayed(`Fine!\n\n${line}\n\n> See you on Friday.\n`)).toBe(`Fine!\n\n${shown}\n\n> See you on Friday.\n`);
  });

  it('inside a quote as well, with its line ends', () => {
    expect(relayed('> On 3 Nov 2025, at 10:12, Ana Hidden <ana@example.com> wrote:\r\n>> Yes\r\n')).toBe('> Ana wrote:\r\n>> Yes\r\n');
  });
});

describe('the header of a quote names nobody else', () => {
  it.each([
    [
      'Outlook',
      '________________________________\nFrom: Ana Hidden <ana@example.com>\nSent: Monday, November 3, 2025 10:12 AM\nTo: Jane Hidden <jane.doe@example.com>\nCc: Second Hidden <second@hidden.example.com>\nSubject: Lunch\n\nSee you',
      '________________________________\nFrom: Ana\nSubject: Lunch\n\nSee you',
    ],
    [
      'Outlook, without addresses',
      '-----Ursprüngliche Nachricht-----\nVon: Ana Hidden\nGesendet: Montag, 3. November 2025 10:12\nAn: Jane Hidden\nBetreff: Lunch\n\nSee you',
      '-----Ursprüngliche Nachricht-----\nVon: Ana\nBetreff: Lunch\n\nSee you',
    ],
    [
      'Outlook, as Gmail writes it',
      '> *De :* Jane Hidden <jane.doe@example.com>\n> *Envoyé :* lundi 3 novembre 2025 10:12\n> *À :* Ana Hidden\n> *Objet :* Lunch\n>\n> See you',
      '> *De :* Jane\n> *Objet :* Lunch\n>\n> See you',
    ],
    [
      'a mail between others, as it was',
      '---------- Forwarded message ---------\nFrom: Bob <bob@example.net>\nDate: Mon, 3 Nov 2025 10:12\nSubject: Party\nTo: Eve <eve@example.net>, Jane Hidden <jane.doe@example.com>\n\nCome!',
      '---------- Forwarded message ---------\nFrom: Bob <bob@example.net>\nDate: Mon, 3 Nov 2025 10:12\nSubject: Party\nTo: Eve <eve@example.net>, Jane\n\nCome!',
    ],
  ])('%s', (_program, text, shown) => {
    expect(relayed(text)).toBe(shown);
    expect(relayed(shown)).toBe(shown);
  });
});

describe('what is no quote stays', () => {
  it.each([
    'Then my boss wrote:\n\n“Come at 10:12.”',
    'From: Berlin\nTo: Paris\nDate: 3 May 2026',
    'Shopping:\n> bread\n> milk',
    'On Friday at 10:12 we said:',
    'On Mon, Nov 3, 2025 at 10:12 AM Bob <bob@example.net> wrote:\n> Hi',
  ])('%s', (text) => {
    expect(rewriteQuotes(text, set)).toBe(text);
  });

  test.prop([proseArbitrary])('whatever ordinary mails are made of', (text) => {
    expect(rewriteQuotes(text, set)).toBe(text);
  });

  it.each([
    ['From: x\n', 100_000],
    ['From: x\nTo: y\n', 70_000],
    ['>', 1_000_000],
    ['x:\n', 300_000],
    [' ', 1_000_000],
    ['"', 1_000_000],
  ])('a megabyte of %j', (piece, times) => {
    const text = piece.repeat(times);
    expect(rewriteQuotes(text, set) === text).toBe(true);
  });
});

describe('what somebody wrote themselves', () => {
  it.each([
    ['STOP\n\nOn Mon, Nov 3, 2025 at 10:12 AM Ana\n<ana@example.com> wrote:\n> Hi\n> there', 'STOP'],
    ['STOP\r\n\r\n-----Original Message-----\r\nFrom: Ana\r\nSent: Monday\r\nSubject: x\r\n\r\nHi', 'STOP'],
    ['> Hi\nYes\n> there\nNo', 'Yes\nNo'],
    ['no quote at all', 'no quote at all'],
    ['', ''],
  ])('%j is %j', (text, own) => {
    expect(stripQuotes(text, set)).toBe(own);
  });
});

it('a name is one that the relay gives', () => {
  expect([jane.name, ana.name]).toEqual(set.people.map(({ name }) => name));
});
