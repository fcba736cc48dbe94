/** The panels that open beside the canvas from its left edge, in the order of their buttons. */
export const PANEL_IDS = [
  'palette',
  'outline',
  'settings',
  'variables',
  'translations',
  'tests',
  'prices',
  'history',
] as const;
export type PanelId = (typeof PANEL_IDS)[number];
