import { describe, expect, it } from 'vitest';
import { checkSurvey } from '../../../domain/introductions/survey-check.ts';
import type { Question, Survey } from '../../../domain/introductions/survey.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import { aQuestion, optionsOf } from '../../arbitraries/community.ts';
import { filled, type OpenPage } from '../../support/browse.ts';
import { answersFrom, invited, member, signIn } from '../../support/web-people.ts';
import { createWebWorld, type WebWorld } from '../../support/web-world.ts';

const ana = 'ana@example.com';

describe('the questions', () => {
  it('of every kind are asked with a control that keeps what was answered', async () => {
    const world = await createWebWorld({ survey: everyKind() });
    const { browser, survey } = await invited(world, { email: ana });
    const answers = {
      'q.single': 'green',
      'q.multi': ['red', 'blue'],
      'q.scale': '4',
      'q.long-scale': '37',
      'q.tags': 'The Sea,  office life; \u202eמים',
      'q.chosen-tags': ['red'],
      'q.text': 'Line one\nline <two> & "three"',
      'q.languages': ['Portuguese', 'Norwegian Bokmål', ''],
      'q.few-languages': ['pt'],
      'q.timezone': 'Europe/Lisbon',
      'q.few-zones': 'Asia/Tokyo',
    };
    expect((await survey.press('Send my answers', answers)).heading).toBe('Thank you, Ana');
    const again = await browser.open('/survey');
    expect(again.text).toContain('11 of 11 answered');
    const kept = filled(fieldsOf(again));
    expect(kept.getAll('q.multi')).toEqual(['red', 'blue']);
    expect(kept.get('q.scale')).toBe('4');
    expect(kept.get('q.long-scale')).toBe('37');
    expect(kept.get('q.tags')).toBe('The Sea, office life, \u202eמים');
    expect(kept.get('q.text')).toBe('Line one\nline <two> & "three"');
    expect(kept.getAll('q.languages').filter((text) => text !== '')).toEqual(['Portuguese', 'Norwegian Bokmål']);
    expect([kept.get('q.timezone'), kept.get('q.few-zones'), kept.get('q.single')]).toEqual(['Europe/Lisbon', 'Asia/Tokyo', 'green']);
    expect((await again.press('Use these answers')).path).toBe('/me?done=answers');
  });

  it('can be left for another day: a part is saved, the count goes up, and the rest waits', async () => {
    const world = await createWebWorld();
    const { browser, survey } = await invited(world, { email: ana });
    expect(survey.text).toContain('0 of 16 answered');
    const next = await survey.press('Save and go on', { 'q.languages': ['English', 'no such language', ''], 'q.studio': 'kiln' });
    expect(next.path).toBe('/survey#part-2');
    expect(next.text).toContain('2 of 16 answered');
    world.clock.moveBy(3 * dayMs);
    expect(filled(fieldsOf(await browser.open('/survey'))).getAll('q.languages')).toContain('no such language');
    expect((await storedMember(world)).stage.name).toBe('invited');
  });

  it('are taken back by leaving them empty', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    await (await browser.open('/survey')).press('Use these answers', { 'q.stage': 'steady', 'q.planning': '3', 'q.offers': ['mixing'] });
    await (await browser.open('/survey')).press('Use these answers', { 'q.stage': '', 'q.planning': '', 'q.offers': [] });
    const texts = await answersOf(world);
    expect([texts['stage'], texts['planning'], texts['offers'], texts['studio']]).toEqual([[], [], [], ['bakery']]);
  });

  it('say each problem at its question, in a summary that leads there, and keep what was typed', async () => {
    const world = await createWebWorld();
    const { survey } = await invited(world, { email: ana });
    const page = await survey.press('Send my answers', {
      'q.disciplines': ['film', 'music', 'dance', 'sound', 'comics'],
      'q.time_zone': 'Lisbon, I think',
      'q.themes': '"the sea"',
    });
    expect([page.status, page.path]).toEqual([422, '/survey']);
    expect(page.text).toContain('4 things are missing or wrong');
    for (const at of [1, 2, 3, 7]) {
      expect(page.html).toContain(`<a href="#question-${String(at)}">`);
      expect(page.html).toContain(`id="question-${String(at)}-problem"`);
    }
    const kept = filled(fieldsOf(page));
    expect([kept.get('q.time_zone'), kept.get('q.themes'), kept.getAll('q.disciplines').length]).toEqual([
      'Lisbon, I think',
      '"the sea"',
      5,
    ]);
  });

  it('that changed between opening and sending keep everything typed', async () => {
    const world = await createWebWorld({
      survey: surveyOf(
        1,
        aQuestion({ id: 'colour', required: true }),
        aQuestion({ id: 'story', kind: 'text', matching: { rule: 'ignore' } }),
      ),
    });
    const { browser, survey } = await invited(world, { email: ana });
    world.ask(
      surveyOf(
        2,
        aQuestion({ id: 'colour', required: true, options: optionsOf('green', 'blue') }),
        aQuestion({ id: 'story', kind: 'text', matching: { rule: 'ignore' } }),
        aQuestion({ id: 'shape', options: optionsOf('round') }),
      ),
    );
    const page = await survey.press('Send my answers', { 'q.colour': 'red', 'q.story': 'A long one' });
    expect(page.status).toBe(409);
    expect(page.text).toContain('The questions have changed while you were answering.');
    expect(page.text).toContain('You answered “red”, which is no longer among the choices.');
    expect(filled(fieldsOf(page)).get('q.story')).toBe('A long one');
    expect(filled(fieldsOf(await browser.open('/survey'))).get('q.story')).toBe('A long one');
    expect((await page.press('Send my answers', { 'q.colour': 'blue' })).heading).toBe('Thank you, Ana');
  });

  it('that changed after they were answered say so on the member’s own page', async () => {
    const world = await createWebWorld({ survey: surveyOf(1, aQuestion({ id: 'colour' })) });
    const { browser, survey } = await invited(world, { email: ana });
    await survey.press('Send my answers', { 'q.colour': 'red' });
    world.ask(surveyOf(2, aQuestion({ id: 'colour' }), aQuestion({ id: 'shape', required: true, options: optionsOf('round') })));
    const page = await browser.open('/me');
    expect(page.text).toContain('The questions have changed.');
    expect(page.text).not.toContain('you are in');
  });

  it('keep what was typed where the session has ended meanwhile, until somebody is signed in again', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: ana });
    const open = await browser.open('/survey');
    world.clock.moveBy(31 * dayMs);
    const waiting = await open.press('Use these answers', { 'q.themes': 'tides', 'q.studio': 'kiln' });
    expect([waiting.status, waiting.heading]).toEqual([401, 'You were signed out']);
    await signIn(world, browser, ana);
    const back = await waiting.press('I am signed in again');
    expect(back.text).toContain('this is what you had typed');
    expect((await storedMember(world)).answers?.texts['studio']).toEqual(['bakery']);
    await back.press('Use these answers');
    const texts = await answersOf(world);
    expect([texts['themes'], texts['studio']]).toEqual([['tides'], ['kiln']]);
  });

  it('open in two tabs keep what either saved', async () => {
    const world = await createWebWorld();
    const { browser, survey } = await invited(world, { email: ana });
    const other = await browser.open('/survey');
    await survey.press('Save and go on', { 'q.themes': 'tides' });
    await other.press('Send my answers', answersFrom('kiln'));
    await survey.press('Send my answers', answersFrom('depot'));
    expect((await storedMember(world)).answers?.texts['studio']).toEqual(['depot']);
    expect((await world.mailsTo(ana)).filter(({ template }) => template === 'welcome')).toHaveLength(1);
  });

  it('sent twice by one press welcome once', async () => {
    const world = await createWebWorld();
    const { survey } = await invited(world, { email: ana });
    await Promise.all([survey.press('Send my answers', answersFrom('kiln')), survey.press('Send my answers', answersFrom('kiln'))]);
    expect((await world.mailsTo(ana)).filter(({ template }) => template === 'welcome')).toHaveLength(1);
  });

  it('take no more than they can keep, and say so without losing it', async () => {
    const world = await createWebWorld();
    const { survey } = await invited(world, { email: ana });
    const long = '本'.repeat(30_000);
    const page = await survey.press('Send my answers', { 'q.current_work': long });
    expect(page.status).toBe(413);
    expect(filled(fieldsOf(page)).get('q.current_work')).toBe(long);
  });
});

describe('the script that saves as one types', () => {
  it('is answered without a page, and saves what a form has in it', async () => {
    const world = await createWebWorld();
    const { browser, survey } = await invited(world, { email: ana });
    const body = filled(fieldsOf(survey), { 'q.themes': 'tides, salt' });
    const response = await browser.send('/survey/draft', { method: 'POST', body, headers: { 'sec-fetch-site': 'same-origin' } });
    expect(response.status).toBe(204);
    expect((await storedMember(world)).draft?.texts['themes']).toEqual(['tides', 'salt']);
  });

  it.each([
    ['a form of another session', 403, { form: 'x' }],
    ['what is not a form', 415, undefined],
  ])('does not save %s', async (_, status, fields) => {
    const world = await createWebWorld();
    const { browser } = await invited(world, { email: ana });
    const before = world.stored();
    const body = fields === undefined ? '{}' : new URLSearchParams({ ...fields, shown: 'themes', 'q.themes': 'x' });
    const headers = { 'sec-fetch-site': 'same-origin', ...(fields === undefined ? { 'content-type': 'application/json' } : {}) };
    expect((await browser.send('/survey/draft', { method: 'POST', body, headers })).status).toBe(status);
    expect(world.stored()).toBe(before);
  });
});

const fieldsOf = (page: OpenPage) => {
  const form = page.forms.find(({ action }) => action === '/survey');
  if (form === undefined) throw new Error('no survey on the page');
  return form;
};

const storedMember = async ({ introductions, idOf }: WebWorld) => {
  const found = await introductions.members.find(idOf(ana));
  if (found === undefined) throw new Error('nobody');
  return found;
};

const answersOf = async (world: WebWorld): Promise<Readonly<Record<string, readonly string[]>>> =>
  (await storedMember(world)).answers?.texts ?? {};

const surveyOf = (version: number, ...questions: readonly Question[]): Survey => {
  const survey = checkSurvey({ version, questions });
  if (!survey.ok) throw new Error(JSON.stringify(survey.error));
  return survey.value;
};

const everyKind = (): Survey => {
  const ignored = { rule: 'ignore' } as const;
  return surveyOf(
    1,
    aQuestion({ id: 'single' }),
    aQuestion({ id: 'multi', kind: 'multi', max: 2 }),
    aQuestion({ id: 'scale', kind: 'scale', help: '1: never. 5: always. Be honest.' }),
    aQuestion({ id: 'long-scale', kind: 'scale', min: 0, max: 100 }),
    aQuestion({ id: 'tags', kind: 'tags' }),
    aQuestion({ id: 'chosen-tags', kind: 'tags', options: optionsOf('red', 'green') }),
    aQuestion({ id: 'text', kind: 'text', matching: ignored }),
    aQuestion({ id: 'languages', kind: 'languages' }),
    aQuestion({
      id: 'few-languages',
      kind: 'languages',
      options: [
        { id: 'pt', label: 'Portuguese' },
        { id: 'en', label: 'English' },
      ],
    }),
    aQuestion({ id: 'timezone', kind: 'timezone' }),
    aQuestion({
      id: 'few-zones',
      kind: 'timezone',
      options: [
        { id: 'Asia/Tokyo', label: 'Tokyo' },
        { id: 'Europe/Lisbon', label: 'Lisbon' },
      ],
    }),
  );
};
