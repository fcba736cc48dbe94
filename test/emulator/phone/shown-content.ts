/** Something on the screen that can be touched. `kind` decides what a tap does. */
export type ShownOption = {
  /**
   * `reply` and `row` answer with `interactive`, `quick-reply` (of a template) with `button`; `link`, `phone`, `code`,
   * `catalog` and `product` open something and tell the business nothing; `form` and `send-location` lead to an answer
   * that the person still has to give.
   */
  kind:
    | 'reply'
    | 'row'
    | 'quick-reply'
    | 'link'
    | 'phone'
    | 'code'
    | 'catalog'
    | 'product'
    | 'form'
    | 'send-location';
  /** What comes back to the business; the label where WhatsApp has no id. */
  id: string;
  title: string;
  description?: string;
  /** For `link`: where it leads. */
  url?: string;
  /** For `form`: the token that comes back with the answer. */
  token?: string;
};

/** What a message looks like, apart from when and where it arrived. */
export type Content = { type: string; text: string; body: string; options: ShownOption[] };

/** What stands for a file in readable form. */
export function fileName(media: { id?: string; link?: string }): string {
  return media.link ?? `#${media.id}`;
}
