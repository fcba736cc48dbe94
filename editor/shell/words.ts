import type { Catalogue } from '../catalogue.ts';

type ShellWords = {
  product: string;
  home: string;
  inbox: string;
  flows: string;
  numbers: string;
  notices: string;
  contacts: string;
  broadcasts: string;
  templates: string;
  api: string;
  people: string;
  account: string;
  signOut: string;
  forgetKey: string;
  look: string;
  light: string;
  dark: string;
  system: string;
  language: string;
  skip: string;
  more: string;
  close: string;
  loading: string;
  retry: string;
  newFlow: string;
  noFlows: string;
  noPage: string;
  noPageWhy: (address: string) => string;
  toHome: string;
  broke: string;
  brokeWhy: string;
  reload: string;
};

export const shellWords: Catalogue<ShellWords> = {
  en: {
    product: 'Parley',
    home: 'Home',
    inbox: 'Inbox',
    flows: 'Flows',
    numbers: 'Numbers',
    notices: 'Notices',
    contacts: 'Contacts',
    broadcasts: 'Broadcasts',
    templates: 'Templates',
    api: 'API',
    people: 'People',
    account: 'Your account',
    signOut: 'Sign out',
    forgetKey: 'Forget the key',
    look: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
    language: 'Language',
    skip: 'Skip to content',
    more: 'More',
    close: 'Close',
    loading: 'Loading …',
    retry: 'Try again',
    newFlow: 'New flow',
    noFlows: 'No flow yet. A flow is what your number says, and when.',
    noPage: 'There is no such page',
    noPageWhy: (address) =>
      `Nothing is at ${address}. The address may have been cut off, or come from another version.`,
    toHome: 'Go to the start page',
    broke: 'This page cannot be shown',
    brokeWhy:
      'Something in it went wrong; what was saved is not lost. Load it again, or tell whoever runs this Parley:',
    reload: 'Load it again',
  },
  ru: {
    product: 'Parley',
    home: 'Главная',
    inbox: 'Диалоги',
    flows: 'Сценарии',
    numbers: 'Номера',
    notices: 'Уведомления',
    contacts: 'Контакты',
    broadcasts: 'Рассылки',
    templates: 'Шаблоны',
    api: 'API',
    people: 'Люди',
    account: 'Ваш аккаунт',
    signOut: 'Выйти',
    forgetKey: 'Забыть ключ',
    look: 'Вид',
    light: 'Светлый',
    dark: 'Тёмный',
    system: 'Как в системе',
    language: 'Язык',
    skip: 'К содержимому',
    more: 'Ещё',
    close: 'Закрыть',
    loading: 'Загрузка …',
    retry: 'Повторить',
    newFlow: 'Новый сценарий',
    noFlows: 'Сценариев пока нет. Сценарий — это то, что и когда говорит ваш номер.',
    noPage: 'Такой страницы нет',
    noPageWhy: (address) =>
      `По адресу ${address} ничего нет. Возможно, он скопирован не целиком или взят из другой версии.`,
    toHome: 'На главную',
    broke: 'Эту страницу не удаётся показать',
    brokeWhy:
      'В ней что-то сломалось; сохранённое не потеряно. Загрузите её снова или сообщите тому, кто отвечает за Parley:',
    reload: 'Загрузить снова',
  },
};
