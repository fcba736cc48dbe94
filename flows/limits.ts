/**
 * WhatsApp's limits for what a message may hold, in one dated table. Lengths are characters, sizes are counts.
 * No other file spells one of these numbers out.
 * Source: Meta's Cloud API documentation for each message type, as read on 2026-11-22.
 */
export const LIMITS_AS_OF = '2026-11-22';

export const limits = {
  text: { body: 4096 },
  caption: 1024,
  filename: 240,
  header: { text: 60 },
  footer: 60,
  interactive: { body: 1024 },
  buttons: { min: 1, max: 3, title: 20, id: 256 },
  list: {
    /** Meta's 2022 collection still said 1,024; the current reference says 4,096. */
    body: 4096,
    button: 20,
    sections: 10,
    sectionTitle: 24,
    /** Over the whole message, not per section. */
    rows: 10,
    rowId: 200,
    rowTitle: 24,
    rowDescription: 72,
  },
  products: { sections: 10, sectionTitle: 24, products: 30 },
  link: { title: 20, url: 2000 },
  /** Meta's pages and SDKs differ between 20 and 30; the smaller is safe. */
  form: { title: 20 },
  contacts: { max: 257 },
  location: { name: 1000, address: 1000 },
  template: {
    name: 512,
    headerText: 60,
    parameter: 1024,
    buttons: 10,
    buttonTitle: 25,
    urlSuffix: 2000,
    code: 20,
  },
  /** Characters of our own reference that come back in each status. */
  callbackData: 512,
  /** Profile names are cut to this when they come in, so that a message with a name in it has a longest form. */
  contactName: 60,
} as const;
