import type { Page } from 'playwright-core';

/**
 * What a page says against its rules: evaluating text, which zod tries and does without, is none; nor are style attributes within what is
 * being edited. The browser's own editing puts those on what is typed over a mark, and the policy takes them off again. Everything else is.
 */
const TELL = `document.addEventListener('securitypolicyviolation', (event) => {
  const { effectiveDirective, blockedURI, sample } = event;
  /* The fields are in shadow roots; what has been taken away again tells the document. */
  const [place] = event.composedPath();
  const isTyped = !(place instanceof Element) || place.closest('[contenteditable]') !== null;
  if (blockedURI === 'eval' || (effectiveDirective === 'style-src-attr' && isTyped)) return;
  console.error('policy: ' + effectiveDirective + ' ' + blockedURI + ' ' + sample);
});`;

/** Collects what the browser complains of from now on: errors, warnings, and what breaks the policy of the page. */
export async function collectComplaints(page: Page): Promise<string[]> {
  const complaints: string[] = [];
  await page.addInitScript(TELL);
  page.on('pageerror', (error) => complaints.push(error.message));
  page.on('console', (message) => {
    if (/Content Security Policy/i.test(message.text())) return;
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  return complaints;
}
