import type { Page } from 'playwright-core';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { openWebApp, type WebApp } from '../setup/web-app.ts';

let app: WebApp;
const complaints: string[] = [];

beforeAll(async () => {
  app = await openWebApp();
});
afterAll(() => app?.close());

/** A browser of its own: nothing of one is known in the other. */
async function newBrowser(): Promise<Page> {
  const context = await app.browser.newContext({ viewport: { width: 1280, height: 844 } });
  const page = await context.newPage();
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) complaints.push(message.text());
  });
  return page;
}

test('the first administrator invites an agent, who sees what an agent may, until they are disabled', async () => {
  const admin = await newBrowser();
  await admin.goto(app.setupLink ?? '');
  await admin.getByLabel('Name').fill('Ada');
  await admin.getByLabel('Email').fill('ada@example.com');
  await admin.getByLabel('Choose a password').fill('correct horse battery');
  await admin.getByRole('button', { name: 'Begin' }).click();
  // The first visit begins in the sample.
  await admin.waitForURL(/\/flows\//);
  await admin.getByRole('link', { name: 'People' }).click();
  await admin.getByText('(you)').waitFor();
  expect(admin.url()).not.toContain('setup');

  await admin.getByRole('button', { name: 'Invite' }).click();
  await admin.getByLabel('Email').fill('grace@example.com');
  await admin.getByRole('button', { name: 'Make the invitation' }).click();
  const link = await admin.getByLabel('Link of the invitation').inputValue();
  await admin.getByRole('button', { name: 'Close' }).click();

  const agent = await newBrowser();
  await agent.goto(link);
  await agent.getByText('Ada invites you. Your role: Agent.').waitFor();
  await agent.getByLabel('Name').fill('Grace');
  await agent.getByLabel('Choose a password').fill('another horse battery');
  await agent.getByRole('button', { name: 'Begin' }).click();
  await agent.getByRole('link', { name: 'Your account' }).waitFor();
  expect(await agent.getByRole('link', { name: 'People' }).count()).toBe(0);
  await agent.goto(`${app.url}/audit`);
  await agent.getByText('This is not among what you may do.').waitFor();

  await agent.goto(`${app.url}/profile`);
  await agent.getByText('grace@example.com').waitFor();
  await admin.reload();
  await admin.getByRole('button', { name: 'Grace' }).click();
  await admin.getByRole('button', { name: 'Disable' }).click();
  await admin.getByRole('button', { name: 'Enable again' }).waitFor();
  await agent.getByLabel('Name').fill('Grace H.');
  await agent.getByRole('button', { name: 'Save', exact: true }).click();
  await agent.getByRole('dialog').getByText('You are signed out').waitFor();
  // What was typed is still there, behind the question for the password.
  expect(await agent.getByLabel('Name').inputValue()).toBe('Grace H.');
  expect(complaints).toEqual([]);
});
