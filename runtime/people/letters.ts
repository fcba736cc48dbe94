import type { Mail } from './mail.ts';

export const LETTER_LANGUAGES = ['en', 'ru'] as const;
export type LetterLanguage = (typeof LETTER_LANGUAGES)[number];

export type Letters = {
  sendInvitation(to: string, facts: { path: string; by: string; language: LetterLanguage }): Promise<void>;
  sendReset(to: string, facts: { path: string; language: LetterLanguage }): Promise<void>;
};

/** The letters that Parley writes. Their links begin with the address that people know it by, never with what a request says. */
export function createLetters({ mail, publicUrl }: { mail: Mail; publicUrl: string }): Letters {
  const linkTo = (path: string) => new URL(path, publicUrl).href;
  return {
    sendInvitation: (to, { path, by, language }) =>
      mail({ to, ...WORDS[language].invitation(by.replace(/[\r\n]+/g, ' '), linkTo(path)) }),
    sendReset: (to, { path, language }) => mail({ to, ...WORDS[language].reset(linkTo(path)) }),
  };
}

/** The first language of a browser that letters are written in. */
export function letterLanguage(acceptLanguage: string | undefined): LetterLanguage {
  const wanted = (acceptLanguage ?? '').split(',').map((tag) => tag.trim().slice(0, 2).toLowerCase());
  return (
    LETTER_LANGUAGES.find((language) => language === wanted.find((tag) => tag === 'en' || tag === 'ru')) ??
    'en'
  );
}

type Text = { subject: string; text: string };

const WORDS: {
  [language in LetterLanguage]: {
    invitation: (by: string, link: string) => Text;
    reset: (link: string) => Text;
  };
} = {
  en: {
    invitation: (by, link) => ({
      subject: 'Your invitation to Parley',
      text: `${by} invites you to Parley. Choose a password here, within seven days:\n\n${link}\n`,
    }),
    reset: (link) => ({
      subject: 'A new password for Parley',
      text: `Choose a new password here, within an hour:\n\n${link}\n\nIf you did not ask for this, do nothing: your password stays.\n`,
    }),
  },
  ru: {
    invitation: (by, link) => ({
      subject: 'Приглашение в Parley',
      text: `${by} приглашает вас в Parley. Выберите пароль в течение семи дней:\n\n${link}\n`,
    }),
    reset: (link) => ({
      subject: 'Новый пароль для Parley',
      text: `Выберите новый пароль в течение часа:\n\n${link}\n\nЕсли вы об этом не просили, ничего не делайте: пароль останется прежним.\n`,
    }),
  },
};
