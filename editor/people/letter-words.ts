import type { Catalogue } from '../catalogue.ts';

type LetterWords = {
  title: string;
  help: string;
  notSent: string;
  when: string;
  always: string;
  away: string;
  never: string;
  language: string;
  both: string;
  saved: string;
  save: string;
};

export const letterWords: Catalogue<LetterWords> = {
  en: {
    title: 'Letters',
    help: 'When nobody takes a conversation in time, or its 24-hour window is about to close without an answer.',
    notSent:
      'This server sends no mail yet: an administrator sets PARLEY_SMTP_URL, PARLEY_MAIL_FROM and PARLEY_PUBLIC_URL.',
    when: 'Conversations that wait too long',
    always: 'Always write to me',
    away: 'Only while I am away',
    never: 'Never',
    language: 'Language of letters',
    both: 'English and Russian',
    saved: 'Saved.',
    save: 'Save letters',
  },
  ru: {
    title: 'Письма',
    help: 'Когда никто не взял диалог вовремя или 24-часовое окно вот-вот закроется без ответа.',
    notSent:
      'Сервер пока не отправляет почту: администратор задаёт PARLEY_SMTP_URL, PARLEY_MAIL_FROM и PARLEY_PUBLIC_URL.',
    when: 'Диалоги, которые ждут слишком долго',
    always: 'Всегда писать мне',
    away: 'Только пока меня нет',
    never: 'Никогда',
    language: 'Язык писем',
    both: 'Английский и русский',
    saved: 'Сохранено.',
    save: 'Сохранить письма',
  },
};
