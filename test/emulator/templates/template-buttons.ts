import { type Refusal, refusal } from '../graph/graph-error.ts';
import type { SentComponent } from '../rules/template-rules.ts';
import { badParameter, checkCount, checkText, type Where } from './template-parameters.ts';
import { placeholders, type TemplateButton } from './templates.ts';

/** Every button that needs a parameter has one of its kind, and no other button has any. */
export function checkButtons(
  defined: TemplateButton[],
  sent: SentComponent[],
  prefix: string,
  where: Where,
): Refusal | null {
  const buttons = sent.filter((component) => component.type === 'button');
  for (const button of buttons) {
    const definition = defined[button.index];
    const place = `${prefix}buttons: button at index ${button.index}`;
    if (!definition) return refusal(131009, `${place} does not exist in the template`);
    if (buttons.filter((other) => other.index === button.index).length > 1) {
      return refusal(131009, `${place} is given twice`);
    }
    const expected = expectedButton(definition);
    if (button.sub_type !== expected.subType) {
      return refusal(132012, `${place} is of type ${definition.type}, not ${button.sub_type}`);
    }
    const [parameter] = button.parameters;
    if (!parameter || parameter.type !== expected.parameter) {
      return refusal(132012, `${place} needs a parameter of type ${expected.parameter}`);
    }
    if (expected.presence === 'never') return checkCount(place, 1, 0);
    if (parameter.type === 'text') {
      const refused = checkText(parameter.text, where);
      if (refused) return refused;
    }
    if (parameter.type === 'coupon_code' && parameter.coupon_code.length > 20) {
      return badParameter(`${place}: coupon code is longer than 20 characters`, where);
    }
  }
  for (const [index, definition] of defined.entries()) {
    const isGiven = buttons.some((button) => button.index === index);
    if (expectedButton(definition).presence === 'always' && !isGiven) {
      return refusal(
        131008,
        `${prefix}buttons: button at index ${index} of type ${definition.type} requires a parameter`,
      );
    }
  }
  return null;
}

/** What a message has to say about a button of this kind, if anything. */
function expectedButton(button: TemplateButton) {
  const kind = button.type.toUpperCase();
  const hasVariable = placeholders(button.url ?? '').length > 0;
  if (kind === 'URL')
    return { subType: 'url', parameter: 'text', presence: hasVariable ? 'always' : 'never' };
  if (kind === 'OTP') return { subType: 'url', parameter: 'text', presence: 'always' };
  if (kind === 'COPY_CODE') return { subType: 'copy_code', parameter: 'coupon_code', presence: 'always' };
  if (kind === 'MPM') return { subType: 'mpm', parameter: 'action', presence: 'always' };
  if (kind === 'FLOW' || kind === 'CATALOG') {
    return { subType: kind.toLowerCase(), parameter: 'action', presence: 'maybe' };
  }
  if (kind === 'QUICK_REPLY') return { subType: 'quick_reply', parameter: 'payload', presence: 'maybe' };
  return { subType: 'none', parameter: 'none', presence: 'never' };
}
