import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** The middle of an element, on the screen. */
export async function middleOf(element: Locator): Promise<[number, number]> {
  const box = await element.boundingBox();
  if (!box) throw new Error('it is not in sight');
  return [box.x + box.width / 2, box.y + box.height / 2];
}

/** After the view has moved: two looks at the same place. */
export async function standsStill(element: Locator): Promise<void> {
  let before = '';
  await expect
    .poll(async () => {
      const last = before;
      before = String(await middleOf(element));
      return last === before;
    })
    .toBe(true);
}

/** Drags with the mouse, by way of the middle: some targets show only while something comes near. */
export async function drag(page: Page, from: [number, number], to: [number, number]): Promise<void> {
  await page.mouse.move(...from);
  await page.mouse.down();
  await page.mouse.move((from[0] + to[0]) / 2, (from[1] + to[1]) / 2, { steps: 4 });
  await page.mouse.move(...to, { steps: 4 });
  await page.mouse.up();
}
