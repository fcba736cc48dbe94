import { mapTexts } from './message-texts.ts';

/**
 * The message or node in another language: each text that `texts` has a translation for, by its path, is replaced. The path is `prefix`
 * (the node's id), then the fields: `menu.body`, `menu.buttons.order.title`, `menu.sections.0.title`.
 */
export function localise<T>(message: T, prefix: string, texts: Record<string, string> | undefined): T {
  if (!texts) return message;
  return mapTexts(message, prefix, (text, { path }) =>
    Object.hasOwn(texts, path) ? (texts[path] ?? text) : text,
  );
}
