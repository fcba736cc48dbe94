import { describeEffect, describeMessage } from '@parley/flows/describe.ts';
import { type OutboundMessage, optionsOf } from '@parley/flows/message.ts';
import type { Happening } from '@parley/flows/simulation.ts';

/** What happened, for a person in a terminal: `<` the bot says, options by the number that picks them, the rest in one line each. */
export function happeningLines(happening: Happening): string[] {
  switch (happening.type) {
    case 'message': {
      const { message, refused } = happening;
      return [
        ...textLines(message).map((line) => `< ${line}`),
        ...optionLines(message),
        ...(refused ? ['! not delivered: the 24-hour window is closed, only a template may be sent'] : []),
      ];
    }
    case 'effect': {
      const { effect } = happening;
      const line = describeEffect(effect);
      if (line === null) return [];
      return effect.type === 'call' ? [line, '  answer it with /call JSON or /call failed'] : [line];
    }
    case 'ended':
      return [`= session ended: ${happening.reason}`];
    case 'nothing':
      return [`~ nothing happens: ${happening.reason}`];
  }
}

/** The message without what can be tapped: that follows as a numbered list. */
function textLines(message: OutboundMessage): string[] {
  switch (message.type) {
    case 'list':
      return describeMessage({ ...message, sections: [] });
    case 'buttons':
      // The last line holds the buttons.
      return describeMessage(message).slice(0, -1);
    case 'template':
      return describeMessage({ ...message, buttons: [] });
    default:
      return describeMessage(message);
  }
}

function optionLines(message: OutboundMessage): string[] {
  const described =
    message.type === 'list' ? message.sections.flatMap(({ rows }) => rows) : optionsOf(message);
  return described.map((option, index) => {
    const more = 'description' in option && option.description ? ` – ${option.description}` : '';
    return `    ${index + 1}) ${option.title}${more}`;
  });
}
