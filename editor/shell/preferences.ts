import { useMantineColorScheme } from '@mantine/core';
import { hasKey } from '../api.ts';
import { LANGUAGES, type Language } from '../catalogue.ts';
import { useCaller, useSession } from '../people/session-store.ts';
import { useLanguage, useWords } from '../words.ts';
import { shellWords } from './words.ts';

type Choice = { id: string; text: string; lang?: string; isChosen: boolean; choose: () => void };

type Preferences = {
  groups: { label: string; choices: Choice[] }[];
  /** Who has signed in, in words. */
  caller: string | null;
  leave: { text: string; run: () => void };
};

/** How the app looks and which language it speaks, and the way out. */
export function usePreferences(): Preferences {
  const words = useWords(shellWords);
  const { language, speak } = useLanguage();
  const caller = useCaller();
  const leave = useSession((session) => session.leave);
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  const schemes = { auto: words.system, light: words.light, dark: words.dark };
  const looks = (['auto', 'light', 'dark'] as const).map((scheme) => ({
    id: scheme,
    text: schemes[scheme],
    isChosen: colorScheme === scheme,
    choose: () => setColorScheme(scheme),
  }));
  const languages = (Object.keys(LANGUAGES) as Language[]).map((tag) => ({
    id: tag,
    text: LANGUAGES[tag],
    lang: tag,
    isChosen: language === tag,
    choose: () => speak(tag),
  }));
  return {
    groups: [
      { label: words.look, choices: looks },
      { label: words.language, choices: languages },
    ],
    caller: caller && (caller.email ?? caller.name),
    leave: { text: hasKey() ? words.forgetKey : words.signOut, run: () => void leave() },
  };
}
