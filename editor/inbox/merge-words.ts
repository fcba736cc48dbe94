import type { Catalogue } from '../catalogue.ts';

const en = {
  find: 'The other entry of this person',
  why: 'By name, number or username. Two people who have a number each are never made one.',
  nobody: 'Nobody else is called that.',
  noNumber: 'number hidden',
  back: 'Choose another',
  into: (joins: string, kept: string) => `“${joins}” becomes part of “${kept}”:`,
  reached: (number: string) => `reached at: ${number}`,
  conversations: (count: number) => `conversations that join: ${count}`,
  consents: (count: number) => `consents that join: ${count}`,
  tags: (tags: string) => `tags that join: ${tags}`,
  endsSessions: (count: number) => `running flows that end, as one goes on: ${count}`,
  forEver: 'This cannot be undone.',
  merge: 'Make them one',
  done: (name: string) => `They are one now: ${name}.`,
  refusals: {
    'contacts-both-reachable':
      'Each of them has a phone number of its own. They stay apart, as an answer might reach the wrong person.',
    'contact-busy': 'Something is under way with one of them. Try again in a moment.',
  } as { [code: string]: string },
};

const ru: typeof en = {
  find: 'Другая запись этого человека',
  why: 'По имени, номеру или имени пользователя. Люди, у каждого из которых свой номер, не объединяются.',
  nobody: 'Больше никого так не зовут.',
  noNumber: 'номер скрыт',
  back: 'Выбрать другую',
  into: (joins, kept) => `«${joins}» станет частью «${kept}»:`,
  reached: (number) => `связь: ${number}`,
  conversations: (count) => `присоединится диалогов: ${count}`,
  consents: (count) => `присоединится согласий: ${count}`,
  tags: (tags) => `присоединятся метки: ${tags}`,
  endsSessions: (count) => `завершится идущих сценариев (один продолжится): ${count}`,
  forEver: 'Отменить это нельзя.',
  merge: 'Объединить',
  done: (name) => `Теперь это одна запись: ${name}.`,
  refusals: {
    'contacts-both-reachable':
      'У каждого свой номер телефона. Записи останутся раздельными: ответ мог бы попасть не тому.',
    'contact-busy': 'С одной из записей сейчас что-то происходит. Повторите через мгновение.',
  },
};

export const mergeWords: Catalogue<typeof en> = { en, ru };
