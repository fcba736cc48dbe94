import { ViewportPortal } from '@xyflow/react';
import { useFlow } from '../flow/flow-context.ts';

/** What the moved cards are in line with. After a key the lines go by themselves. */
export function GuideLines() {
  const guides = useFlow((state) => state.guides);
  if (!guides) return null;
  return (
    <ViewportPortal>
      <svg className="guides" aria-hidden="true">
        {guides.lines.map(({ axis, at, from, to }) => {
          const [x1, y1, x2, y2] = axis === 'x' ? [at, from, at, to] : [from, at, to, at];
          const look = guides.isBrief ? 'guide brief' : 'guide';
          return <line key={[look, x1, y1, x2, y2].join(' ')} className={look} {...{ x1, y1, x2, y2 }} />;
        })}
      </svg>
    </ViewportPortal>
  );
}
