import type { Catalogue } from '../catalogue.ts';

const en = {
  none: 'A canned reply is a text that is sent often. In a message, / and its shortcut bring it up.',
  add: 'New canned reply',
  edit: (title: string) => `Edit “${title}”`,
  remove: (title: string) => `Remove “${title}”`,
  shortcut: 'Shortcut',
  shortcutHelp: 'Letters, digits, _ or -',
  title: 'Title',
  text: 'Text',
  textHelp:
    'May hold {{contact.name}}, {{contact.firstName}}, {{contact.phone}}, {{agent.name}}, {{agent.firstName}}.',
  forWhom: 'Who uses it',
  scopes: { me: 'Only me', team: 'My team', all: 'Everybody' },
  ofTeam: (name: string) => `Team ${name}`,
  cancel: 'Cancel',
  save: 'Save the reply',
};

const ru: typeof en = {
  none: 'Готовый ответ – это текст, который отправляют часто. В сообщении его вызывают / и сокращение.',
  add: 'Новый готовый ответ',
  edit: (title) => `Изменить «${title}»`,
  remove: (title) => `Удалить «${title}»`,
  shortcut: 'Сокращение',
  shortcutHelp: 'Буквы, цифры, _ или -',
  title: 'Название',
  text: 'Текст',
  textHelp:
    'Можно вставить {{contact.name}}, {{contact.firstName}}, {{contact.phone}}, {{agent.name}}, {{agent.firstName}}.',
  forWhom: 'Кто пользуется',
  scopes: { me: 'Только я', team: 'Моя команда', all: 'Все' },
  ofTeam: (name) => `Команда ${name}`,
  cancel: 'Отмена',
  save: 'Сохранить ответ',
};

export const cannedWords: Catalogue<typeof en> = { en, ru };
