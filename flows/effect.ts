import type { Scope, Values } from './expression.ts';
import type { Facts } from './input.ts';
import { localise } from './localise.ts';
import { factsIn } from './logic.ts';
import type { Action, FlowMachine } from './machine-schema.ts';
import { renderJson, renderMessage, renderText, renderUrl } from './render.ts';
import type { Context, Effect } from './turn.ts';

/** Renders what an action says with the context of its own moment, not with the one that the turn ended in. */
export function toEffect(
  { config, scope }: { config: FlowMachine; scope: Scope },
  action: Action,
  { context, facts, turn }: { context: Context; facts: Facts; turn: number },
): Effect | null {
  const { locale } = context;
  const values: Values = { vars: context.vars, facts: factsIn(context, facts) };
  const texts = config.meta.flow.texts?.[locale];
  const say = (text: string, key: string) => renderText(texts?.[key] ?? text, scope, values, locale);
  switch (action.type) {
    case 'send': {
      const { key, message } = action.params;
      const page = context.local[`${nodeOf(key)}.page`] ?? 0;
      return {
        type: 'send',
        node: nodeOf(key),
        message: renderMessage(localise(message, key, texts), scope, values, locale, page),
      };
    }
    case 'call': {
      const { node, method, url, headers, body, timeoutMs } = action.params;
      return {
        type: 'call',
        node,
        call: `${node}#${turn}`,
        request: {
          method,
          url: renderUrl(url, scope, values, locale),
          headers: Object.fromEntries(
            Object.entries(headers).map(([name, value]) => [
              name,
              oneLine(renderText(value, scope, values, locale)),
            ]),
          ),
          body: body === null ? null : renderJson(body, scope, values, locale),
          timeoutMs,
        },
      };
    }
    case 'escalate': {
      const { node, method, team, summary, priority, reason } = action.params;
      return {
        type: 'escalate',
        node,
        method,
        ...(team !== undefined && { team }),
        ...(summary !== undefined && { summary: say(summary, `${node}.summary`) }),
        ...(priority !== undefined && { priority }),
        ...(reason !== undefined && { reason }),
      };
    }
    case 'consent': {
      const { node, purpose, granted, wording } = action.params;
      return { type: 'consent', node, purpose, granted, wording: say(wording, `${node}.body`) };
    }
    case 'tag':
      return { type: 'tag', add: action.params.add, remove: action.params.remove };
    case 'verified':
      return { type: 'verified' };
    case 'start':
      return { type: 'start', flow: action.params.flow };
    case 'end':
      return { type: 'end', reason: action.params.reason };
    default:
      return timerEffect(action);
  }
}

/** XState's own actions for `after`: raise with a delay, and cancel. */
function timerEffect(action: { type: string; params?: unknown }): Effect | null {
  if (action.type === 'xstate.raise') {
    const { event, delay } = action.params as { event: { type: string }; delay?: number };
    return delay === undefined ? null : { type: 'schedule', timer: event.type, delayMs: delay };
  }
  if (action.type === 'xstate.cancel') {
    return { type: 'cancel', timer: (action.params as { sendId: string }).sendId };
  }
  throw new Error(`unknown action “${action.type}”`);
}

const nodeOf = (key: string) => key.split('.')[0] ?? key;

/** A value cannot add a header of its own. */
const oneLine = (text: string) => text.replace(/[\r\n\0]+/g, ' ');
