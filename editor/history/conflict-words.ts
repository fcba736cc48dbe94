import type { Catalogue } from '../catalogue.ts';

type ConflictWords = {
  fits: string;
  clash: (places: string) => string;
  theirsAndMine: string;
  showDifference: string;
  mergeBoth: string;
  merged: string;
  keepCopy: string;
  copyOf: (name: string) => string;
};

export const conflictWords: Catalogue<ConflictWords> = {
  en: {
    fits: 'What you both changed fits together.',
    clash: (places) => `You both changed: ${places}.`,
    theirsAndMine: 'Theirs › mine',
    showDifference: 'Show what differs',
    mergeBoth: 'Merge both',
    merged: 'The flow has the changes of both.',
    keepCopy: 'Keep mine as a copy',
    copyOf: (name) => `${name.slice(0, 112)} (copy)`,
  },
  ru: {
    fits: 'Ваши изменения друг другу не мешают.',
    clash: (places) => `Оба изменили: ${places}.`,
    theirsAndMine: 'Чужое › моё',
    showDifference: 'Показать отличия',
    mergeBoth: 'Объединить',
    merged: 'В сценарии теперь изменения обоих.',
    keepCopy: 'Сохранить моё как копию',
    copyOf: (name) => `${name.slice(0, 111)} (копия)`,
  },
};
