import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openSampleCafe } from './sample-cafe.ts';
import { cafeScreens, openScreen, SCREENS, type Screen } from './screens.ts';

/** `npm run screenshots`: a picture of each screen for the docs, a few also in the dark and on a phone. Names as arguments make only those. */
const FOLDER = join(import.meta.dirname, '../docs/screenshots');
const MAX_BYTES = 150_000;
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const ALSO_DARK = new Set(['flow-simulator', 'conversation', 'templates']);
const ALSO_NARROW = new Set(['flows', 'flow-simulator', 'conversation']);
const FEWER = new Set(['first-visit', 'flow-commands', 'flow-shortcuts', 'flow-problems', 'flow-form']);

const cafe = await openSampleCafe();

/** Those that axe looks at, and those that need a café with something going on in it. */
const screens: readonly Screen[] = [
  ...SCREENS.filter(({ name }) => !FEWER.has(name)),
  {
    name: 'flow-form',
    path: '/flows/cafe-orders/edit',
    shows: '.side-body :is(input, textarea)',
    open: (page) => page.locator('.react-flow__node[data-id="welcome"]').click(),
  },
  {
    name: 'flow-problems',
    path: '/flows/book-a-table/edit',
    shows: '[role="dialog"] .problem-fixes button',
    open: (page) => page.keyboard.press('p'),
  },
  ...cafeScreens(cafe.conversation),
];

const wanted = new Set(process.argv.slice(2));
const pictures = screens
  .filter(({ name }) => wanted.size === 0 || wanted.has(name))
  .flatMap((screen) => [
    { screen, end: '', viewport: WIDE, colorScheme: 'light' as const },
    ...(ALSO_DARK.has(screen.name)
      ? [{ screen, end: '-dark', viewport: WIDE, colorScheme: 'dark' as const }]
      : []),
    ...(ALSO_NARROW.has(screen.name)
      ? [{ screen, end: '-narrow', viewport: PHONE, colorScheme: 'light' as const }]
      : []),
  ]);

await mkdir(FOLDER, { recursive: true });
try {
  const cookies = await cafe.context.cookies();
  for (const { screen, end, viewport, colorScheme } of pictures) {
    const options = { viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' as const };
    const context = await cafe.app.browser.newContext(options);
    await context.addCookies(cookies);
    const page = await context.newPage();
    const path = join(FOLDER, `${screen.name}${end}.png`);
    await openScreen(page, screen, { url: cafe.app.url });
    await page.screenshot({ path });
    await context.close();
    const { size } = await stat(path);
    const isLarge = size > MAX_BYTES;
    console.log(`${screen.name}${end}.png  ${(size / 1000).toFixed(0)} kB${isLarge ? ', too large' : ''}`);
    if (isLarge) process.exitCode = 1;
  }
} finally {
  await cafe.close();
}
