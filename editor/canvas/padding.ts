/** Room that the panels take, so that what is shown is not under them. */
export const BESIDE_PANELS = { top: '32px', right: '32px', bottom: '32px', left: '280px' } as const;
