import { Button, TagsInput } from '@mantine/core';
import { sameText } from '@parley/flows/keywords.ts';
import { useFlow } from '../flow/flow-context.ts';
import { useLanguage, useWords } from '../words.ts';
import { FieldProblems, useProblemsOf } from './FieldProblems.tsx';
import { languageName } from './languages.ts';
import { settingsWords } from './words.ts';

type Lists = { readonly [locale: string]: readonly string[] };

type Props = {
  /** The field of the settings, as problems name it. */
  field: string;
  lists: Lists;
  suggest?: (locale: string) => readonly string[];
  onChange: (lists: { [locale: string]: string[] }) => void;
};

/** Words in each of the flow's languages; a language that has words and is no longer one of them is shown too. */
export function LocaleWords({ field, lists, suggest = () => [], onChange }: Props) {
  const locales = useFlow(({ flow }) => flow.settings.locales);
  const all = [...locales, ...Object.keys(lists).filter((locale) => !locales.includes(locale))];
  return all.map((locale) => (
    <OneLocale
      key={locale}
      field={field}
      locale={locale}
      list={lists[locale] ?? []}
      suggestions={suggest(locale)}
      onChange={(list) => {
        const others = Object.entries(lists).filter(([other]) => other !== locale);
        const entries = [...others, ...(list.length > 0 ? [[locale, list] as const] : [])];
        onChange(Object.fromEntries(entries.map(([tag, words]) => [tag, [...words]])));
      }}
    />
  ));
}

function OneLocale({
  field,
  locale,
  list,
  suggestions,
  onChange,
}: {
  field: string;
  locale: string;
  list: readonly string[];
  suggestions: readonly string[];
  onChange: (list: string[]) => void;
}) {
  const words = useWords(settingsWords);
  const editorLanguage = useLanguage(({ language }) => language);
  const problems = useProblemsOf({ field, locale });
  const missing = suggestions.filter((word) => !list.some((known) => sameText(known, word)));
  return (
    <div>
      <TagsInput
        label={words.wordsIn(languageName(locale, editorLanguage))}
        value={[...list]}
        {...(list.length === 0 && { placeholder: words.wordsHint })}
        error={problems.some(({ level }) => level === 'error')}
        acceptValueOnBlur
        splitChars={[',', ';']}
        onChange={onChange}
      />
      {missing.length > 0 && (
        <p className="settings-suggestions">
          {words.suggested}
          {missing.map((word) => (
            <Button
              key={word}
              variant="light"
              size="compact-xs"
              lang={locale}
              aria-label={words.addWord(word)}
              onClick={() => onChange([...list, word])}
            >
              {word}
            </Button>
          ))}
        </p>
      )}
      <FieldProblems problems={problems} />
    </div>
  );
}
