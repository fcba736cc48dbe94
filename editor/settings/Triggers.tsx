import { Switch, TagsInput } from '@mantine/core';
import type { FlowSettings } from '@parley/flows/settings.ts';
import { useAct, useFlow } from '../flow/flow-context.ts';
import { useWords } from '../words.ts';
import { LocaleWords } from './LocaleWords.tsx';
import { Section } from './Section.tsx';
import { settingsWords } from './words.ts';

const ANY_AD = '*';

/** Words and ads that start the flow. */
export function Triggers() {
  const words = useWords(settingsWords);
  const act = useAct();
  const triggers = useFlow(({ flow }) => flow.settings.triggers) ?? {};
  const { keywords = {}, ads = [] } = triggers;
  const set = (next: NonNullable<FlowSettings['triggers']>) =>
    act.change({ kind: 'settings', fields: { triggers: withoutEmpty(next) } });
  const isAny = ads.includes(ANY_AD);
  return (
    <Section title={words.triggers} hint={words.triggersHint}>
      <LocaleWords
        field="triggers.keywords"
        lists={keywords}
        onChange={(lists) => set({ ...triggers, keywords: lists })}
      />
      <Switch
        label={words.anyAd}
        checked={isAny}
        onChange={({ currentTarget }) =>
          set({
            ...triggers,
            ads: currentTarget.checked ? [...ads, ANY_AD] : ads.filter((ad) => ad !== ANY_AD),
          })
        }
      />
      <TagsInput
        label={words.ads}
        value={ads.filter((ad) => ad !== ANY_AD)}
        {...(ads.length === 0 && { placeholder: words.wordsHint })}
        acceptValueOnBlur
        splitChars={[',', ';', ' ']}
        onChange={(list) => set({ ...triggers, ads: [...list, ...(isAny ? [ANY_AD] : [])] })}
      />
    </Section>
  );
}

/** Null when nothing is left. */
function withoutEmpty({ keywords = {}, ads = [] }: NonNullable<FlowSettings['triggers']>) {
  const hasWords = Object.keys(keywords).length > 0;
  if (!hasWords && ads.length === 0) return null;
  return { ...(hasWords && { keywords }), ...(ads.length > 0 && { ads }) };
}
