import { localise } from '../localise.ts';
import type { Action, FlowMachine } from '../machine-schema.ts';
import type { FlowSettings } from '../settings.ts';
import type { Place } from './place.ts';
import { whyNotAWebForm } from './web-form.ts';

/** Why a place's way to a person is none that WhatsApp accepts. `locale` is set where only a translation is to blame. */
export type Refusal = { url: string; why: string; locale?: string };

export type Escalating = {
  node: string;
  method: Extract<Action, { type: 'escalate' }>['params']['method'];
  refusals: Refusal[];
};

/**
 * The way to a person that a place is, or null. Of the five methods (agent in the chat, phone, email, web form, store visit) only a web
 * form can turn out to be something else, by where its link leads.
 */
export function escalatingAt(place: Place, { meta }: FlowMachine): Escalating | null {
  const escalate = place.entry.find((action) => action.type === 'escalate');
  if (!escalate) return null;
  const { method } = escalate.params;
  return {
    node: place.node,
    method,
    refusals: method === 'web-form' ? refusalsOf(place, meta.flow) : [],
  };
}

function refusalsOf({ entry }: Place, { locales, defaultLocale, texts }: FlowSettings): Refusal[] {
  const refusals: Refusal[] = [];
  for (const action of entry) {
    if (action.type !== 'send') continue;
    const { key, message } = action.params;
    for (const locale of [defaultLocale, ...locales.filter((other) => other !== defaultLocale)]) {
      const said = localise(message, key, texts?.[locale]);
      if (said.type !== 'link' || refusals.some(({ url }) => url === said.url)) continue;
      const why = whyNotAWebForm(said.url);
      if (why !== null) refusals.push({ url: said.url, why, ...(locale !== defaultLocale && { locale }) });
    }
  }
  return refusals;
}
