import type { Catalogue } from '../catalogue.ts';

type EmojiWords = { emoji: string; find: string; noneFits: string; recent: string; all: string };

export const emojiWords: Catalogue<EmojiWords> = {
  en: { emoji: 'Emoji', find: 'Find an emoji', noneFits: 'None of these.', recent: 'Recent', all: 'All' },
  ru: { emoji: 'Эмодзи', find: 'Найти эмодзи', noneFits: 'Таких нет.', recent: 'Недавние', all: 'Все' },
};
