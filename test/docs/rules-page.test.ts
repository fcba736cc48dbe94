import { expect, test } from 'vitest';
import { rulesPage } from './rules-page.ts';

test('docs/rules.md says what the rules say', async () => {
  await expect(rulesPage()).toMatchFileSnapshot('../../docs/rules.md');
});
