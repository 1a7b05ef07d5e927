import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../../support/browser.ts';
import { faintWords } from '../../support/journey-contrast.ts';
import {
  compose,
  everyMail,
  givesAway,
  openedSource,
  openWhenThere,
  sendBySmtp,
  unseenFocus,
  wordsOfMail,
  writeHere,
} from '../../support/journey-relay.ts';
import { type LiveRun, startRun } from '../../support/journey-run.ts';
import { be, beTheOperator, partnerOnMyPage, putForward } from '../../support/journey-steps.ts';
import { visit, type Visitor } from '../../support/journey-visitor.ts';

const anas = { name: 'Sample Mironix 021', email: 'sample-mironix-021@example.com', other: 'atelier-of-mironix@example.org' };
const bens = { name: '', email: '' };
const privateAddress = /c_[a-z2-7]{26}[ab]@relay\.example\.com/;

describe('two members who were introduced', () => {
  let run: LiveRun;
  let browser: TestBrowser;
  let ana: Visitor;
  let ben: Visitor;
  let operator: Visitor;
  /** By which each reaches the other. */
  const aliases = { toAna: '', toBen: '' };
  const faint: string[] = [];
  beforeAll(async () => {
    [run, browser] = await Promise.all([startRun(), launchBrowser()]);
    ana = await visit(run, browser, { width: 360, height: 740 });
    ben = await visit(run, browser, { width: 1280, height: 860, dark: true });
    operator = await visit(run, browser, { width: 360, height: 740, dark: true });
    await be(ana, anas.name);
    bens.name = await partnerOnMyPage(ana);
    bens.email = `${bens.name.toLowerCase().replaceAll(' ', '-')}@example.com`;
    await be(ben, bens.name);
  }, 60_000);
  afterAll(async () => {
    await browser.close();
    expect([await run.stop(), run.said()]).toEqual([0, '']);
  });
  /** Looks at a page with the eyes of somebody who sees little, or uses the keyboard alone. */
  const inspect = async (visitor: Visitor): Promise<void> => {
    const words = [...(await visitor.page.evaluate<readonly string[]>(faintWords)), ...(await unseenFocus(visitor))];
    faint.push(...words.map((each) => `${visitor.place()}: ${each}`));
  };
  const sayOnMyPage = async (visitor: Visitor, deed: string | RegExp): Promise<void> => {
    await visitor.go('/me');
    await visitor.page
      .getByText(/^(Mute|Unmute), end or change/)
      .first()
      .click();
    await visitor.press(deed);
  };

  it('write from their own page, by a form that is filled in, with the keyboard alone', async () => {
    const { page } = ana;
    const write = page.getByRole('link', { name: `Write to ${bens.name}` });
    await write.focus();
    await Promise.all([page.waitForURL(/\/mailbox\/compose\?/), page.keyboard.press('Enter')]);
    expect(await page.getByLabel('From: the address of a member').inputValue()).toBe(anas.email);
    aliases.toBen = await page.getByLabel('To: a private address').inputValue();
    expect(aliases.toBen).toMatch(privateAddress);
    expect(await page.getByLabel('Subject').inputValue()).toMatch(/^Hello from /);
    await inspect(ana);
    await page.getByLabel('Subject').fill('Coffee on Thursday?');
    await page.keyboard.press('Tab');
    await page.keyboard.type(`At the Old Bakery. I am ${anas.email}, or 555 0101.`);
    for (let at = 0; at < 3; at++) await page.keyboard.press('Tab');
    await Promise.all([page.waitForURL(/\/mailbox\?sent/), page.keyboard.press('Enter')]);
    expect(await ana.text()).toContain('Your mail is on its way');
  });

  it('read what arrives from a private address, without the one it came from', async () => {
    await openWhenThere(ben, bens.email, 'Coffee on Thursday?');
    aliases.toAna = privateAddress.exec(await ben.text())?.[0] ?? '';
    const words = await wordsOfMail(ben);
    expect(words).toContain(`At the Old Bakery. I am ${aliases.toAna}, or 555 0101.`);
    expect(words).toContain('Or reply with nothing but STOP');
    await inspect(ben);
  });

  it('answer below the mail, with something attached', async () => {
    await ben.page.getByLabel('Attachment').setInputFiles({
      name: 'times.csv',
      mimeType: 'text/csv',
      buffer: Buffer.from(`day,who\nThursday,${bens.email}\n`),
    });
    await writeHere(ben, { text: 'Gladly, at four.' });
    await openWhenThere(ana, anas.email, 'Re: Coffee on Thursday?');
    expect(await wordsOfMail(ana)).toContain(`Gladly, at four.\n\n${anas.name} wrote:\n> At the Old Bakery.`);
    const [download] = await Promise.all([ana.page.waitForEvent('download'), ana.page.getByRole('link', { name: 'times.csv' }).click()]);
    const file = (await (await download.createReadStream()).toArray()).join('');
    expect(file).toContain(aliases.toBen);
    expect(file).not.toContain(bens.email);
  });

  it('have one thread in both mail programs, each by ids that it knows, also over SMTP', async () => {
    const about = { from: `Ana <${anas.email}>`, to: aliases.toBen, subject: 'Walls', messageId: '<first@mail.example.org>' };
    await sendBySmtp(run, { ...about, text: 'See my walls.', html: `<p>See <b>my walls</b>, says ${anas.email}.</p>` });
    await openWhenThere(ben, bens.email, 'Walls');
    expect(await wordsOfMail(ben)).toContain(`See my walls, says ${aliases.toAna}.`);
    const source = await openedSource(ben);
    const id = /^Message-ID: (<.+>)/im.exec(source)?.[1] ?? '';
    expect([source.includes('first@mail.example.org'), id]).toEqual([false, expect.stringContaining('@relay.example.com')]);
    const reply = { subject: 'Re: Walls', text: 'Yours are high.', messageId: '<second@mail.example.net>', inReplyTo: id, references: id };
    await sendBySmtp(run, { ...reply, from: bens.email, to: aliases.toAna });
    await openWhenThere(ana, anas.email, 'Re: Walls');
    const answered = await openedSource(ana);
    expect(answered).toMatch(/^In-Reply-To: <first@mail\.example\.org>/m);
    expect(answered).not.toContain('second@mail.example.net');
  });

  it('are told why a mail was not passed on: not authenticated, to oneself, from an address that nobody knows', async () => {
    await compose(ana, { from: anas.email, to: aliases.toBen, subject: 'Forged', text: 'Send me money.', isPretended: true });
    await openWhenThere(ana, anas.email, 'A message in your name was refused');
    await inspect(ana);
    await compose(ana, { from: anas.email, to: aliases.toAna, subject: 'Myself', text: 'Note to self.' });
    await openWhenThere(ana, anas.email, 'You wrote to your own private address');
    await sendBySmtp(run, { from: anas.other, to: aliases.toBen, subject: 'From the atelier', text: 'It is me, Ana.' });
    await openWhenThere(ana, anas.email, 'Is this other address yours?');
    await ana.clickInMail('My addresses');
    expect(ana.place()).toBe('/me/settings#addresses');
  });

  it('write from a further address once it is confirmed', async () => {
    await ana.page.getByLabel('Another address of yours').fill(anas.other);
    await ana.press('Add');
    await inspect(ana);
    await openWhenThere(ana, anas.other, "Is this address yours? – Sample Artists' Circle");
    await ana.clickInMail('Confirm this address');
    await ana.press('Yes, it is mine');
    expect(await ana.heading()).toBe('Confirmed');
    await sendBySmtp(run, { from: anas.other, to: aliases.toBen, subject: 'From the atelier, again', text: `Me, ${anas.other}.` });
    await openWhenThere(ben, bens.email, 'From the atelier, again');
    expect(await wordsOfMail(ben)).toContain(`Me, ${aliases.toAna}.`);
  });

  it('hear that copies to outsiders show their address', async () => {
    await compose(ana, { from: anas.email, to: `${aliases.toBen}, friend@example.org`, subject: 'You two', text: 'Come, both.' });
    await openWhenThere(ana, anas.email, 'Others saw your address');
    await openWhenThere(ben, bens.email, 'You two');
    expect(await ben.text()).not.toContain('friend@example.org');
    await putForward(ana, '1 hour on');
  });

  it('mute by the link that ends each mail, and unmute on the own page', async () => {
    await openWhenThere(ben, bens.email, 'You two');
    await ben.clickInMail(/conversation\?token=/);
    expect(await ben.heading()).toBe('Your conversation');
    await inspect(ben);
    await ben.press('Mute');
    expect(await ben.heading()).toBe('Muted');
    await compose(ana, { from: anas.email, to: aliases.toBen, subject: 'Too loud', text: 'Are you there?' });
    await openWhenThere(ana, anas.email, 'Your message was not passed on');
    expect(await wordsOfMail(ana)).not.toMatch(/mute/i);
    await sayOnMyPage(ben, /^Unmute/);
    expect(await ben.text()).toContain('Not muted any more.');
    await compose(ana, { from: anas.email, to: aliases.toBen, subject: 'Heard again', text: 'There you are.' });
    await openWhenThere(ben, bens.email, 'Heard again');
    await ben.go(`/mailbox?to=${bens.email}`);
    expect(await ben.text()).not.toContain('Too loud');
  });

  it('take a new private address, of which the other one is told', async () => {
    await sayOnMyPage(ana, /^Take a new private address/);
    expect(await ana.text()).toContain('You have a new private address here.');
    await inspect(ana);
    await compose(ben, { from: bens.email, to: aliases.toAna, subject: 'To the old one', text: 'Still yours?' });
    await openWhenThere(ben, bens.email, 'The address that you wrote to has changed');
    await openWhenThere(ben, bens.email, `A new address for ${anas.name}`);
    const renewed = privateAddress.exec(await wordsOfMail(ben))?.[0] ?? '';
    expect([renewed === aliases.toAna, renewed]).toEqual([false, expect.stringMatching(privateAddress)]);
    aliases.toAna = renewed;
    await ben.clickInMail(`Write to ${anas.name}`);
    await writeHere(ben, { subject: 'To the new one', text: 'Good morning.' });
    await openWhenThere(ana, anas.email, 'To the new one');
  });

  it('mute by a reply that says only STOP, until they write themselves', async () => {
    await openWhenThere(ben, bens.email, 'Heard again');
    await ben.page.getByLabel('To: a private address').fill(aliases.toAna);
    await writeHere(ben, { text: 'STOP' });
    await openWhenThere(ben, bens.email, 'Muted, as you asked');
    await compose(ana, { from: anas.email, to: aliases.toBen, subject: 'Unheard', text: 'Nobody reads this.' });
    await compose(ben, { from: bens.email, to: aliases.toAna, subject: 'Back', text: 'I am back.' });
    await openWhenThere(ana, anas.email, 'Back');
    await writeHere(ana, { text: 'Welcome back.' });
    await openWhenThere(ben, bens.email, 'Re: Back');
    await ben.go(`/mailbox?to=${bens.email}`);
    expect(await ben.text()).not.toContain('Unheard');
    await ana.go(`/mailbox?to=${anas.email}`);
    expect(await ana.text()).not.toContain('Re: Heard again');
  });

  it('report by the link, which ends it for both', async () => {
    await openWhenThere(ben, bens.email, 'Re: Back');
    await ben.clickInMail(/conversation\?token=/);
    await ben.follow('Report it');
    await inspect(ben);
    await ben.page.getByLabel('What happened?').fill('Asked me for money.');
    await ben.press('Report and end it');
    expect(await ben.heading()).toBe('Thank you');
    await ana.go('/me');
    expect(await ana.page.locator('article.introduction').first().innerText()).toContain(
      'The private address of this introduction is closed.',
    );
    expect(await ana.text()).not.toMatch(/report(ed)? you|money/);
  });

  it('end another conversation on the own page, asked once more', async () => {
    await ana.page
      .getByText(/^Mute, end or change/)
      .first()
      .click();
    await ana.follow(/^End/);
    expect(await ana.heading()).toMatch(/^End the conversation with Sample /);
    await inspect(ana);
    await ana.press('End it');
    expect(await ana.text()).toContain('Ended. Nothing more is passed on between the two of you.');
    expect(await ana.page.getByRole('link', { name: /^Write to/ }).count()).toBe(1);
  });

  it('make an operator see what was refused, by code, how much came back, and the report', async () => {
    await openWhenThere(ana, anas.email, 'Back');
    await ana.press('Let it come back');
    await beTheOperator(operator);
    await operator.go('/operator/relay');
    const row = async (name: string): Promise<string> =>
      (await operator.page.getByRole('row').filter({ hasText: name }).first().innerText()).replaceAll(/\s+/g, ' ');
    expect(await row('relay.unauthenticated')).toMatch(/ 1 1$/);
    expect(await row('relay.sender_not_allowed')).toMatch(/ 2 2$/);
    expect(await row('relay.closed')).toMatch(/ 3 3$/);
    expect(await row('Came back')).toMatch(/ 1 \d+\.\d\d% too many 1 \d+\.\d\d% too many$/);
    expect(await row('Reported')).toBe('Reported 1 1');
    await inspect(operator);
    await operator.follow('Reported');
    const report = await operator.page.locator('li.card').first().innerText();
    expect(report).toContain(`${bens.name} about ${anas.name}`);
    expect(report).toMatch(/Asked me for money\.\s+Their newest messages, each with a digest[^]*UTC, by the other one: \S{43}/);
    expect(report).not.toContain('Welcome back');
  });

  it('and the history of a private address, without theirs', async () => {
    await operator.go('/operator/relay');
    await operator.page.getByRole('textbox', { name: 'Private address' }).fill(aliases.toBen);
    await operator.press('Look it up');
    const history = await operator.page.getByRole('region', { name: aliases.toBen }).innerText();
    expect(history).toMatch(new RegExp(`Leads to\\s+${bens.name}\\s+Given to\\s+${anas.name}`));
    for (const words of ['given out', 'closed: one of the two reported the conversation', 'The conversation is over: 2'])
      expect(history).toContain(words);
    await inspect(operator);
    for (const { path, html } of operator.seen.filter(({ path }) => path.startsWith('/operator')))
      for (const { email } of [anas, bens]) expect([path, html.includes(email)]).toEqual([path, false]);
  });

  it('never saw the address of the other one, on a page or in a mail', async () => {
    const mails = await everyMail(run);
    const own = mails.filter(({ to }) => to === anas.email || to === bens.email);
    expect([own.length > 20, own.filter((mail) => !givesAway(mail, mail.to))]).toEqual([true, []]);
    for (const [email, ...owns] of [
      [anas.email, anas.email, anas.other],
      [anas.other, anas.other],
      [bens.email, bens.email],
    ] as const) {
      const leaks = mails.filter((mail) => !(owns as readonly string[]).includes(mail.to) && givesAway(mail, email));
      expect(leaks.map(({ source }) => source)).toEqual([]);
    }
    const ofThisRunAlone = /^\/(mailbox|people|clock)/;
    for (const [visitor, hidden] of [
      [ana, [bens.email]],
      [ben, [anas.email, anas.other]],
    ] as const)
      for (const { path, html } of visitor.seen.filter((page) => !ofThisRunAlone.test(page.path)))
        expect([path, hidden.filter((email) => html.includes(email.replace(/@.*/, '')))]).toEqual([path, []]);
  }, 120_000);

  it('came to no page that was too wide, too faint, without visible focus, reached outside, or threw', () => {
    expect([ana.faults, ben.faults, operator.faults, faint]).toEqual([[], [], [], []]);
  });
});
