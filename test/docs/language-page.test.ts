import { expect, test } from 'vitest';
import { languagePage } from './language-page.ts';

test('docs/flows.md says what the code says', async () => {
  await expect(languagePage()).toMatchFileSnapshot('../../docs/flows.md');
});
