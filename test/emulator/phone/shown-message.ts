import type { GraphMessage } from '../rules/message-rules.ts';
import type { TemplateDefinition } from '../templates/templates.ts';
import { showInteractive } from './show-interactive.ts';
import { showTemplate } from './show-template.ts';
import { type Content, fileName, type ShownOption } from './shown-content.ts';

/** One message from the business, as the person sees it. */
export type ShownMessage = {
  wamid: string;
  /** When it reached the phone; ms since 1970 by the emulator's clock. */
  at: number;
  /** `text`, `image`, … ; for interactive messages their own kind, e.g. `button`, `list`; `template` for templates. */
  type: string;
  /** The whole message in a form that a person can read, options included. */
  text: string;
  /** The main text alone, filled in. Empty where there is none. */
  body: string;
  options: ShownOption[];
  /** The message it quotes. */
  quotes: string | null;
  readAt: number | null;
  /** Graph JSON as it was accepted. */
  graph: GraphMessage;
};

/** What a message looks like on the phone. `template` is needed for a template message only. */
export function show(message: GraphMessage, template: TemplateDefinition | undefined): Content {
  switch (message.type) {
    case 'text':
      return plain('text', message.text.body, message.text.body);
    case 'image':
    case 'video': {
      const media = message.type === 'image' ? message.image : message.video;
      return plain(
        message.type,
        withCaption(message.type, fileName(media), media.caption),
        media.caption ?? '',
      );
    }
    case 'audio':
      return plain('audio', `[${message.audio.voice ? 'voice' : 'audio'} ${fileName(message.audio)}]`, '');
    case 'document': {
      const { caption, filename } = message.document;
      return plain(
        'document',
        withCaption('document', filename ?? fileName(message.document), caption),
        caption ?? '',
      );
    }
    case 'sticker':
      return plain('sticker', `[sticker ${fileName(message.sticker)}]`, '');
    case 'location': {
      const { name, address, latitude, longitude } = message.location;
      const label = [name, address].filter(Boolean).join(', ');
      return plain('location', `[location ${label ? `${label} ` : ''}${latitude}, ${longitude}]`, '');
    }
    case 'contacts': {
      const cards = message.contacts.map((card) =>
        [card.name.formatted_name, ...(card.phones ?? []).map((phone) => phone.phone ?? '')].join(' '),
      );
      return plain('contacts', cards.map((card) => `[contact ${card}]`).join('\n'), '');
    }
    case 'reaction':
      return plain(
        'reaction',
        message.reaction.emoji ? `[reaction ${message.reaction.emoji}]` : '[reaction removed]',
        '',
      );
    case 'interactive':
      return showInteractive(message.interactive);
    case 'template':
      return showTemplate(message.template, template);
  }
}

function plain(type: string, text: string, body: string): Content {
  return { type, text, body, options: [] };
}

function withCaption(kind: string, name: string, caption: string | undefined): string {
  return `[${kind} ${name}]${caption ? `\n${caption}` : ''}`;
}
