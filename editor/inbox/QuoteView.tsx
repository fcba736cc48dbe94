import { useWords } from '../words.ts';
import { inboxWords } from './words.ts';

/** The message that is answered, in two lines at most. */
export function QuoteView(props: { from: 'contact' | 'us'; text: string; contact: string }) {
  const { from, text, contact } = props;
  const words = useWords(inboxWords);
  return (
    <span className="in-quote">
      <span className="in-quote-who">{from === 'contact' ? contact : words.us}</span>
      <span className="in-quote-text">{text}</span>
    </span>
  );
}
