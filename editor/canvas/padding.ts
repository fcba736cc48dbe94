const NARROW_PX = 600;

/** Room that the palette takes, and the form of the selected node, so that what is shown is not under them. A phone has neither. */
export function besidePanels(hasForm: boolean) {
  if (window.innerWidth <= NARROW_PX)
    return { top: '24px', right: '24px', bottom: '72px', left: '24px' } as const;
  return { top: '32px', right: hasForm ? '392px' : '32px', bottom: '32px', left: '280px' } as const;
}
