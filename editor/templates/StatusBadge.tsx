import { guideWordOf } from '@parley/flows/templates/status.ts';
import { useWords } from '../words.ts';
import type { Template } from './templates-api.ts';
import { statusText, templateWords } from './words.ts';

const TONES = { yes: 'good', later: 'warn', no: 'bad' } as const;

/** A template's state: today's word, and beside it the one of older guides where that is another. */
export function StatusBadge({ template }: { template: Pick<Template, 'status' | 'sendable'> }) {
  const words = useWords(templateWords);
  const { status, sendable } = template;
  const text = statusText(status, words);
  const guide = guideWordOf(status);
  const older = guide === null ? '' : words.guide[guide];
  const tone = status === 'DRAFT' ? 'muted' : TONES[sendable];
  return (
    <span className="template-state">
      <span className={`state ${tone}`}>
        <span className="mark" aria-hidden="true" />
        {text}
      </span>
      {older !== '' && older.toLowerCase() !== text.toLowerCase() && (
        <span className="muted small">{words.guideSays(older)}</span>
      )}
    </span>
  );
}

export function Quality({ quality }: { quality: string | null }) {
  const words = useWords(templateWords);
  const known = quality ?? 'UNKNOWN';
  const tone = { GREEN: 'good', YELLOW: 'warn', RED: 'bad' }[known] ?? 'muted';
  return <span className={tone}>{words.qualities[known] ?? known}</span>;
}
