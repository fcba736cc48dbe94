/** A text within a message or a node: the field it is in, what else is there, and the path that translations name it by. */
export type TextPlace = { field: string; owner: { readonly [field: string]: unknown }; path: string };

/**
 * The same structure with every text in it written anew. Ids, types, names of fields and of templates are no texts. The path of a text
 * is `prefix`, then fields; a member of a list goes by its id where it has one, else by its index: `menu.buttons.order.title`.
 */
export function mapTexts<T>(value: T, prefix: string, write: (text: string, place: TextPlace) => string): T {
  // Sound because `mapped` keeps every type and every field as it is, and texts stay texts.
  return mapped(value, { field: '', owner: {}, path: prefix }, '', write) as T;
}

function mapped(
  value: unknown,
  place: TextPlace,
  ownerField: string,
  write: (text: string, place: TextPlace) => string,
): unknown {
  if (typeof value === 'string') return isText(place, ownerField) ? write(value, place) : value;
  if (Array.isArray(value)) {
    return value.map((item, index) => {
      const path = `${place.path}.${idOf(item) ?? index}`;
      return mapped(item, { field: place.field, owner: place.owner, path }, ownerField, write);
    });
  }
  if (!isRecord(value)) return value;
  // A loop and plain assignments: every message that is sent comes by here.
  const copy: { [field: string]: unknown } = {};
  for (const field of Object.keys(value)) {
    const path = place.path === '' ? field : `${place.path}.${field}`;
    const content = mapped(value[field], { field, owner: value, path }, place.field, write);
    if (field === '__proto__') Object.defineProperty(copy, field, { ...PLAIN, value: content });
    else copy[field] = content;
  }
  return copy;
}

const PLAIN = { configurable: true, enumerable: true, writable: true };

const NO_TEXT = new Set([
  'type',
  'id',
  'productId',
  'products',
  'thumbnailProductId',
  'formId',
  'screen',
  'token',
  'waId',
]);

function isText({ field, owner }: TextPlace, ownerField: string): boolean {
  // Of `rowsFrom` only the title of the last row is a text; the rest names a variable and its fields. What a form is given is all texts.
  if (ownerField === 'rowsFrom') return field === 'more';
  if (ownerField === 'data') return true;
  // What is known of a stored file describes it; none of it is said.
  if (ownerField === 'file') return false;
  if (ownerField === 'offerEnds') return false;
  // A place and a contact card have a name to read; a template and its parameters have one to go by.
  if (field === 'name') return 'latitude' in owner || 'phones' in owner;
  return !NO_TEXT.has(field);
}

function idOf(item: unknown): string | undefined {
  return isRecord(item) && typeof item.id === 'string' && item.id !== '' ? item.id : undefined;
}

function isRecord(value: unknown): value is { readonly [field: string]: unknown } {
  return typeof value === 'object' && value !== null;
}
