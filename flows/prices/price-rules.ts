import { type RuleId, ruleOn } from '../rules/pack.ts';

/** How WhatsApp charges on a day. Which of the four eras it is follows from the rules pack alone. */
export type PriceRules = {
  /** What a price is of: a conversation of 24 hours, each template that was delivered, or each message that was. */
  unit: 'conversation' | 'template' | 'message';
  /** Free-form messages inside the service window. */
  service: 'charged' | 'free' | 'after the free ones';
  /** So many of them cost nothing: of one number in a month, or of the whole account where conversations are charged. */
  freeService: number;
  /** Utility templates inside the service window. */
  utilityInWindow: 'in the conversation' | 'free' | 'charged';
};

const MODELS = { conversation: 'CBP', template: 'PMP', message: 'PMP' } as const;
/** As a status names it: by conversation, or per message. Source: WhatsApp Cloud API, status webhook, `pricing_model`. */
export type PricingModel = 'PMP' | 'CBP';

/** `day` is `YYYY-MM-DD`, that of the delivery in the account's time zone. */
export function priceRulesOn(day: string): PriceRules {
  const word = (id: RuleId) => String(ruleOn(id, day)?.value ?? '');
  const unit = word('price.unit');
  const service = word('price.service');
  const utility = word('price.utilityInWindow');
  return {
    unit: unit === 'conversation' ? 'conversation' : unit === 'delivered template' ? 'template' : 'message',
    service: service === 'free' ? 'free' : service === 'charged' ? 'charged' : 'after the free ones',
    freeService: Number(
      (ruleOn('price.freeServiceMessages', day) ?? ruleOn('price.freeServiceConversations', day))?.value ?? 0,
    ),
    utilityInWindow: utility === 'free' ? 'free' : utility === 'charged' ? 'charged' : 'in the conversation',
  };
}

export const modelOf = ({ unit }: Pick<PriceRules, 'unit'>): PricingModel => MODELS[unit];
