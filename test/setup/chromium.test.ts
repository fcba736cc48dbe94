import { once } from 'node:events';
import { createServer } from 'node:http';
import { expect, test } from 'vitest';
import { launchBrowser } from './chromium.ts';

test('the browser of the tests runs a page that this machine serves', async () => {
  const page = `<button onclick="this.textContent = 'clicked ' + navigator.userAgent">Not yet</button>`;
  const server = createServer((_request, response) =>
    response.setHeader('content-type', 'text/html').end(page),
  );
  await once(server.listen(0, '127.0.0.1'), 'listening');
  const address = server.address();
  if (address === null || typeof address === 'string') throw new Error('no address');
  const browser = await launchBrowser();
  try {
    const tab = await browser.newPage();
    await tab.goto(`http://127.0.0.1:${address.port}/`);
    await tab.getByRole('button').click();
    expect(await tab.getByRole('button').textContent()).toMatch(/^clicked .*Chrome/);
  } finally {
    await browser.close();
    server.close();
  }
});
