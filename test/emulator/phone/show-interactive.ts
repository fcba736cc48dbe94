import type { Interactive } from '../rules/interactive-rules.ts';
import { type Content, fileName, type ShownOption } from './shown-content.ts';

type Header =
  | { type: 'text'; text: string }
  | { type: 'image'; image: { id?: string; link?: string } }
  | { type: 'video'; video: { id?: string; link?: string } }
  | { type: 'document'; document: { id?: string; link?: string; filename?: string } };

/** Interactive messages: header, body, footer, then whatever can be touched in brackets or as bullet points. */
export function showInteractive(interactive: Interactive): Content {
  const body = interactive.body?.text ?? '';
  const { lines, options } = showAction(interactive);
  const text = [
    'header' in interactive && interactive.header ? showHeader(interactive.header) : '',
    body,
    'footer' in interactive && interactive.footer ? `_${interactive.footer.text}_` : '',
    ...lines,
  ];
  return { type: interactive.type, body, text: text.filter(Boolean).join('\n'), options };
}

export function showHeader(header: Header): string {
  switch (header.type) {
    case 'text':
      return `*${header.text}*`;
    case 'image':
      return `[image ${fileName(header.image)}]`;
    case 'video':
      return `[video ${fileName(header.video)}]`;
    case 'document':
      return `[document ${header.document.filename ?? fileName(header.document)}]`;
  }
}

function showAction(interactive: Interactive): { lines: string[]; options: ShownOption[] } {
  switch (interactive.type) {
    case 'button':
      return bracketed(
        interactive.action.buttons.map(({ reply }) => ({ kind: 'reply', id: reply.id, title: reply.title })),
      );
    case 'list':
      return showList(interactive.action);
    case 'cta_url':
      return bracketed([linkOption(interactive.action)]);
    case 'location_request_message':
      return bracketed([{ kind: 'send-location', id: 'send_location', title: 'Send location' }]);
    case 'request_contact_info':
      return { lines: ['[Share contact info]'], options: [] };
    case 'product':
      return products([{ product_items: [interactive.action] }]);
    case 'product_list':
      return products(interactive.action.sections);
    case 'catalog_message':
      return bracketed([{ kind: 'catalog', id: 'catalog', title: 'View catalog' }]);
    case 'flow': {
      const { flow_cta, flow_id, flow_name, flow_token } = interactive.action.parameters;
      return bracketed([
        { kind: 'form', id: flow_id ?? flow_name ?? '', title: flow_cta, token: flow_token ?? 'unused' },
      ]);
    }
    case 'carousel':
      return showCards(interactive.action.cards);
  }
}

function showList(action: Extract<Interactive, { type: 'list' }>['action']) {
  const lines = [`[${action.button}]`];
  const options: ShownOption[] = [];
  for (const section of action.sections) {
    if (section.title) lines.push(`${section.title}:`);
    for (const row of section.rows) {
      lines.push(`- ${row.title}${row.description ? `: ${row.description}` : ''}`);
      options.push({ kind: 'row', id: row.id, title: row.title, description: row.description });
    }
  }
  return { lines, options };
}

function products(sections: { title?: string; product_items: { product_retailer_id: string }[] }[]) {
  const lines = sections.flatMap((section) => [
    ...(section.title ? [`${section.title}:`] : []),
    ...section.product_items.map((item) => `- product ${item.product_retailer_id}`),
  ]);
  const options = sections.flatMap((section) =>
    section.product_items.map((item): ShownOption => {
      return { kind: 'product', id: item.product_retailer_id, title: item.product_retailer_id };
    }),
  );
  return { lines, options };
}

function showCards(cards: Extract<Interactive, { type: 'carousel' }>['action']['cards']) {
  const lines: string[] = [];
  const options: ShownOption[] = [];
  for (const card of cards) {
    const shown =
      card.type === 'product'
        ? products([{ product_items: [card.action] }])
        : bracketed(
            'buttons' in card.action
              ? card.action.buttons.map(({ quick_reply }) => ({ kind: 'reply', ...quick_reply }))
              : [linkOption(card.action)],
          );
    if (card.type === 'cta_url')
      lines.push(`(${card.card_index + 1}) ${showHeader(card.header)} ${card.body?.text ?? ''}`.trim());
    lines.push(...shown.lines);
    options.push(...shown.options);
  }
  return { lines, options };
}

function linkOption(action: { parameters: { display_text: string; url: string } }): ShownOption {
  const { display_text, url } = action.parameters;
  return { kind: 'link', id: display_text, title: display_text, url };
}

/** Buttons on one line: `[Yes] [No]`; a link shows where it leads. */
export function bracketed(options: ShownOption[]): { lines: string[]; options: ShownOption[] } {
  const line = options.map((option) => `[${option.title}${option.url ? ` → ${option.url}` : ''}]`).join(' ');
  return { lines: line ? [line] : [], options };
}
