import type { Catalogue } from '../words.ts';

type ShellWords = {
  product: string;
  home: string;
  flows: string;
  api: string;
  forgetKey: string;
  look: string;
  light: string;
  dark: string;
  system: string;
  language: string;
  skip: string;
  loading: string;
  retry: string;
  newFlow: string;
  flowName: string;
  create: string;
  noFlows: string;
  flow: string;
  published: string;
  notPublished: string;
  version: (version: number) => string;
  saved: string;
  savedBy: (by: string) => string;
  wasTaken: string;
  firstText: string;
};

export const shellWords: Catalogue<ShellWords> = {
  en: {
    product: 'Parley',
    home: 'Home',
    flows: 'Flows',
    api: 'API',
    forgetKey: 'Forget the key',
    look: 'Appearance',
    light: 'Light',
    dark: 'Dark',
    system: 'As the system',
    language: 'Language',
    skip: 'Skip to content',
    loading: 'Loading …',
    retry: 'Try again',
    newFlow: 'New flow',
    flowName: 'Name',
    create: 'Create flow',
    noFlows: 'No flow yet. A flow is what your number says, and when.',
    flow: 'Flow',
    published: 'Published',
    notPublished: 'Not yet',
    version: (version) => `Version ${version}`,
    saved: 'Saved',
    savedBy: (by) => `by ${by}`,
    wasTaken: 'There is a flow with this name already.',
    firstText: 'Hello!',
  },
  ru: {
    product: 'Parley',
    home: 'Главная',
    flows: 'Сценарии',
    api: 'API',
    forgetKey: 'Забыть ключ',
    look: 'Вид',
    light: 'Светлый',
    dark: 'Тёмный',
    system: 'Как в системе',
    language: 'Язык',
    skip: 'К содержимому',
    loading: 'Загрузка …',
    retry: 'Повторить',
    newFlow: 'Новый сценарий',
    flowName: 'Название',
    create: 'Создать сценарий',
    noFlows: 'Сценариев пока нет. Сценарий — это то, что и когда говорит ваш номер.',
    flow: 'Сценарий',
    published: 'Опубликован',
    notPublished: 'Ещё нет',
    version: (version) => `Версия ${version}`,
    saved: 'Сохранён',
    savedBy: (by) => `— ${by}`,
    wasTaken: 'Сценарий с таким названием уже есть.',
    firstText: 'Здравствуйте!',
  },
};
