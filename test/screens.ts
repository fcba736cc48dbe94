import type { Page } from 'playwright-core';

/**
 * A screen, one line each in the lists below, for what looks at all of them: axe, and the pictures of the docs. `path` is where it is, `open`
 * what brings it up there, `shows` what is there once it is ready. `isWide` marks what narrow windows do not have.
 */
export type Screen = {
  name: string;
  path: string;
  shows: string;
  open?: (page: Page) => Promise<void>;
  isWide?: true;
};

const CAFE = '/flows/cafe-orders/edit';
const CARD = '.react-flow__node';
const press = (keys: string) => (page: Page) => page.keyboard.press(keys);

export const SCREENS: readonly Screen[] = [
  { name: 'first-visit', path: '/', shows: `${CARD}, main h1` },
  { name: 'home', path: '/', shows: 'main h1' },
  { name: 'flows', path: '/flows', shows: 'a[href*="cafe-orders"]' },
  { name: 'flow', path: CAFE, shows: CARD },
  { name: 'flow-simulator', path: CAFE, shows: '.phone-place', open: press('t') },
  {
    name: 'flow-form',
    path: CAFE,
    shows: '.side-body :is(input, textarea)',
    open: press('ArrowRight'),
    isWide: true,
  },
  { name: 'flow-outline', path: CAFE, shows: '[role="treeitem"]', open: press('o'), isWide: true },
  {
    name: 'flow-problems',
    path: CAFE,
    shows: '[role="dialog"] .problem, [role="dialog"] p',
    open: press('p'),
  },
  { name: 'flow-commands', path: CAFE, shows: '[role="dialog"] [role="option"]', open: press('Control+k') },
  { name: 'flow-shortcuts', path: CAFE, shows: '.shortcuts dt', open: press('Shift+?') },
  { name: 'people', path: '/people', shows: 'h1' },
  { name: 'teams', path: '/teams', shows: 'h1' },
  { name: 'keys', path: '/keys', shows: 'h1' },
  { name: 'audit', path: '/audit', shows: 'h1' },
  { name: 'flow-tests', path: CAFE, shows: '.panel-head h2', open: press('e'), isWide: true },
  { name: 'flow-history', path: CAFE, shows: '.panel-head h2', open: press('h'), isWide: true },
  { name: 'flow-settings', path: CAFE, shows: '.panel-form h2', open: press('s'), isWide: true },
  {
    name: 'flow-variables',
    path: CAFE,
    shows: '.floating.panel-form, .floating.panel-whole',
    open: press('v'),
    isWide: true,
  },
  {
    name: 'flow-translations',
    path: CAFE,
    shows: '.panel-whole, .panel-form',
    open: press('l'),
    isWide: true,
  },
];

/** Those that need a café with something going on in it (`openSampleCafe`): `conversation` is one of its conversations. */
export const cafeScreens = (conversation: string): readonly Screen[] => [
  { name: 'inbox', path: '/inbox', shows: 'a[href*="/inbox/"]' },
  { name: 'conversation', path: `/inbox/${conversation}`, shows: '[role="log"] [data-message]' },
  { name: 'contacts', path: '/contacts', shows: 'text=Garden Theatre' },
  { name: 'templates', path: '/templates', shows: 'text=spring_menu' },
  { name: 'broadcasts', path: '/broadcasts', shows: 'text=Spring menu' },
  { name: 'numbers', path: '/numbers', shows: 'main h1' },
  { name: 'notices', path: '/notices', shows: 'main h1' },
  { name: 'prices', path: '/prices', shows: 'main h1' },
];

/** Said as done: the first steps open the phone, and take their time to. */
const SKIP_FIRST_VISIT = `location.protocol.startsWith('http') && localStorage.setItem('parley-first-steps', 'done')`;

/** Opens a screen, with the key or else as whoever has signed in, and waits until it stands still. */
export async function openScreen(
  page: Page,
  { name, path, shows, open }: Screen,
  app: { url: string; key?: string },
) {
  /* Otherwise only what stands behind the # would be another, and the page stay as it was left. */
  await page.goto('about:blank');
  if (name !== 'first-visit') await page.addInitScript(SKIP_FIRST_VISIT);
  await page.goto(`${app.url}${path}${app.key === undefined ? '' : `#key=${app.key}`}`);
  if (path.includes('/edit')) await page.locator(CARD).first().waitFor();
  await open?.(page);
  await page.locator(shows).first().waitFor();
  await page.locator('[aria-busy="true"]').first().waitFor({ state: 'detached' });
  await standsStill(page);
}

/** Until what moves or changes its colour has done so. */
export async function standsStill(page: Page): Promise<void> {
  await page.evaluate(`(async () => {
    await document.fonts.ready;
    const frame = () => new Promise(requestAnimationFrame);
    /* A change shows in the frame after next, and what has moved may set something else in motion. */
    for (let still = 0; still < 2; ) {
      await frame();
      const moving = document
        .getAnimations()
        .filter((one) => one.playState === 'running' && one.effect?.getTiming().iterations !== Infinity);
      still = moving.length > 0 ? 0 : still + 1;
      await Promise.all(moving.map(({ finished }) => finished.catch(() => {})));
    }
  })()`);
}
