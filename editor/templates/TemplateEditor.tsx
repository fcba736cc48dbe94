import type { TemplateContent } from '@parley/flows/templates/definition.ts';
import { lintTemplate } from '@parley/flows/templates/lint.ts';
import { useEffect, useRef, useState } from 'react';
import { useWords } from '../words.ts';
import { ContentForm } from './ContentForm.tsx';
import { findingText, lintWords } from './lint-words.ts';
import { TemplateView } from './TemplateView.tsx';
import { saveDraft, type TemplateDetails } from './templates-api.ts';
import { templateWords } from './words.ts';

const SAVE_AFTER_MS = 600;

/** The form with the preview beside it. What is written is saved by itself; what WhatsApp would reject is said at once. */
export function TemplateEditor({
  details,
  onSaved,
}: {
  details: TemplateDetails;
  onSaved: () => Promise<void>;
}) {
  const words = useWords(templateWords);
  const lint = useWords(lintWords);
  const { template } = details;
  const { id, name, language, businessAccountId } = template;
  const [content, setContent] = useState<TemplateContent>(template.draft ?? template.content);
  const [state, setState] = useState<'saved' | 'saving' | 'failed'>('saved');
  const timer = useRef<ReturnType<typeof setTimeout>>(undefined);
  const latest = useRef(content);

  const save = async () => {
    const saved = latest.current;
    const answer = await saveDraft(id, saved);
    if (latest.current !== saved) return;
    setState(answer.ok ? 'saved' : 'failed');
    if (answer.ok) await onSaved();
  };
  const change = (next: TemplateContent) => {
    latest.current = next;
    setContent(next);
    setState('saving');
    clearTimeout(timer.current);
    timer.current = setTimeout(() => void save(), SAVE_AFTER_MS);
  };
  useEffect(
    () => () => {
      clearTimeout(timer.current);
    },
    [],
  );

  // Here at once; the server looks again, and knows the account's other templates.
  const twins = details.findings.filter(({ code }) => code === 'twin');
  const findings = [...lintTemplate({ name, language, content }), ...(state === 'saved' ? twins : [])];
  const errors = findings.filter(({ level }) => level === 'error');
  return (
    <div className="template-editor">
      <ContentForm content={content} onChange={change} findings={findings} account={businessAccountId} />
      <aside className="template-side">
        <section className="template-preview" aria-label={words.preview}>
          <h2>{words.preview}</h2>
          <div className="preview-ground">
            <TemplateView content={content} locale={language} />
          </div>
        </section>
        <section className="panel note template-findings" aria-live="polite">
          <h2 className={errors.length > 0 ? 'bad' : 'good'}>
            {errors.length > 0 ? words.rejects(errors.length) : words.ready}
          </h2>
          <ul>
            {findings.map((one) => (
              <li key={`${one.field} ${one.code}`} className={one.level === 'error' ? 'bad' : 'warn'}>
                {findingText(one, lint)}
              </li>
            ))}
          </ul>
          <p className="muted small" role="status">
            {state === 'saving' ? words.saving : state === 'saved' ? words.saved : '—'}
          </p>
        </section>
      </aside>
    </div>
  );
}
