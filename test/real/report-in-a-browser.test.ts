import { mkdirSync } from 'node:fs';
import { join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { launchBrowser, type TestBrowser } from '../support/browser.ts';
import { aWorkshop, smallSurvey, type Workshop } from '../support/run-loop.ts';

const pictures = fileURLToPath(new URL('../../test-results/', import.meta.url));

describe('the report in a browser', () => {
  let shop: Workshop;
  let browser: TestBrowser;
  beforeAll(async () => {
    shop = aWorkshop();
    mkdirSync(pictures, { recursive: true });
    await shop.shell('loop sample members --count 61 --seed 7 >sample.csv; loop round preview sample.csv --week 2026-W47 --out sample');
    shop.write('small.json', smallSurvey);
    const long = 'W'.repeat(400);
    shop.write(
      'odd.csv',
      `email,name,tags\n<b>a</b>@example.com,x\n"a@example.com","<script>document.title='run'</script>${long}","<img src=x onerror=alert(1)>"\nb@example.com,${long},<img src=x onerror=alert(1)>\n${'c'.repeat(60)}@example.com,,\n`,
    );
    await shop.shell(
      'loop round preview odd.csv --survey small.json --week 2026-W47 --out odd --skip-bad; echo email >empty.csv; loop round preview empty.csv --survey small.json --out empty',
    );
    browser = await launchBrowser();
  });
  afterAll(async () => {
    await browser.close();
    shop.remove();
  });

  const views = ['sample', 'odd', 'empty'].flatMap((report) =>
    [360, 1280].flatMap((width) => [false, true].map((dark) => [report, width, dark] as const)),
  );
  it.each(views)('fits and asks for nothing outside: %s at %i px (dark: %s)', async (report, width, dark) => {
    const { page, screenshot, refused, errors } = await browser.open(join(shop.folder, report, 'report.html'), {
      width,
      height: 800,
      dark,
    });
    await screenshot(join(pictures, `report-${report}-${String(width)}-${dark ? 'dark' : 'light'}.png`));
    const overflow: unknown = await page.evaluate('document.documentElement.scrollWidth - innerWidth');
    expect([refused, errors, overflow]).toEqual([[], [], 0]);
    expect(await page.title()).not.toBe('run');
    const requests: unknown = await page.evaluate("performance.getEntriesByType('resource').length");
    expect(requests).toBe(0);
  });

  it('shows every pair with its reasons, and follows the light or dark of the system', async () => {
    const ground = 'getComputedStyle(document.body).backgroundColor + getComputedStyle(document.documentElement).backgroundColor';
    const [light, dark] = await Promise.all(
      [false, true].map((isDark) => browser.open(join(shop.folder, 'sample', 'report.html'), { width: 800, height: 800, dark: isDark })),
    );
    expect(await light?.page.evaluate(ground)).not.toBe(await dark?.page.evaluate(ground));
    const text = (await light?.page.textContent('body')) ?? '';
    for (const [, name] of shop.read('sample.csv').matchAll(/,(Sample [^,]+),/g)) expect(text).toContain(name);
  });
});
