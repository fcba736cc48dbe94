import { NativeSelect } from '@mantine/core';
import { Problem } from '../people/SignInForm.tsx';
import { useForm } from '../people/use-form.ts';
import { useWords } from '../words.ts';
import { setFallback, type Template, type TemplateList } from './templates-api.ts';
import { templateWords } from './words.ts';

type Props = { template: Template; list: TemplateList; onSaved: () => Promise<void> };

/** What goes out in place of a template, in all of its languages, while it cannot be sent. */
export function FallbackForm({ template, list, onSaved }: Props) {
  const words = useWords(templateWords);
  const { name, businessAccountId } = template;
  const ours = list.templates.filter(
    (other) => other.businessAccountId === businessAccountId && other.templateId !== null,
  );
  const declared = list.fallbacks.find(
    (one) => one.for === name && one.businessAccountId === businessAccountId,
  );
  const chosen = { name: declared?.name ?? '', language: declared?.language ?? '' };
  return (
    <section className="panel note" aria-label={words.fallback}>
      <h2>{words.fallback}</h2>
      <p className="muted">{words.fallbackHelp}</p>
      <Choice
        chosen={chosen}
        names={[...new Set(ours.map((other) => other.name))].filter((other) => other !== name)}
        languages={[
          ...new Set(
            ours.filter((other) => other.name === (chosen.name || name)).map(({ language }) => language),
          ),
        ]}
        save={(next) =>
          setFallback({
            businessAccountId,
            for: name,
            name: next.name || null,
            language: next.language || null,
          })
        }
        onSaved={onSaved}
      />
    </section>
  );
}

type Chosen = { name: string; language: string };
type ChoiceProps = {
  chosen: Chosen;
  names: string[];
  languages: string[];
  save: (next: Chosen) => ReturnType<typeof setFallback>;
  onSaved: () => Promise<void>;
};

function Choice({ chosen, names, languages, save, onSaved }: ChoiceProps) {
  const words = useWords(templateWords);
  let next = chosen;
  const form = useForm(() => save(next), onSaved);
  const choose = (change: Partial<Chosen>) => {
    next = { ...chosen, ...change };
    void form.submit();
  };
  return (
    <div className="template-pair">
      <NativeSelect
        label={words.fallbackName}
        value={chosen.name}
        disabled={form.isBusy}
        onChange={(event) => choose({ name: event.currentTarget.value })}
        data={[{ value: '', label: '—' }, ...names]}
      />
      <NativeSelect
        label={words.fallbackLanguage}
        value={chosen.language}
        disabled={form.isBusy}
        onChange={(event) => choose({ language: event.currentTarget.value })}
        data={[{ value: '', label: '—' }, ...languages]}
      />
      {form.problem && <Problem>{form.problem}</Problem>}
    </div>
  );
}
