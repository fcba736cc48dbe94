import { WINDOW_MS } from '@parley/flows/window.ts';
import type { Page } from 'playwright-core';
import { afterAll, afterEach, beforeAll, expect, test } from 'vitest';
import { openWebApp } from '../setup/web-app.ts';
import { bar, hears, log, openStage, type Stage, text } from './inbox-stage.ts';

/** On a busy machine, too. */
const SOON = { timeout: 15_000 };

let stage: Stage;
let leads: Page;
let agents: Page;
beforeAll(async () => {
  stage = await openStage((settings) => openWebApp(settings));
  ({ leads, agents } = stage);
});
afterAll(() => stage?.close());
afterEach(() => {
  stage.phones.areLateMs = 0;
  expect(stage.complaints).toEqual([]);
});

test('two agents press Take at once: one gets the conversation, answers and hands it back, and the bot goes on', async () => {
  // One of them is somewhere else: the title and the rail say that somebody waits, and it sounds.
  await agents.getByRole('link', { name: 'Flows' }).first().click();
  const phone = await stage.asksForPerson('15550001111', 'Customer One');
  await expect.poll(() => agents.title(), SOON).toMatch(/^\(1\)/);
  await expect.poll(() => agents.evaluate('window.notes ?? 0'), SOON).toBeGreaterThan(0);
  await agents.getByText('Customer One waits for a person').waitFor();
  await agents.getByRole('link', { name: 'Open', exact: true }).click();
  await leads.getByRole('link', { name: /Customer One/ }).click();

  const screens = [leads, agents];
  for (const screen of screens) await bar(screen).getByText('Waits for a person').waitFor();
  await Promise.all(
    screens.map((screen) => screen.getByRole('button', { name: 'Take', exact: true }).click()),
  );
  await Promise.all(
    screens.map((screen) => bar(screen).getByText('ha').getByText('this conversation').waitFor()),
  );
  const winners = await Promise.all(screens.map((screen) => bar(screen).getByText('You have').isVisible()));
  expect(winners.filter(Boolean)).toHaveLength(1);
  const [winner, other, name] = winners[0] ? [leads, agents, 'Lead'] : [agents, leads, 'Agent'];
  await bar(other).getByText(`${name} has this conversation`).waitFor();
  await other.getByText(`${name} was faster`).waitFor();

  await text(winner).fill('I am *here*.');
  await winner.keyboard.press('Enter');
  expect((await phone.receive()).text).toBe('I am *here*.');
  await log(other).getByText('here', { exact: true }).waitFor();

  // The hand-over leads on to the opening hours, and the flow ends; what is said next begins it again.
  await log(winner).click();
  await winner.keyboard.press('e');
  expect((await phone.receive()).text).toBe('Nine to five.');
  await bar(other).getByText('Done').waitFor();
  await phone.text('Hello again');
  expect((await phone.receive()).text).toContain('Hello!');
  await bar(winner).getByText('The bot runs “Front desk”').waitFor();
});

test('a session opens on the canvas of its version and is walked through with the arrow keys', async () => {
  const side = leads.getByRole('complementary', { name: 'Contact and flow' });
  await side.getByRole('link', { name: 'Front desk' }).last().click();
  const steps = leads.getByRole('listbox', { name: 'Steps of the session' });
  await steps.getByRole('option').nth(2).waitFor();
  const shown = () => steps.getByRole('option', { selected: true }).innerText();
  const lit = async () =>
    (await leads.locator('.react-flow__node:has(.card.lit)').all()).map((card) =>
      card.getAttribute('data-id'),
    );
  // From the greeting to the person, and by handing back to the hours and the end.
  expect((await Promise.all(await lit())).sort()).toEqual(['bye', 'hours', 'person', 'welcome']);
  expect(await shown()).toContain('Nine to five.');
  await steps.focus();
  await leads.keyboard.press('Home');
  await expect.poll(shown, SOON).toMatch(/Hello(.|\n)*The session begins(.|\n)*Hello!/);
  await expect.poll(async () => Promise.all(await lit()), SOON).toEqual(['welcome']);
  await leads.keyboard.press('ArrowDown');
  await expect.poll(shown, SOON).toMatch(/Talk to us(.|\n)*One moment\./);
  await expect.poll(async () => (await Promise.all(await lit())).sort(), SOON).toEqual(['person', 'welcome']);
  expect(await steps.getByRole('img', { name: 'Delivered' }).count()).toBeGreaterThan(1);
  await leads.getByRole('button', { name: 'Back to the conversation' }).click();
  await log(leads).waitFor();
});

test('the window closes while somebody writes: a template is left, its answer opens the window, and what was begun is there', async () => {
  stage.phones.areLateMs = WINDOW_MS - 15_000;
  const phone = await stage.asksForPerson('15550002222', 'Customer Two');
  await agents.getByRole('link', { name: /Customer Two/ }).click();
  await agents.getByRole('button', { name: 'Take', exact: true }).click();
  await bar(agents).getByText('You have this conversation').waitFor();
  await text(agents).fill('Half a sentence');
  const picker = agents.getByRole('combobox', { name: 'Choose a template' });
  await picker.waitFor({ timeout: 45_000 });
  await picker.click();
  await agents.getByRole('option', { name: /still_there/ }).click();
  await agents.getByRole('button', { name: 'Send the template' }).click();
  await hears(phone, 'Are you still there?');
  stage.phones.areLateMs = 0;
  await phone.tap('Yes');
  await expect.poll(() => text(agents).inputValue(), SOON).toBe('Half a sentence');
  await agents.getByRole('button', { name: 'Send', exact: true }).click();
  expect((await phone.receive()).text).toBe('Half a sentence');
  await log(agents).click();
  await agents.keyboard.press('e');
  expect((await phone.receive()).text).toBe('Nine to five.');
});

test('without a network nothing is lost: what is sent goes once it is back, the draft stays, and what came is there', async () => {
  const phone = await stage.asksForPerson('15550003333', 'Customer Three');
  await agents.getByRole('link', { name: /Customer Three/ }).click();
  await agents.getByRole('button', { name: 'Take', exact: true }).click();
  await bar(agents).getByText('You have this conversation').waitFor();
  await stage.agent.setOffline(true);
  for (const [place, said] of ['First', 'Second'].entries()) {
    await text(agents).fill(said);
    await agents.keyboard.press('Enter');
    await agents.getByRole('alert').getByText('Parley does not answer').nth(place).waitFor();
  }
  await text(agents).fill('Half a sentence');
  await phone.text('Are you there?');
  await stage.agent.setOffline(false);
  expect([(await phone.receive()).text, (await phone.receive()).text]).toEqual(['First', 'Second']);
  await log(agents).getByText('Are you there?').waitFor();
  await expect.poll(() => agents.getByRole('alert').getByText('does not answer').count(), SOON).toBe(0);
  await expect.poll(() => text(agents).inputValue(), SOON).toBe('Half a sentence');
  expect(phone.unread).toEqual([]);
  await agents.reload();
  await expect.poll(() => text(agents).inputValue(), SOON).toBe('Half a sentence');
});

test('what the composer can do reaches the phone: formatting, emoji, quotes, reactions, files, a voice, canned replies', async () => {
  await stage.ask('POST', '/api/canned-replies', {
    ...{ shortcut: 'hours', title: 'Hours', text: 'Dear {{contact.name}}, nine to five.', scope: 'all' },
  });
  const phone = await stage.asksForPerson('15550004444', 'Customer Four');
  const asked = await phone.text('Which colour?');
  await agents.reload();
  await agents.getByRole('link', { name: /Customer Four/ }).click();
  await agents.getByRole('button', { name: 'Take', exact: true }).click();
  const box = text(agents);
  await box.fill('red it is ');
  await box.press('Home');
  for (const _ of 'red') await box.press('Shift+ArrowRight');
  await agents.getByRole('button', { name: 'Bold', exact: true }).click();
  await box.press('End');
  await agents.getByRole('button', { name: 'Emoji', exact: true }).click();
  await pickParty();
  await expect.poll(() => box.inputValue(), SOON).toBe('*red* it is 🥳');
  const message = log(agents).getByRole('article').filter({ hasText: 'Which colour?' }).first();
  await message.hover();
  await message.getByRole('button', { name: 'Reply' }).click();
  await box.press('Enter');
  expect(await phone.receive()).toMatchObject({ body: '*red* it is 🥳', quotes: asked });
  await message.hover();
  await message.getByRole('button', { name: 'React' }).click();
  await pickParty();
  await message.getByText('🥳').waitFor();
  expect((await phone.receive()).type).toBe('reaction');

  const files = agents.locator('input[type="file"]');
  const file = (name: string, mimeType: string, buffer: Buffer) =>
    files.setInputFiles({ name, mimeType, buffer });
  await file('run.exe', 'application/x-msdownload', Buffer.from('MZ'));
  await agents.getByText(/WhatsApp does not take .*run\.exe/).waitFor();
  await file('large.png', 'image/png', Buffer.concat([PNG, Buffer.alloc(5 * 1024 * 1024)]));
  await agents.getByText(/large\.png is larger than the 5 MB/).waitFor();
  await file('dot.png', 'image/png', PNG);
  await agents.getByRole('list', { name: 'Attached files' }).getByText('dot.png').waitFor();
  await box.fill('A dot');
  await agents.getByRole('button', { name: 'Send', exact: true }).click();
  expect(await phone.receive()).toMatchObject({ type: 'image', body: 'A dot' });

  await agents.getByRole('button', { name: 'Record a voice note' }).click();
  // Whole seconds alone, not the times of the messages around them.
  await agents.getByText(/^0:0[1-9]$/).waitFor();
  await agents.getByRole('button', { name: 'Stop and attach' }).click();
  await agents.getByRole('list', { name: 'Attached files' }).getByText('voice-note.ogg').waitFor();
  await agents.getByRole('button', { name: 'Send', exact: true }).click();
  expect((await phone.receive()).text).toMatch(/^\[voice /);
  await log(agents).locator('audio').waitFor();
  // The browser is the judge of whether it is sound.
  const heard = await agents.evaluate(`(async () => {
    const last = [...document.querySelectorAll('article.is-out:has(audio)')].at(-1);
    const sound = await (await fetch('/api/media/' + last.id)).arrayBuffer();
    const head = new TextDecoder().decode(sound.slice(0, 4));
    const { duration } = await new OfflineAudioContext(1, 48_000, 48_000).decodeAudioData(sound);
    return { head, isLong: duration > 0.5 };
  })()`);
  expect(heard).toEqual({ head: 'OggS', isLong: true });

  await box.fill('/hou');
  await agents.getByRole('option', { name: /Hours/ }).waitFor();
  await box.press('Enter');
  await expect.poll(() => box.inputValue(), SOON).toBe('Dear Customer Four, nine to five.');
  // What was begun here stays here, while something else is begun there.
  await agents.getByRole('button', { name: /^Waiting/ }).click();
  await agents.getByRole('menuitem', { name: /^Mine/ }).click();
  await agents.getByRole('link', { name: /Customer Three/ }).click();
  await expect.poll(() => box.inputValue(), SOON).not.toContain('nine to five');
  await box.fill('Over there');
  await agents.getByRole('link', { name: /Customer Four/ }).click();
  await expect.poll(() => box.inputValue(), SOON).toBe('Dear Customer Four, nine to five.');
  await box.press('Alt+p');
  const note = agents.getByLabel(/^Write a note/);
  await note.fill('@Lead please look');
  await agents.getByRole('button', { name: 'Add the note' }).click();
  await log(agents).locator('strong', { hasText: '@Lead' }).waitFor();
  expect(phone.unread).toEqual([]);
});

test('names, texts, captions and file names that try to run are shown as the text that they are', async () => {
  const hurts = '<img src=x onerror="window.hurt=1">';
  const phone = await stage.asksForPerson('15550005555', hurts);
  await phone.text(`<script>window.hurt=1</script> javascript:window.hurt=1 ${hurts}`);
  await phone.sendDocument({
    filename: `"><svg onload=window.hurt=1>.pdf`,
    caption: `<b onclick="window.hurt=1">caption</b>`,
    bytes: Buffer.from('%PDF-1.7'),
  });
  await leads.goto(`${stage.app.url}/inbox`);
  await leads.getByText(hurts).first().click();
  await leads.getByRole('button', { name: 'Take', exact: true }).click();
  await bar(leads).getByText('You have this conversation').waitFor();
  await stage.ask('POST', `/api/conversations/${leads.url().split('/').at(-1)}/messages`, {
    message: { type: 'buttons', body: hurts, buttons: [{ id: 'a', title: '<img/src/onerror=a>' }] },
  });
  for (const shown of ['<script>', 'caption</b>', '.pdf', '<img/src/onerror=a>'])
    await log(leads).getByText(shown).first().waitFor();
  await leads.getByRole('heading', { name: hurts }).first().waitFor();
  await leads.getByLabel('Search messages and people').fill('script');
  await leads
    .getByRole('region')
    .or(leads.getByRole('list'))
    .getByText(/<script>/)
    .first()
    .waitFor();
  expect(await leads.evaluate('window.hurt')).toBeUndefined();
  expect(await leads.locator('.inbox img[src="x"], .inbox script, .inbox [onclick]').count()).toBe(0);
});

test('rights that are taken away while the inbox is open are gone within seconds', async () => {
  const { people } = await stage.ask('GET', '/api/people');
  const { id } = people.find(({ email }: { email: string }) => email === 'agent@example.com');
  const change = (changes: object) => stage.ask('PATCH', `/api/people/${id}`, changes);
  const { conversations } = await stage.ask('GET', '/api/inbox?view=all');
  const one = conversations.find(
    ({ contact }: { contact: { name: string } }) => contact.name === 'Customer One',
  );
  await agents.goto(`${stage.app.url}/inbox/${one.id}`);
  await text(agents).waitFor();
  await change({ role: 'viewer' });
  await agents.getByText('You may read this conversation, but not answer.').waitFor({ timeout: 8_000 });
  await change({ role: 'agent', isLimitedToTeams: true, teams: [] });
  await agents.getByText('There is no such conversation').waitFor({ timeout: 8_000 });
  await stage.emulator.phone('15550001111').text('Nobody else hears this');
  await leads.goto(`${stage.app.url}/inbox/${one.id}`);
  await log(leads).getByText('Nobody else hears this').waitFor();
  expect(await agents.getByText('Nobody else hears this').count()).toBe(0);
  await change({ isDisabled: true });
  await agents.getByRole('textbox', { name: 'Password' }).waitFor({ timeout: 8_000 });
});

/** By its name, with the keyboard. */
async function pickParty(): Promise<void> {
  const picker = agents.getByRole('dialog');
  await picker.getByRole('textbox').fill('party');
  await picker.getByText('🥳').waitFor();
  await agents.keyboard.press('Enter');
}

/** One point, so that there is something to see. */
const PNG = Buffer.from(
  'iVBORw0KGgoAAAANSUhEUgAAAAEAAAABCAYAAAAfFcSJAAAADUlEQVR42mNk+M9QDwADhgGAWjR9awAAAABJRU5ErkJggg==',
  'base64',
);
