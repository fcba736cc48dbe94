import type { Change, SingleChange } from '@parley/flows/edit/change.ts';
import type { Flow } from '@parley/flows/flow.ts';
import type { TextRow } from '@parley/flows/translations.ts';
import { withText } from '../inspector/text-change.ts';

/**
 * What writes one cell of the table. The default language's text stands in the node; any other's is a translation, and an empty
 * one is taken away. Null when there is nothing to do, or the text cannot be written here.
 */
export function cellChange(flow: Flow, row: TextRow, locale: string, text: string): Change | null {
  const { defaultLocale, texts } = flow.settings;
  if (text === (row.texts[locale] ?? '')) return null;
  if (locale !== defaultLocale) {
    return { kind: 'texts', locale, texts: [{ path: row.path, text: text === '' ? null : text }] };
  }
  const node = flow.nodes[row.node];
  const written = node && text !== '' ? withText(flow, row.node, node, row.path, text) : null;
  if (!written) return null;
  const replace: SingleChange = { kind: 'replace', node: row.node, config: written };
  /* A translation into the default language would go on being said instead. */
  if (!Object.hasOwn(texts?.[locale] ?? {}, row.path)) return replace;
  const clear: SingleChange = { kind: 'texts', locale, texts: [{ path: row.path, text: null }] };
  return { kind: 'batch', name: `Edit “${row.node}”`, changes: [replace, clear] };
}
