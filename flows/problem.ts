/** Something the author must fix (`error`: publishing is impossible) or may fix (`warning`). */
export type Problem = {
  code: string;
  level: 'error' | 'warning';
  message: string;
  node?: string;
  /** Path of the faulty field within the node, e.g. `buttons.order.title`, for the editor to point at. */
  field?: string;
  locale?: string;
  line?: number;
  column?: number;
  /** A shortest counter-example that a person can read, one step an item. */
  example?: string[];
};
