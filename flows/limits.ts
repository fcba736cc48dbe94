import { numberOn, RULES_AS_OF } from './rules/pack.ts';

/** The day whose limits `limits` are. */
export const LIMITS_AS_OF = RULES_AS_OF;

/** WhatsApp's limits for what a message may hold, as the rules of a day say. Lengths are characters, sizes are counts. */
export function limitsOn(day: string) {
  const the = (id: Parameters<typeof numberOn>[0]) => numberOn(id, day);
  return {
    text: { body: the('text.body') },
    caption: the('caption'),
    filename: the('filename'),
    header: { text: the('header.text') },
    footer: the('footer'),
    interactive: { body: the('interactive.body') },
    buttons: {
      min: the('buttons.min'),
      max: the('buttons.max'),
      title: the('buttons.title'),
      id: the('buttons.id'),
    },
    list: {
      body: the('list.body'),
      button: the('list.button'),
      sections: the('list.sections'),
      sectionTitle: the('list.sectionTitle'),
      /** Over the whole message, not per section. */
      rows: the('list.rows'),
      rowId: the('list.rowId'),
      rowTitle: the('list.rowTitle'),
      rowDescription: the('list.rowDescription'),
    },
    products: {
      sections: the('products.sections'),
      sectionTitle: the('products.sectionTitle'),
      products: the('products.products'),
    },
    link: { title: the('link.title'), url: the('link.url') },
    form: { title: the('form.title') },
    contacts: { max: the('contacts.max') },
    location: { name: the('location.name'), address: the('location.address') },
    template: {
      name: the('template.name'),
      headerText: the('template.headerText'),
      parameter: the('template.parameter'),
      buttons: the('template.buttons'),
      buttonTitle: the('template.buttonTitle'),
      urlSuffix: the('template.urlSuffix'),
      code: the('template.code'),
      cards: the('carousel.cards'),
    },
    /** Between two messages to one person in the long run, in seconds, and how many may go at once. */
    pair: { interval: the('pair.interval'), burst: the('pair.burst') },
    /** Characters of our own reference that come back in each status. */
    callbackData: the('callbackData'),
    /** Profile names are cut to this when they come in, so that a message with a name in it has a longest form. */
    contactName: the('contactName'),
  };
}

export type Limits = ReturnType<typeof limitsOn>;

export const limits: Limits = limitsOn(RULES_AS_OF);

/** The limits of the day that a scope names, or those that hold. Made once a day: every text of a flow is held against them. */
export function limitsOf({ rulesOn }: { rulesOn?: string | undefined }): Limits {
  if (rulesOn === undefined || rulesOn === RULES_AS_OF) return limits;
  const known = byDay.get(rulesOn) ?? limitsOn(rulesOn);
  byDay.set(rulesOn, known);
  return known;
}

const byDay = new Map<string, Limits>();
