import { mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { openScreen, SCREENS } from './screens.ts';
import { openWebApp } from './setup/web-app.ts';

/** `npm run screenshots`: a picture of each screen for the docs, a few also in the dark and on a phone. Names as arguments make only those. */
const FOLDER = join(import.meta.dirname, '../docs/screenshots');
const MAX_BYTES = 150_000;
const WIDE = { width: 1280, height: 800 };
const PHONE = { width: 390, height: 844 };
const ALSO_DARK = new Set(['flow', 'flow-simulator']);
const ALSO_NARROW = new Set(['flows', 'flow-simulator']);

const wanted = new Set(process.argv.slice(2));
const pictures = SCREENS.filter(({ name }) => wanted.size === 0 || wanted.has(name)).flatMap((screen) => [
  { screen, end: '', viewport: WIDE, colorScheme: 'light' as const },
  ...(ALSO_DARK.has(screen.name)
    ? [{ screen, end: '-dark', viewport: WIDE, colorScheme: 'dark' as const }]
    : []),
  ...(ALSO_NARROW.has(screen.name)
    ? [{ screen, end: '-narrow', viewport: PHONE, colorScheme: 'light' as const }]
    : []),
]);

await mkdir(FOLDER, { recursive: true });
const app = await openWebApp();
try {
  for (const { screen, end, viewport, colorScheme } of pictures) {
    const options = { viewport, colorScheme, locale: 'en-GB', reducedMotion: 'reduce' as const };
    const page = await app.browser.newPage(options);
    const path = join(FOLDER, `${screen.name}${end}.png`);
    await openScreen(page, screen, app);
    await page.screenshot({ path });
    await page.close();
    const { size } = await stat(path);
    const isLarge = size > MAX_BYTES;
    console.log(`${screen.name}${end}.png  ${(size / 1000).toFixed(0)} kB${isLarge ? ', too large' : ''}`);
    if (isLarge) process.exitCode = 1;
  }
} finally {
  await app.close();
}
