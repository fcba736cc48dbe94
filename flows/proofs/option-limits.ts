import type { Scope } from '../expression.ts';
import { limitsOf } from '../limits.ts';
import type { OutboundMessage } from '../message.ts';
import { areAlwaysDifferent } from './different-texts.ts';
import { count, type Fault, idFaults, optional, present, problem, required } from './text-limits.ts';

type Message<Type extends OutboundMessage['type']> = Extract<OutboundMessage, { type: Type }>;

/** Limits of what the contact can choose from: buttons, rows of a list, products. */

export function buttonFaults({ buttons }: Message<'buttons'>, scope: Scope): Fault[] {
  const { min, max, title, id } = limitsOf(scope).buttons;
  return [
    ...count('buttons', buttons.length, { min, max, what: 'buttons' }),
    ...buttons.flatMap((button, at) => {
      const path = `buttons.${button.id}`;
      const before = buttons.slice(0, at);
      const twin = before.find((other) => !areAlwaysDifferent(other.title, button.title));
      return [
        ...required(`${path}.title`, button.title, 'The title of a button', title, scope),
        ...idFaults(path, button.id, before, id),
        ...(twin ? [sameTitle(`${path}.title`, button.title, twin.title)] : []),
      ];
    }),
  ];
}

function sameTitle(path: string, title: string, other: string): Fault {
  const message = `Two buttons of a message must not have the same title, and “${title}” can read the same as “${other}”. Begin each with words of its own.`;
  return problem(path, message);
}

export function rowFaults({ sections, rowsFrom }: Message<'list'>, scope: Scope): Fault[] {
  const { list } = limitsOf(scope);
  const rows = sections.flatMap((section, at) =>
    section.rows.map((row) => ({ ...row, path: `sections.${section.id || at}.rows.${row.id}` })),
  );
  const min = rowsFrom ? 0 : 1;
  /* With rows from a variable there is room for one of them and for the one that shows more. */
  const max = rowsFrom ? list.rows - 2 : list.rows;
  const what = rowsFrom ? 'written rows beside those from a variable' : 'rows in all sections together';
  return [
    ...count('sections', sections.length, { min, max: list.sections, what: 'sections' }),
    ...count('sections', rows.length, { min, max, what }),
    ...sectionTitles(sections, list.sectionTitle, scope),
    ...sections.flatMap(({ rows: own, id }, at) =>
      own.length > 0 || rowsFrom
        ? []
        : [problem(`sections.${id || at}`, 'A section needs a row. Add one, or take the section away.')],
    ),
    ...rows.flatMap(({ path, id, title, description }, at) => [
      ...required(`${path}.title`, title, 'The title of a row', list.rowTitle, scope),
      ...optional(`${path}.description`, description, 'The description of a row', list.rowDescription, scope),
      ...idFaults(path, id, rows.slice(0, at), list.rowId),
    ]),
  ];
}

export function productFaults({ sections }: Message<'products'>, scope: Scope): Fault[] {
  const { sections: most, products: max, sectionTitle } = limitsOf(scope).products;
  const all = sections.reduce((sum, { products }) => sum + products.length, 0);
  return [
    ...count('sections', sections.length, { min: 1, max: most, what: 'sections' }),
    ...count('sections', all, { min: 1, max, what: 'products in all sections together' }),
    ...sectionTitles(sections, sectionTitle, scope),
    ...sections.flatMap(({ products, id }, at) => {
      const path = `sections.${id || at}.products`;
      return products.length === 0
        ? [problem(path, 'A section needs a product. Add one, or take the section away.')]
        : products.flatMap((productId, of) => present(`${path}.${of}`, productId, 'The id of a product'));
    }),
  ];
}

/** Several sections need a title each; a title that is there is not empty. */
function sectionTitles(
  sections: readonly { id?: string | undefined; title?: string | undefined }[],
  max: number,
  scope: Scope,
): Fault[] {
  return sections.flatMap(({ id, title }, at) => {
    const path = `sections.${id || at}.title`;
    if (title !== undefined) return required(path, title, 'The title of a section', max, scope);
    return sections.length > 1 ? [problem(path, 'With several sections, each needs a title.')] : [];
  });
}
