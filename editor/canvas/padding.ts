/** Room that the palette takes, and the form of the selected node, so that what is shown is not under them. */
export const besidePanels = (hasForm: boolean) =>
  ({ top: '32px', right: hasForm ? '392px' : '32px', bottom: '32px', left: '280px' }) as const;
