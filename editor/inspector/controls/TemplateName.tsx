import { Autocomplete } from '@mantine/core';
import { TemplateValues, valuesFor } from '@parley/flows/templates/node-values.ts';
import { useQuery } from '@tanstack/react-query';
import { Quality } from '../../templates/StatusBadge.tsx';
import { TemplateView } from '../../templates/TemplateView.tsx';
import { listTemplates, TEMPLATES_KEY, type Template } from '../../templates/templates-api.ts';
import { categoryText, statusText, templateWords } from '../../templates/words.ts';
import { useWords } from '../../words.ts';
import { isRecord, valueAt } from '../path.ts';
import { type ControlProps, useInspector } from '../state.ts';

/**
 * The name of a template, chosen among those of the account or typed. Choosing one also sets its language and makes the values fit it; below
 * stands how it looks with them.
 */
export function TemplateName({ field, label, path, value, owner, onChange, problems }: ControlProps) {
  const { node, write } = useInspector();
  const words = useWords(templateWords);
  const query = useQuery({ queryKey: TEMPLATES_KEY, queryFn: listTemplates, staleTime: 10_000 });
  const list = query.data?.ok ? query.data.body.templates : [];
  const name = typeof value === 'string' ? value : '';
  const language = isRecord(owner) ? String(owner.language ?? '') : '';
  const chosen = list.find((one) => one.name === name && one.language === language);
  const choose = (typed: string) => {
    const picked = list.find((one) => keyOf(one) === typed) ?? list.find((one) => one.name === typed);
    if (!picked) return onChange(typed);
    const before = valueAt(node, path.slice(0, -1));
    const kept = isRecord(before) ? before : {};
    const { header: _h, body: _b, buttons: _u, offerEnds: _o, cards: _c, ...rest } = kept;
    const values = valuesFor(picked, TemplateValues.safeParse(kept).data ?? {});
    const { header, body } = values;
    return write({
      path: path.slice(0, -1),
      value: {
        ...rest,
        name: picked.name,
        language: picked.language,
        // What only re-opens the window has no buttons, cards or offer of its own.
        ...(kept.type === 'template' ? values : { ...(header && { header }), ...(body && { body }) }),
      },
    });
  };
  return (
    <div className="stack">
      <Autocomplete
        label={label}
        value={name}
        error={problems.some(({ level }) => level === 'error')}
        data={list.map((one) => ({ value: keyOf(one), template: one }))}
        renderOption={({ option }) => <Option template={list.find((one) => keyOf(one) === option.value)} />}
        filter={({ options, search }) =>
          options.filter((option) => 'value' in option && (search === name || option.value.includes(search)))
        }
        onChange={(typed) => choose(typed)}
        data-control={field.control}
      />
      {chosen && (
        <>
          <span className="muted small">
            {[statusText(chosen.status, words), categoryText(chosen.category, words), chosen.language].join(
              ' · ',
            )}
            {(chosen.quality === 'YELLOW' || chosen.quality === 'RED') && (
              <>
                {` · ${words.quality}: `}
                <Quality quality={chosen.quality} />
              </>
            )}
          </span>
          <div className="preview-ground">
            <TemplateView content={chosen.content} locale={chosen.language} values={valuesOf(owner)} />
          </div>
        </>
      )}
    </div>
  );
}

const keyOf = ({ name, language }: Template) => `${name} (${language})`;

function Option({ template }: { template: Template | undefined }) {
  const words = useWords(templateWords);
  if (!template) return null;
  return (
    <span>
      {template.name} <span className="muted">{template.language}</span>{' '}
      <span className={template.sendable === 'yes' ? 'good small' : 'warn small'}>
        {statusText(template.status, words)}
      </span>
    </span>
  );
}

/** The node's values by the names of the template's places. */
function valuesOf(owner: unknown): { [name: string]: string } {
  const body = isRecord(owner) && Array.isArray(owner.body) ? owner.body : [];
  return Object.fromEntries(
    body.flatMap((one: unknown, at) =>
      isRecord(one)
        ? [[typeof one.name === 'string' ? one.name : String(at + 1), String(one.text ?? '')]]
        : [],
    ),
  );
}
