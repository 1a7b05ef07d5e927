import { expect } from 'vitest';
import type { PageOfMessages } from '../../adapters/http/contract.ts';
import type { Visitor } from './journey-visitor.ts';

/** The policy of the page lets no words become script, so that what is asked is asked again from here. */
export const until = async ({ page }: Pick<Visitor, 'page'>, question: string, timeout = 15_000): Promise<void> => {
  await expect.poll(async () => page.evaluate(question), { timeout }).toBe(true);
};

/** From their own page, by the newest introduction, with the keyboard alone; answers with the thread. */
export const openChatByKeyboard = async (visitor: Visitor): Promise<string> => {
  await visitor.go('/me');
  const { page } = visitor;
  await page.getByRole('link', { name: 'Open the chat' }).first().focus();
  await Promise.all([page.waitForURL(/\/chat\/[^/]+$/), page.keyboard.press('Enter')]);
  await page.locator('.scroll[aria-busy=false]').waitFor();
  return visitor.place().replace('/chat/', '');
};

export const openChat = async (visitor: Visitor, thread: string): Promise<void> => {
  await visitor.go(`/chat/${thread}`);
  await visitor.page.locator('.scroll[aria-busy=false]').waitFor();
};

/** Writes with the keyboard and sends. */
export const say = async ({ page }: Visitor, text: string): Promise<void> => {
  await page.locator('#words').focus();
  await page.keyboard.insertText(text);
  await page.keyboard.press('Enter');
};

/** What is to be read of each message that is stored, from the first to the last. */
export const threadOn = async ({ page }: Visitor): Promise<readonly string[]> =>
  page.evaluate<readonly string[]>(`[...document.querySelectorAll('.message:not(.pending) .bubble')].map((bubble) =>
    bubble.querySelector('.player')?.getAttribute('aria-label') ?? [...bubble.querySelectorAll('.subject, .words')].map((each) => each.textContent).join(': '))`);

export const hears = async ({ page }: Visitor, text: string): Promise<void> =>
  page.locator('.message.theirs:not(.pending)').filter({ hasText: text }).last().waitFor();

/** How far the newest of one's own has got, as it says itself. */
export const progressIs = async ({ page }: Visitor, words: 'Sent' | 'Delivered' | 'Read' | 'Sent by mail'): Promise<void> => {
  await expect
    .poll(async () => page.locator('.message.mine .meta').last().innerText(), { timeout: 15_000 })
    .toMatch(new RegExp(`${words}$`));
};

/** Whether somebody sits in front of it; the window is open all the same. */
export const setLookedAt = async ({ page }: Visitor, isLookedAt: boolean): Promise<void> => {
  await page.evaluate(`Object.defineProperty(document, 'hasFocus', { value: () => ${String(isLookedAt)}, configurable: true });
    dispatchEvent(new Event('${isLookedAt ? 'focus' : 'blur'}'))`);
};

/** The thread as the server has it for whoever is signed in there. */
export const threadOnServer = async ({ page }: Visitor, thread: string): Promise<PageOfMessages> => {
  const answer = await page.request.get(new URL(`/chat/api/threads/${thread}/messages?after=0&limit=100`, page.url()).href);
  expect(answer.status()).toBe(200);
  return (await answer.json()) as PageOfMessages;
};

/** What both windows show and what the server has for both, once nothing is on its way; fails where that is not one. */
export const threadOfBoth = async (
  { ana, ben }: { readonly ana: Visitor; readonly ben: Visitor },
  thread: string,
): Promise<readonly string[]> => {
  for (const visitor of [ana, ben]) await until(visitor, "document.querySelectorAll('.pending').length === 0");
  await expect
    .poll(async () => JSON.stringify(await threadOn(ana)) === JSON.stringify(await threadOn(ben)), { timeout: 15_000 })
    .toBe(true);
  const [hers, his] = [await threadOnServer(ana, thread), await threadOnServer(ben, thread)];
  const ids = hers.messages.map(({ id }) => id);
  expect(his.messages.map(({ id }) => id)).toEqual(ids);
  expect(new Set(ids).size).toBe(ids.length);
  expect(hers.messages.map(({ seq }) => seq)).toEqual(ids.map((_, at) => at + 1));
  const shown = await threadOn(ana);
  expect(shown).toHaveLength(ids.length);
  return shown;
};

/** The private address that leads to the partner of the newest introduction, as it stands on somebody's own page. */
export const addressOnPageOf = async (visitor: Visitor): Promise<string> => {
  const tab = await visitor.tab();
  await tab.go('/me');
  const words = await tab.page.locator('article.introduction .address').first().innerText();
  await tab.page.close();
  return words.replaceAll(/\s/g, '');
};
