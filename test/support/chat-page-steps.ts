import type { Page } from 'playwright-core';
import { expect } from 'vitest';

/** The policy of the page lets no words become script, so that what is asked is asked again from here. */
export const until = async (page: Page, question: string): Promise<void> => {
  await expect.poll(async () => page.evaluate(question), { timeout: 15_000 }).toBe(true);
};

/** A tone in place of a microphone, which machines of tests do not have. */
export const humming = `navigator.mediaDevices.getUserMedia = async () => {
  const context = new AudioContext();
  const tone = context.createOscillator();
  const end = context.createMediaStreamDestination();
  tone.connect(end);
  tone.start();
  return end.stream;
}`;

export const write = async (page: Page, text: string): Promise<void> => {
  await page.fill('#words', text);
  await page.press('#words', 'Enter');
};

/** Nobody looks at the page, or somebody does again. */
export const lookedAt = (isLookedAt: boolean): string =>
  `Object.defineProperty(document, 'hasFocus', { value: () => ${String(isLookedAt)}, configurable: true }), dispatchEvent(new Event('${isLookedAt ? 'focus' : 'blur'}'))`;
