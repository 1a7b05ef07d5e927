import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import { confirmAddressPath, conversationPath, metPath, skipPath, surveyPath, unsubscribePath } from '../../../adapters/http/links.ts';
import { changed } from '../../../domain/kernel/decision.ts';
import { formatWeek } from '../../../domain/kernel/iso-week.ts';
import type { OpenPage } from '../../support/browse.ts';
import { attributesOf } from '../../support/page-parts.ts';
import { aBrowser, holdRound, introducedPair, invited, member, newestToken, signIn, signUp } from '../../support/web-people.ts';
import { createWebWorld, type WebWorld } from '../../support/web-world.ts';

const hostile = '<b>x</b>"\'&\u202eevil\u202c https://evil.example/ \u0000';

/** Every kind of page that strangers and members see, with and without problems. */
const everyPage = async (world: WebWorld): Promise<ReadonlyMap<string, OpenPage>> => {
  const { ana, match } = await introducedPair(world);
  const { secrets } = world.needs;
  const about = { member: world.idOf('ana@example.com'), week: match.week };
  const next = { ...about, week: world.needs.calendar.nextRound(world.clock.now()).week };
  const stranger = aBrowser(world);
  const { survey } = await invited(world, { email: 'new@example.com' });
  await signUp(world, { email: 'other@example.com' });
  const [home, me, settings, signIn] = [
    await stranger.open('/'),
    await ana.open('/me'),
    await ana.open('/me/settings'),
    await stranger.open('/sign-in'),
  ];
  const partner = await ana.open(`/me/introductions/${formatWeek(match.week)}`);
  const skip = await stranger.open(skipPath(secrets, next));
  const met = await stranger.open(metPath(secrets, about, 'planned'));
  const unsubscribe = await stranger.open(unsubscribePath(secrets, world.idOf('new@example.com')));
  const withAddress = await settings.press('Add', { address: 'ana@example.org' });
  const confirm = await stranger.open(confirmAddressPath(await newestToken(world, 'ana@example.com')));
  const conversation = await stranger.open(conversationPath(secrets, match.alias));
  const report = await conversation.follow('Report it');
  const pages: readonly (readonly [string, OpenPage])[] = [
    ['home', home],
    ['home with problems', await home.press('Send me the questions', { email: hostile, name: hostile })],
    ['home of a member', await ana.open('/')],
    ['check your mail', await stranger.open('/check-your-mail')],
    ['sign in', signIn],
    ['sign in with a problem', await signIn.press('Mail me a link', { email: hostile })],
    ['landing', await stranger.open(surveyPath(await newestToken(world, 'other@example.com')))],
    ['unknown link', await stranger.open(surveyPath('x'))],
    ['survey', survey],
    [
      'survey with problems',
      await survey.press('Send my answers', { 'q.themes': hostile, 'q.current_work': hostile, 'q.time_zone': hostile }),
    ],
    ['answers', await ana.open('/survey')],
    ['thanks', await ana.open('/survey/thanks')],
    ['me', me],
    ['me with a problem', await me.press('Pause until then', { until: '' })],
    ['settings', settings],
    ['settings with a problem', await settings.press('Change', { name: hostile })],
    ['settings with an address that is none', await settings.press('Add', { address: hostile })],
    ['settings with an address that waits', withAddress],
    ['confirm address', confirm],
    ['address confirmed', await confirm.press('Yes, it is mine')],
    ['partner', partner],
    ['partner with a problem', await partner.press('Send the report', { text: '' })],
    ['export', await ana.open('/me/export')],
    ['leave', await ana.open('/me/leave')],
    ['erase', await ana.open('/me/erase')],
    ['left', await stranger.open('/left')],
    ['erased', await stranger.open('/erased')],
    ['unsubscribe', unsubscribe],
    ['unsubscribed', await unsubscribe.press('Unsubscribe')],
    ['skip', skip],
    ['skipped', await skip.press('Skip it')],
    ['me, skipped', await ana.open('/me?done=skipped')],
    ['met', met],
    ['met thanks', await met.press('Yes')],
    ['conversation', conversation],
    ['end the conversation', await ana.open(`/me/introductions/${formatWeek(match.week)}/end`)],
    ['end the conversation by a link', await conversation.follow('End the conversation')],
    ['report the conversation', report],
    ['report with a problem', await report.press('Report and end it', { words: hostile.repeat(100) })],
    ['conversation muted', await conversation.press('Mute')],
    ['me, muted', await ana.open('/me')],
    ['conversation ended', await (await conversation.follow('End the conversation')).press('End it')],
    ['me, ended', await ana.open('/me')],
    ['nowhere', await ana.open('/nowhere')],
  ];
  const signedOut = await survey.press('Sign out').then(async () => survey.press('Send my answers', { 'q.themes': hostile }));
  return new Map([...pages, ['signed out', signedOut]]);
};

describe('every page', () => {
  let pages: ReadonlyMap<string, OpenPage>;
  beforeAll(async () => {
    pages = await everyPage(await createWebWorld());
  });
  const each = (check: (page: OpenPage, name: string) => void): void => {
    expect(pages.size).toBeGreaterThan(25);
    for (const [name, page] of pages) check(page, name);
  };

  it('has a language, a title and one heading of the first level', () => {
    each(({ html, title }, name) => {
      expect(html, name).toMatch(/^<!doctype html>\n<html lang="en">/);
      expect(title.length, name).toBeGreaterThan(10);
      expect(html.match(/<h1[ >]/g), name).toHaveLength(1);
      expect(html.match(/<main /g), name).toHaveLength(1);
    });
  });

  it('names every field, button and link', () => {
    each(({ html }, name) => {
      expect(unnamedIn(html), name).toEqual([]);
    });
  });

  it('uses each id once, and refers to none that is not there', () => {
    each(({ html }, name) => {
      const ids = [...html.matchAll(/ id="([^"]*)"/g)].map(([, id = '']) => id);
      expect(
        ids.filter((id, at) => ids.indexOf(id) !== at),
        name,
      ).toEqual([]);
      const meant = [...html.matchAll(/ (?:for|list|aria-describedby|aria-labelledby|href)="(#?[^"/:]*)"/g)].flatMap(
        ([attribute, to = '']) =>
          attribute.startsWith(' href') && !to.startsWith('#') ? [] : to.split(' ').map((one) => one.replace('#', '')),
      );
      expect(
        meant.filter((id) => !ids.includes(id)),
        name,
      ).toEqual([]);
    });
  });

  it('weighs at most 100 KB compressed, stylesheet included, and asks nothing of other sites', async () => {
    const styles = await (await aBrowser(await createWebWorld()).send('/style.css', {})).text();
    each(({ html }, name) => {
      expect(gzipSync(html).length + gzipSync(styles).length, name).toBeLessThan(100 * 1024);
      const loaded = [...html.matchAll(/<(?:link|img|script|iframe|source)[^>]* (?:href|src)="([^"]*)"/g)].map(
        ([, address = '']) => address,
      );
      expect(
        loaded.filter((address) => !/^\/(?!\/)/.test(address)),
        name,
      ).toEqual([]);
      expect(html, name).not.toMatch(/ style="| on[a-z]+="/);
    });
    expect(styles).not.toMatch(/url\(|@import/);
  });

  it('keeps what somebody typed as text', () => {
    each(({ html }, name) => {
      expect(html, name).not.toContain('<b>x</b>');
      expect(html, name).not.toMatch(/href="https:\/\/evil/);
    });
  });
});

it('shows a stored name of any kind as text of its own direction', async () => {
  const world = await createWebWorld();
  const { ana } = await introducedPair(world);
  await world.introductions.members.change(world.idOf('ben@example.com'), (found) =>
    changed(found === undefined ? undefined : { ...found, name: hostile }, undefined),
  );
  for (const path of ['/me', '/me/introductions/2026-W48']) {
    const { html } = await ana.open(path);
    expect(html).toContain('<bdi>&lt;b&gt;x&lt;/b&gt;');
    expect(html).not.toMatch(/[\u202e\u202c\u0000]/);
    expect(html).not.toContain('<b>x');
  }
});

it('a page with a year of introductions weighs at most 100 KB compressed', async () => {
  const world = await createWebWorld();
  const ana = await member(world, { email: 'ana@example.com' });
  for (let at = 0; at < 30; at++)
    await member(world, { email: `m${String(at)}@example.com`, name: `Member ${String(at)}`, studio: 'foundry' });
  for (let at = 0; at < 8; at++) await holdRound(world);
  const { html } = await signIn(world, ana, 'ana@example.com');
  const [one = ''] = /<article.*?<\/article>/s.exec(html) ?? [];
  expect(one).not.toBe('');
  expect(gzipSync(html).length + 60 * gzipSync(one).length).toBeLessThan(100 * 1024);
});

/** Fields without a label, buttons and links without words. */
const unnamedIn = (html: string): readonly string[] => {
  const labelled = new Set([...html.matchAll(/<label[^>]* for="([^"]*)"/g)].map(([, id = '']) => id));
  const wrapped = [...html.matchAll(/<label.*?<\/label>/gs)].map(([label]) => label).join('\n');
  const fields = [...html.matchAll(/<(?:input|select|textarea)( [^>]*)>/g)].filter(([tag, inner = '']) => {
    const attributes = attributesOf(inner);
    if (attributes['type'] === 'hidden') return false;
    return !labelled.has(attributes['id'] ?? '') && !('aria-label' in attributes) && !wrapped.includes(tag);
  });
  const empty = [...html.matchAll(/<(a|button)( [^>]*)>(.*?)<\/\1>/gs)].filter(
    ([, , , inner = '']) => inner.replaceAll(/<[^>]*>/g, '').trim() === '',
  );
  const groups = [...html.matchAll(/<fieldset[^>]*>\s*(<[a-z]+)/g)].filter(([, first]) => first !== '<legend');
  return [...fields, ...empty, ...groups].map(([tag]) => tag);
};
