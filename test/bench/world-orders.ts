/** What the world's parent asks of it, and what it answers. */

export type Target = {
  webhookUrl: string;
  appSecret: string;
  /** The business's numbers; contacts are spread over them. */
  phoneNumberIds: readonly string[];
  /** Whether replies follow the dialogue. A floor says always the same. */
  speaks: 'dialogue' | 'anything';
};

/** Before either of them everybody goes through the dialogue once, so that nobody is new in what is measured. */
export type Order =
  /** Everybody writes again `thinkMs` after a reply. */
  | { order: 'saturate'; target: Target; people: number; series: number; seconds: number; thinkMs: number }
  /** So many messages a second, from whoever is not waiting for a reply. */
  | { order: 'pace'; target: Target; people: number; series: number; seconds: number; perSecond: number };

export type Ready = { graphUrl: string };

export type Findings = {
  turns: number;
  /** With those before and after the time that is measured. */
  allTurns: number;
  seconds: number;
  perSecond: number;
  /** From the moment at which a message was due to leave the phone to the reply's arrival at Graph, in milliseconds. */
  p50: number;
  p95: number;
  p99: number;
  /** Webhooks with a message that were not answered 200. */
  refused: number;
  /** Replies that did not come within the patience. */
  lost: number;
  doubled: number;
  outOfOrder: number;
  /** Messages that were to leave while everybody waited for a reply. */
  late: number;
};
