import { describe, expect, it } from 'vitest';
import { signInPath, surveyPath } from '../../../adapters/http/links.ts';
import { dayMs, minuteMs } from '../../../domain/kernel/instant.ts';
import { aBrowser, invited, member, newestToken, signIn, signUp } from '../../support/web-people.ts';
import { createWebWorld } from '../../support/web-world.ts';

describe('joining', () => {
  it('leads from the first page over the mailed link and the questions to a thank-you with the date of the first round', async () => {
    const world = await createWebWorld();
    const check = await signUp(world, { email: 'ana@example.com' });
    expect([check.path, check.heading]).toEqual(['/check-your-mail', 'Check your mail']);
    const browser = aBrowser(world);
    const landing = await browser.open(surveyPath(await newestToken(world, 'ana@example.com')));
    const survey = await landing.press('Begin');
    expect(survey.path).toBe('/survey');
    const thanks = await survey.press('Send my answers', {
      'q.languages': ['English', '', ''],
      'q.studio': 'bakery',
      'q.disciplines': ['film'],
    });
    expect(thanks.text).toContain('Thank you, Ana');
    expect(thanks.text).toContain('Monday 23 November at 08:00 (Lisbon time)');
    expect((await thanks.follow('To my page')).text).toContain('Next round you are in');
    expect((await world.mailsTo('ana@example.com')).map(({ template }) => template)).toEqual(['survey-link', 'welcome']);
  });

  it('shows every problem of the form at its field, and keeps what was typed', async () => {
    const world = await createWebWorld();
    const page = await (
      await aBrowser(world).open('/')
    ).press('Send me the questions', { email: 'not "an" address', name: 'www.evil.example' });
    expect(page.status).toBe(422);
    expect(page.text).toContain('3 things are missing or wrong');
    expect(page.html).toContain('value="not &quot;an&quot; address"');
    for (const field of ['email', 'name', 'consent']) {
      expect(page.html).toContain(`id="${field}-problem"`);
      expect(page.html).toMatch(
        new RegExp(`<input[^>]*id="${field}"[^>]*aria-describedby="[^"]*${field}-problem"[^>]*aria-invalid="true"`),
      );
    }
    expect(await world.mailsTo('ana@example.com')).toEqual([]);
  });

  it.each(['/sign-up', '/sign-in'])('answers %s byte for byte alike whether or not an address is known', async (path) => {
    const world = await createWebWorld();
    await member(world, { email: 'known@example.com' });
    const answerTo = async (email: string): Promise<string> => {
      const browser = aBrowser(world, email);
      const response = await browser.send(path, { method: 'POST', ...aForm({ email, name: 'Ana', consent: 'yes' }) });
      const next = await browser.open(response.headers.get('location') ?? '');
      return JSON.stringify([response.status, [...response.headers], await response.text(), next.html]);
    };
    expect(await answerTo('known@example.com')).toBe(await answerTo('unknown@example.com'));
  });

  it('refuses all but the first of 10,000 sign-ups from one caller, and nobody else', async () => {
    const world = await createWebWorld();
    const browser = aBrowser(world, '192.0.2.1');
    const statuses = new Map<number, number>();
    for (let at = 0; at < 10_000; at++) {
      const { status } = await browser.send('/sign-up', {
        method: 'POST',
        ...aForm({ email: `a${String(at)}@example.com`, name: 'Ana', consent: 'yes' }),
      });
      statuses.set(status, (statuses.get(status) ?? 0) + 1);
    }
    expect([...statuses]).toEqual([
      [303, 20],
      [429, 9_980],
    ]);
    const refusedOnce = await browser.send('/sign-up', { method: 'POST', ...aForm({ email: 'b@example.com', name: 'B', consent: 'yes' }) });
    expect(Number(refusedOnce.headers.get('retry-after'))).toBeGreaterThan(0);
    expect((await signUp(world, { email: 'c@example.com', browser: aBrowser(world, '192.0.2.2') })).path).toBe('/check-your-mail');
  }, 60_000);

  it('mails a second sign-up of a member the way in, and a form sent twice does no harm', async () => {
    const world = await createWebWorld();
    await member(world, { email: 'ana@example.com' });
    await signUp(world, { email: 'Ana+again@example.com', name: 'Somebody else' });
    await signUp(world, { email: 'Ana+again@example.com', name: 'Somebody else' });
    const mails = await world.mailsTo('ana@example.com');
    expect(mails.map(({ template }) => template)).toEqual(['survey-link', 'welcome', 'sign-in', 'sign-in']);
    const page = await (await aBrowser(world).open(signInPath(await newestToken(world, 'ana@example.com')))).press('Sign in');
    expect(page.heading).toBe('Hello, Ana');
  });
});

describe('a mailed link', () => {
  it('is not spent by opening it, however often', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: 'ana@example.com' });
    const path = surveyPath(await newestToken(world, 'ana@example.com'));
    const before = world.stored();
    for (let at = 0; at < 5; at++) expect((await aBrowser(world).open(path)).status).toBe(200);
    expect(world.stored()).toBe(before);
  });

  it('works once: the second browser is told so, and what to do', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: 'ana@example.com' });
    const path = surveyPath(await newestToken(world, 'ana@example.com'));
    const [first, second] = [await aBrowser(world).open(path), await aBrowser(world).open(path)];
    expect((await first.press('Begin')).path).toBe('/survey');
    const late = await second.press('Begin');
    expect([late.status, late.heading]).toEqual([410, 'This link was used already']);
    expect((await late.follow('Ask for a new link')).heading).toBe('Sign in');
  });

  it('takes its button pressed twice in one browser for once', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: 'ana@example.com' });
    const landing = await aBrowser(world).open(surveyPath(await newestToken(world, 'ana@example.com')));
    await landing.press('Begin');
    expect((await landing.press('Begin')).path).toBe('/survey');
  });

  it('says that it has expired', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: 'ana@example.com' });
    const path = surveyPath(await newestToken(world, 'ana@example.com'));
    world.clock.moveBy(7 * dayMs);
    const page = await aBrowser(world).open(path);
    expect([page.status, page.heading]).toEqual([410, 'This link has expired']);
  });

  it('that signs in expires after 15 minutes', async () => {
    const world = await createWebWorld();
    await member(world, { email: 'ana@example.com' });
    const browser = aBrowser(world);
    await (await browser.open('/sign-in')).press('Mail me a link', { email: 'ana@example.com' });
    const landing = await browser.open(signInPath(await newestToken(world, 'ana@example.com')));
    world.clock.moveBy(15 * minuteMs);
    expect((await landing.press('Sign in')).status).toBe(410);
    expect(browser.cookies.size).toBe(0);
  });

  it.each(['', 'x', `m_${'a'.repeat(26)}.${'b'.repeat(43)}`, '../../etc/passwd', '<script>', 'é'.repeat(5_000)])(
    'that is forged opens nothing: %j',
    async (token) => {
      const world = await createWebWorld();
      for (const path of [surveyPath(token), signInPath(token)]) {
        const page = await aBrowser(world).open(path);
        expect([page.status, page.heading]).toEqual([404, 'We do not know this link']);
        expect(page.html).not.toContain('<script>');
      }
    },
  );

  it('of one purpose is unknown for another', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: 'ana@example.com' });
    const page = await aBrowser(world).open(signInPath(await newestToken(world, 'ana@example.com')));
    expect(page.status).toBe(404);
  });

  it('signs a browser in as the one whose link it is, and out as whoever it was before', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: 'ana@example.com', name: 'Ana' });
    const old = browser.cookies.get('__Host-loop') ?? '';
    await member(world, { email: 'ben@example.com', name: 'Ben' });
    expect((await signIn(world, browser, 'ben@example.com')).heading).toBe('Hello, Ben');
    expect((await world.membership.resumeSession({ cookie: old })).ok).toBe(false);
  });
});

describe('a session', () => {
  it('is a cookie that no script reads, no other site sends and no plain connection carries', async () => {
    const world = await createWebWorld();
    await signUp(world, { email: 'ana@example.com' });
    const body = aForm({ token: await newestToken(world, 'ana@example.com') });
    const response = await aBrowser(world).send('/survey/open', { method: 'POST', ...body });
    const [cookie = ''] = response.headers.getSetCookie();
    expect(cookie).toMatch(/^__Host-loop=m_[a-z2-7]{26}\.[\w-]{43}; Max-Age=2592000; Path=\/; HttpOnly; Secure; SameSite=Lax$/);
  });

  it('on a laptop is a cookie for plain http', async () => {
    const world = await createWebWorld({ baseUrl: 'http://localhost:3000' });
    const { browser } = await invited(world, { email: 'ana@example.com' });
    expect([...browser.cookies.keys()]).toEqual(['loop-session']);
  });

  it('ends by signing out', async () => {
    const world = await createWebWorld();
    const browser = await member(world, { email: 'ana@example.com' });
    const cookie = browser.cookies.get('__Host-loop') ?? '';
    const page = await (await browser.open('/me')).press('Sign out');
    expect([page.path, browser.cookies.size]).toEqual(['/', 0]);
    expect((await world.membership.resumeSession({ cookie })).ok).toBe(false);
    expect((await browser.open('/me')).path).toBe('/sign-in');
  });
});

const aForm = (fields: Readonly<Record<string, string>>): RequestInit => ({
  body: new URLSearchParams(fields).toString(),
  headers: { 'content-type': 'application/x-www-form-urlencoded', 'sec-fetch-site': 'same-origin' },
});
