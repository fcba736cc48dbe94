import { ActionIcon, Button, Select, Tooltip } from '@mantine/core';
import type { SingleChange } from '@parley/flows/edit/change.ts';
import { escalationWords } from '@parley/flows/escalation-words.ts';
import { Locale } from '@parley/flows/settings.ts';
import { progressOf, translationTable } from '@parley/flows/translations.ts';
import { IconTrash } from '@tabler/icons-react';
import { useMemo, useState } from 'react';
import { useAct, useFlow, useFlowStore } from '../flow/flow-context.ts';
import { useLanguage, useWords } from '../words.ts';
import { defaultLocaleChange } from './default-locale.ts';
import { FieldProblems, useProblemsOf } from './FieldProblems.tsx';
import { LANGUAGES, languageName } from './languages.ts';
import { Section } from './Section.tsx';
import { settingsWords } from './words.ts';

/** The languages that the flow speaks, and the one that it falls back to. */
export function Languages() {
  const words = useWords(settingsWords);
  const act = useAct();
  const store = useFlowStore();
  const editorLanguage = useLanguage(({ language }) => language);
  const flow = useFlow((state) => state.flow);
  const rows = useMemo(() => translationTable(flow), [flow]);
  const { locales, defaultLocale } = flow.settings;
  const ofDefault = useProblemsOf({ field: 'defaultLocale' });
  const ofList = useProblemsOf({ field: 'locales' });
  return (
    <Section title={words.languages} hint={words.languagesHint}>
      <ul className="settings-list">
        {locales.map((locale) => {
          const name = languageName(locale, editorLanguage);
          const { done, of } = progressOf(rows, locale);
          return (
            <li key={locale}>
              <span className="grow">
                {name}
                {locale !== defaultLocale && (
                  <span className={`small where ${done < of ? 'warn' : 'muted'}`}>
                    {words.translated(done, of)}
                  </span>
                )}
              </span>
              {locale === defaultLocale ? (
                <span className="pill quiet">{words.defaultLanguage}</span>
              ) : (
                <>
                  <Button
                    variant="subtle"
                    size="compact-sm"
                    aria-label={words.makeDefault(name)}
                    onClick={() => act.change(defaultLocaleChange(store.getState().flow, locale))}
                  >
                    {words.makeDefaultShort}
                  </Button>
                  <Tooltip label={words.removeLanguage(name)}>
                    <ActionIcon
                      variant="subtle"
                      color="gray"
                      size={32}
                      aria-label={words.removeLanguage(name)}
                      onClick={() => {
                        act.show({ locale: defaultLocale });
                        act.change({ kind: 'remove-locale', locale });
                        act.tell(words.removeLanguage(name), { canUndo: true });
                      }}
                    >
                      <IconTrash size={18} stroke={1.75} />
                    </ActionIcon>
                  </Tooltip>
                </>
              )}
            </li>
          );
        })}
      </ul>
      <FieldProblems problems={[...ofDefault, ...ofList]} />
      <AddLanguage known={locales} onAdd={(locale) => act.change(addLocale(store.getState().flow, locale))} />
    </Section>
  );
}

type Flow = Parameters<typeof defaultLocaleChange>[0];

/** A language comes with words for a person, or the flow could not be published in it. */
function addLocale({ settings: { escalation } }: Flow, locale: string) {
  const add: SingleChange = { kind: 'add-locale', locale };
  const suggested = escalationWords(locale);
  if (suggested.length === 0) return add;
  const keywords = { ...escalation.keywords, [locale]: [...suggested] };
  const words: SingleChange = { kind: 'settings', fields: { escalation: { ...escalation, keywords } } };
  return { kind: 'batch' as const, name: `Add the language “${locale}”`, changes: [add, words] };
}

function AddLanguage({ known, onAdd }: { known: readonly string[]; onAdd: (locale: string) => void }) {
  const words = useWords(settingsWords);
  const editorLanguage = useLanguage(({ language }) => language);
  const [search, setSearch] = useState('');
  const typed = search.trim();
  const isOwn = Locale.safeParse(typed).success && !LANGUAGES.includes(typed);
  const offered = [...(isOwn ? [typed] : []), ...LANGUAGES].filter((tag) => !known.includes(tag));
  const data = offered.map((tag) => ({ value: tag, label: languageName(tag, editorLanguage) }));
  return (
    <Select
      label={words.addLanguage}
      placeholder={words.noLanguage}
      data={data}
      value={null}
      searchable
      limit={40}
      searchValue={search}
      nothingFoundMessage={words.noLanguage}
      onSearchChange={setSearch}
      onChange={(tag) => {
        if (tag !== null) onAdd(tag);
        setSearch('');
      }}
    />
  );
}
