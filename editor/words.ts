import { create } from 'zustand';
import { type Catalogue, LANGUAGES, type Language } from './catalogue.ts';

const STORED = 'parley-language';

export const useLanguage = create<{ language: Language; speak: (language: Language) => void }>((set) => ({
  language: firstLanguage(),
  speak: (language) => {
    localStorage.setItem(STORED, language);
    document.documentElement.lang = language;
    set({ language });
  },
}));

/** The texts in the language of this browser, or in the one that was chosen in it. */
export function useWords<Words>(catalogue: Catalogue<Words>): Words {
  return catalogue[useLanguage(({ language }) => language)];
}

function firstLanguage(): Language {
  if (typeof localStorage === 'undefined') return 'en';
  const wanted = [localStorage.getItem(STORED) ?? '', ...navigator.languages];
  const spoken = wanted.map((tag) => tag.slice(0, 2).toLowerCase()).find(isLanguage) ?? 'en';
  document.documentElement.lang = spoken;
  return spoken;
}

/* Hoisted: the store above asks it while this file is read. */
function isLanguage(tag: string): tag is Language {
  return Object.hasOwn(LANGUAGES, tag);
}
