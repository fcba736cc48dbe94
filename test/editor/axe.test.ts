import { readFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import type { AxeResults } from 'axe-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openSampleCafe, type SampleCafe } from '../sample-cafe.ts';
import { cafeScreens, openScreen, SCREENS, standsStill } from '../screens.ts';

let cafe: SampleCafe;
let axe: string;

beforeAll(async () => {
  cafe = await openSampleCafe();
  axe = await readFile(createRequire(import.meta.url).resolve('axe-core/axe.min.js'), 'utf8');
});
afterAll(() => cafe?.close());

/** What axe finds at fault so badly that somebody could not use it. In the dark only colours differ. */
async function findings(width: number): Promise<string[]> {
  const found: string[] = [];
  const { app, conversation } = cafe;
  const page = await app.browser.newPage({
    viewport: { width, height: 844 },
    reducedMotion: 'reduce',
    locale: 'en-GB',
  });
  for (const screen of [...SCREENS, ...cafeScreens(conversation)]) {
    if (screen.isWide && width < 600) continue;
    for (const colorScheme of ['light', 'dark'] as const) {
      await page.emulateMedia({ colorScheme });
      if (colorScheme === 'light') await openScreen(page, screen, app);
      else await standsStill(page);
      const only = colorScheme === 'dark' ? `runOnly: ['color-contrast'],` : '';
      /* By the debugger's way in, which the page's own policy on scripts does not hold for. */
      if (!(await page.evaluate(`'axe' in window`))) await page.evaluate(axe);
      const { violations } = (await page.evaluate(
        `axe.run(document, { ${only} resultTypes: ['violations'] })`,
      )) as AxeResults;
      for (const { id, impact, nodes } of violations) {
        if (impact !== 'serious' && impact !== 'critical') continue;
        for (const { html, failureSummary } of nodes.slice(0, 3)) {
          const why = failureSummary?.split('\n')[1]?.trim();
          found.push(`${screen.name}, ${colorScheme}: ${id}: ${why} ${html.slice(0, 160)}`);
        }
      }
    }
  }
  await page.close();
  return found;
}

test.each([1280, 390])(
  'no screen keeps anybody out, as far as axe can tell, %i pixels wide',
  async (width) => {
    expect(await findings(width)).toEqual([]);
  },
);
