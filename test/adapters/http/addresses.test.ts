import { describe, expect, it } from 'vitest';
import { confirmAddressPath } from '../../../adapters/http/links.ts';
import { leavingNow } from '../../../adapters/email/recipients.ts';
import { dayMs } from '../../../domain/kernel/instant.ts';
import { aBrowser, member, newestToken, signUp } from '../../support/web-people.ts';
import { createWebWorld, type WebWorld } from '../../support/web-world.ts';

const ana = 'ana@example.com';
const other = 'ana@example.org';
const addressesOf = async ({ introductions, idOf }: WebWorld) => (await introductions.members.find(idOf(ana)))?.otherAddresses ?? [];

const asked = async (typed = other) => {
  const world = await createWebWorld();
  const browser = await member(world, { email: ana });
  const settings = await (await browser.open('/me/settings')).press('Add', { address: typed });
  return { world, browser, settings };
};

describe('a further address', () => {
  it('is added on the settings, confirmed by the mail’s link on any device, and removed again', async () => {
    const { world, browser, settings } = await asked();
    expect(settings.text).toContain('We have written to that address.');
    expect(settings.text).toContain('waits for you to open the link in our mail, until Sunday');
    const elsewhere = aBrowser(world);
    const page = await elsewhere.open(confirmAddressPath(await newestToken(world, ana)));
    expect(page.text).toContain(`they write from ${other}, too`);
    expect(await addressesOf(world)).toEqual([]);
    expect((await page.press('Yes, it is mine')).heading).toBe('Confirmed');
    expect(await addressesOf(world)).toEqual([other]);
    const now = await browser.open('/me/settings');
    expect(now.text).toContain(`${other} confirmed`);
    const removed = await now.press('Remove');
    expect(removed.text).toContain('That address is removed.');
    expect(await addressesOf(world)).toEqual([]);
  });

  it.each([
    ['nobody@', 'This is not a mail address'],
    ['Ana+x@example.com', 'This address is yours already'],
  ])('is refused beside its field: %s', async (typed, words) => {
    const { world, settings } = await asked(typed);
    expect([settings.status, settings.html.includes('id="address-problem"')]).toEqual([422, true]);
    expect(settings.text).toContain(words);
    expect(settings.html).toContain(`value="${typed}"`);
    expect((await world.mailsTo(ana)).map(({ template }) => template)).not.toContain('confirm-address');
  });

  it('of somebody else is refused at the click, and nowhere before', async () => {
    const { world, settings } = await asked('ben@example.com');
    await signUp(world, { email: 'ben@example.com' });
    expect(settings.status).toBe(200);
    const page = await aBrowser(world).open(confirmAddressPath(await newestToken(world, ana)));
    const refused = await page.press('Yes, it is mine');
    expect([refused.status, refused.heading]).toEqual([409, 'This address has a membership of its own']);
    expect(await addressesOf(world)).toEqual([]);
  });

  it('is told of a link that is used, old or nobody’s', async () => {
    const { world } = await asked();
    const path = confirmAddressPath(await newestToken(world, ana));
    const page = await aBrowser(world).open(path);
    await page.press('Yes, it is mine');
    expect((await page.press('Yes, it is mine')).status).toBe(410);
    expect((await aBrowser(world).open(confirmAddressPath('x'))).status).toBe(404);
    world.clock.moveBy(dayMs);
    expect((await aBrowser(world).open(path)).status).toBe(410);
  });

  it('is not asked about more than five times a day', async () => {
    const { browser } = await asked();
    const settings = await browser.open('/me/settings');
    for (let at = 0; at < 4; at++) expect((await settings.press('Add', { address: `a${String(at)}@example.org` })).status).toBe(200);
    expect((await settings.press('Add', { address: 'more@example.org' })).status).toBe(429);
  });

  it('gets its mail without anybody’s name, and none once it is taken back', async () => {
    const { world, browser } = await asked();
    const [mail] = (await world.mailsTo(ana)).filter(({ template }) => template === 'confirm-address');
    expect(await leavingNow(mail!, world.introductions)).toEqual({ message: mail, recipient: { email: other, name: '' } });
    await (await browser.open('/me/settings')).press('Remove');
    expect(await leavingNow(mail!, world.introductions)).toBeUndefined();
  });
});
