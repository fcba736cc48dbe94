/** What a row of the palette carries while it is dragged. */
export const DRAGGED_TYPE = 'application/x-parley-node';
