import { type ReactNode, useEffect, useRef, useState } from 'react';

/** Rows in a block. */
export const BLOCK = 40;
/** Height, in pixels, that a row is taken to have until it has been drawn. */
const ROW_HEIGHT = 48;
/** How far outside what is seen a block is drawn already. */
const MARGIN = '800px';

type Props = {
  /** Rows that it holds. */
  count: number;
  /** It is drawn wherever it is: the active cell is in it. */
  isWanted: boolean;
  children: () => ReactNode;
};

/** Some rows, drawn while they are near what is seen: a flow has thousands of texts. */
export function Block({ count, isWanted, children }: Props) {
  const body = useRef<HTMLTableSectionElement>(null);
  const height = useRef(count * ROW_HEIGHT);
  const [isNear, setNear] = useState(false);
  useEffect(() => {
    const element = body.current;
    if (!element) return;
    const observer = new IntersectionObserver(
      ([entry]) => {
        if (!entry) return;
        if (entry.isIntersecting) setNear(true);
        else {
          height.current = element.getBoundingClientRect().height;
          setNear(false);
        }
      },
      { root: element.closest('.translation-scroll'), rootMargin: MARGIN },
    );
    observer.observe(element);
    return () => observer.disconnect();
  }, []);
  return (
    <tbody ref={body}>
      {isNear || isWanted ? (
        children()
      ) : (
        <tr>
          <td className="not-drawn" style={{ height: height.current }} />
        </tr>
      )}
    </tbody>
  );
}
