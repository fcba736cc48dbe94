/** Between the nodes of a way: no node's id has a blank. */
export const THEN = ' > ';

/** The nodes that are come to, each where it is come to first: what a session took and what a forecast foresees are one when this is the same. */
export const wayOf = (nodes: readonly string[]) => [...new Set(nodes)].join(THEN);
