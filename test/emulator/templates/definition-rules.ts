import { placeholders, type TemplateOptions } from './templates.ts';

/** Why Meta would not take a definition: its subcode, and what it says to people. */
export type DefinitionFault = { subcode: number; title: string; message: string };

type Parts = TemplateOptions['components'];

const fault = (subcode: number, title: string, message: string): DefinitionFault => ({
  subcode,
  title,
  message,
});

/**
 * What Meta checks at once when a template is submitted. Source: error codes 2388019–2388299 of the WhatsApp Business Management API, and
 * “Template components”.
 */
export function definitionFault(components: Parts, category: string): DefinitionFault | null {
  const bodies = components.filter(({ type }) => type === 'BODY');
  if (bodies.length !== 1) return fault(2388043, 'Body missing', 'A template has exactly one body.');
  for (const component of components) {
    const found = componentFault(component, category);
    if (found) return found;
  }
  return null;
}

function componentFault(component: Parts[number], category: string): DefinitionFault | null {
  switch (component.type) {
    case 'BODY':
      return category === 'AUTHENTICATION' ? null : bodyFault(component.text ?? '', component.example);
    case 'HEADER':
      return headerFault(component);
    case 'FOOTER': {
      if (component.text === undefined) return null;
      const isWrong = component.text.length > 60 || placeholders(component.text).length > 0;
      return isWrong
        ? fault(2388073, 'Footer not valid', 'A footer has at most 60 characters and no variables.')
        : null;
    }
    case 'BUTTONS': {
      const tooLong = component.buttons.some(({ text }) => (text?.length ?? 0) > 25);
      if (tooLong || component.buttons.length > 10) {
        return fault(
          2388040,
          'Character limit exceeded',
          'A button has at most 25 characters, a template 10 buttons.',
        );
      }
      const kinds = component.buttons.map(({ type }) => type === 'QUICK_REPLY');
      const changes = kinds.filter((kind, at) => at > 0 && kind !== kinds[at - 1]).length;
      return changes > 1
        ? fault(2388158, 'Buttons not grouped', 'Quick replies have to be grouped together.')
        : null;
    }
    default:
      return null;
  }
}

function bodyFault(text: string, example: unknown): DefinitionFault | null {
  const names = placeholders(text);
  if (text.length > 1024)
    return fault(2388040, 'Character limit exceeded', 'The body is longer than 1024 characters.');
  const trimmed = text.trim();
  if (/^\{\{/.test(trimmed) || /\}\}[\s.!?]*$/.test(trimmed)) {
    return fault(
      2388299,
      'Variables at the start or end',
      'Variables can’t be at the start or end of the template.',
    );
  }
  const words = trimmed.replaceAll(/\{\{\s*\w+\s*\}\}/g, ' ').match(/[\p{L}\p{N}]+/gu)?.length ?? 0;
  if (words < names.length * 2 + 1) {
    return fault(2388293, 'Too many variables', 'This template has too many variables for its length.');
  }
  if (names.length > 0 && samplesIn(example) < names.length) {
    return fault(
      2388043,
      'Sample missing',
      'Message template "components" param is missing expected field(s): example.',
    );
  }
  return null;
}

function headerFault(header: Extract<Parts[number], { type: 'HEADER' }>): DefinitionFault | null {
  const names = placeholders(header.text ?? '');
  if (header.format === 'TEXT') {
    if ((header.text?.length ?? 0) > 60 || names.length > 1) {
      return fault(2388072, 'Header not valid', 'A header has at most 60 characters and one variable.');
    }
    return names.length > 0 && samplesIn(header.example) === 0
      ? fault(2388043, 'Sample missing', 'The header needs a sample.')
      : null;
  }
  if (header.format === 'LOCATION') return null;
  return samplesIn(header.example) === 0
    ? fault(2388273, 'Media sample missing', 'The header needs a sample file.')
    : null;
}

/** Samples that are not empty, in whatever list they stand. */
function samplesIn(example: unknown): number {
  if (typeof example === 'string') return example.trim() === '' ? 0 : 1;
  if (Array.isArray(example)) return example.reduce((sum: number, item) => sum + samplesIn(item), 0);
  if (typeof example !== 'object' || example === null) return 0;
  if ('param_name' in example) return samplesIn(Reflect.get(example, 'example'));
  return Object.values(example).reduce((sum: number, item) => sum + samplesIn(item), 0);
}
