/** Where a session stands, and by which way out it leaves; without `port` it goes on otherwise, as by a keyword, or stays. */
export type PathStep = { node: string; port?: string };

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
  /** The nodes that the counter-example leads through, each with the way out that it takes there. */
  path?: PathStep[];
};
