/** Each reason for which WhatsApp rejects a template, or moves it to another category. The words for people are in `lint-words.ts`. */
export type FindingCode =
  | 'name'
  | 'language'
  | 'empty'
  | 'too-long'
  | 'sample'
  | 'braces'
  | 'place-order'
  | 'place-name'
  | 'place-edge'
  | 'place-neighbours'
  | 'places-many'
  | 'spaces'
  | 'header-places'
  | 'header-plain'
  | 'footer-place'
  | 'buttons-count'
  | 'buttons-mixed'
  | 'buttons-urls'
  | 'buttons-phones'
  | 'buttons-codes'
  | 'buttons-twice'
  | 'url'
  | 'url-place'
  | 'phone'
  | 'form'
  | 'offer-footer'
  | 'offer-category'
  | 'offer-button'
  | 'cards-count'
  | 'cards-category'
  | 'cards-alike'
  | 'card-buttons'
  | 'code-missing'
  | 'code-only'
  | 'code-minutes'
  | 'code-apps'
  | 'code-app'
  | 'code-category'
  | 'sells'
  | 'many-buttons'
  | 'twin';

export type Finding = {
  code: FindingCode;
  level: 'error' | 'warning';
  /** A path in the content, `name` or `language`. */
  field: string;
  /** The limit that was broken, in characters. */
  limit?: number;
};

export function finding(field: string, code: FindingCode, level: Finding['level'] = 'error'): Finding {
  return { code, level, field };
}

/** A text that must be there and no longer than `limit` characters. */
export function length(field: string, text: string, limit: number): Finding[] {
  if (text.trim() === '') return [finding(field, 'empty')];
  return [...text].length > limit ? [{ ...finding(field, 'too-long'), limit }] : [];
}
