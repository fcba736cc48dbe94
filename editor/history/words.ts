import type { Mark } from '@parley/flows/picture.ts';
import type { Catalogue } from '../catalogue.ts';

type HistoryWords = {
  loading: string;
  retry: string;
  none: string;
  draft: string;
  live: string;
  version: (version: number) => string;
  versionShort: (version: number) => string;
  conversations: (count: number) => string;
  by: (who: string) => string;
  compare: string;
  compareFrom: string;
  compareTo: string;
  show: string;
  open: string;
  restore: string;
  rollBack: string;
  rollBackTitle: (version: number) => string;
  rollBackText: (version: number, next: number) => string;
  rollBackDo: (next: number) => string;
  rolledBack: (version: number, next: number) => string;
  restored: (version: number) => string;
  cancel: string;
  more: (version: number) => string;
  compareWithDraft: string;
  compareWithBefore: string;
  back: string;
  close: string;
  readOnly: string;
  looking: (title: string) => string;
  becomes: (before: string, after: string) => string;
  same: string;
  marks: { [mark in Mark]: string };
  changes: (count: number) => string;
  nodes: string;
  ways: string;
  settings: string;
  translations: string;
  start: string;
  nowhere: string;
  nothing: string;
  fromEverywhere: string;
  alsoMoved: string;
  andMore: (count: number) => string;
  asJson: string;
  jsonTitle: string;
  unreadable: (why: string) => string;
};

export const historyWords: Catalogue<HistoryWords> = {
  en: {
    loading: 'Loading …',
    retry: 'Try again',
    none: 'Nothing is published yet. Each time you publish, the version is kept here for good.',
    draft: 'Draft',
    live: 'Live',
    version: (version) => `Version ${version}`,
    versionShort: (version) => `version ${version}`,
    conversations: (count) => (count === 1 ? '1 conversation on it' : `${count} conversations on it`),
    by: (who) => `by ${who}`,
    compare: 'Compare two versions',
    compareFrom: 'From',
    compareTo: 'To',
    show: 'Show changes',
    open: 'Open to read',
    restore: 'Restore into the draft',
    rollBack: 'Roll back to it …',
    rollBackTitle: (version) => `Roll back to version ${version}`,
    rollBackText: (version, next) =>
      `Version ${version} is published again, as version ${next}. New conversations begin on it at once; those under way finish as they began. Your draft stays as it is.`,
    rollBackDo: (next) => `Publish version ${next}`,
    rolledBack: (version, next) => `Version ${next} is live: the same as version ${version}.`,
    restored: (version) => `The draft is version ${version} again.`,
    cancel: 'Cancel',
    more: (version) => `More for version ${version}`,
    compareWithDraft: 'Compare with the draft',
    compareWithBefore: 'Compare with the one before',
    back: 'All versions',
    close: 'Back to the draft',
    readOnly: 'read only',
    looking: (title) => `You are looking at ${title}`,
    becomes: (before, after) => `${before} › ${after}`,
    same: 'Nothing differs.',
    marks: { added: 'Added', changed: 'Changed', removed: 'Removed', moved: 'Moved' },
    changes: (count) => (count === 1 ? '1 change' : `${count} changes`),
    nodes: 'Nodes',
    ways: 'Ways',
    settings: 'Settings',
    translations: 'Translations',
    start: 'Start',
    nowhere: 'nowhere',
    nothing: 'nothing',
    fromEverywhere: 'from everywhere',
    alsoMoved: 'also moved',
    andMore: (count) => `and ${count} more`,
    asJson: 'As text of the file',
    jsonTitle: 'The file, line by line',
    unreadable: (why) => `This version cannot be opened here. ${why}`,
  },
  ru: {
    loading: 'Загрузка …',
    retry: 'Повторить',
    none: 'Пока ничего не опубликовано. Каждая публикация остаётся здесь навсегда.',
    draft: 'Черновик',
    live: 'Работает',
    version: (version) => `Версия ${version}`,
    versionShort: (version) => `версия ${version}`,
    conversations: (count) => `Разговоров на ней: ${count}`,
    by: (who) => `— ${who}`,
    compare: 'Сравнить две версии',
    compareFrom: 'Было',
    compareTo: 'Стало',
    show: 'Показать изменения',
    open: 'Открыть для чтения',
    restore: 'Вернуть в черновик',
    rollBack: 'Откатить к ней …',
    rollBackTitle: (version) => `Откат к версии ${version}`,
    rollBackText: (version, next) =>
      `Версия ${version} будет опубликована снова, как версия ${next}. Новые разговоры сразу начнутся по ней; начатые закончатся по своей. Черновик не изменится.`,
    rollBackDo: (next) => `Опубликовать версию ${next}`,
    rolledBack: (version, next) => `Работает версия ${next}: такая же, как версия ${version}.`,
    restored: (version) => `Черновик снова как версия ${version}.`,
    cancel: 'Отмена',
    more: (version) => `Ещё для версии ${version}`,
    compareWithDraft: 'Сравнить с черновиком',
    compareWithBefore: 'Сравнить с предыдущей',
    back: 'Все версии',
    close: 'Назад к черновику',
    readOnly: 'только чтение',
    looking: (title) => `Вы смотрите: ${title}`,
    becomes: (before, after) => `${before} › ${after}`,
    same: 'Отличий нет.',
    marks: { added: 'Добавлено', changed: 'Изменено', removed: 'Удалено', moved: 'Сдвинуто' },
    changes: (count) => `Изменений: ${count}`,
    nodes: 'Узлы',
    ways: 'Пути',
    settings: 'Настройки',
    translations: 'Переводы',
    start: 'Начало',
    nowhere: 'никуда',
    nothing: 'ничего',
    fromEverywhere: 'отовсюду',
    alsoMoved: 'и сдвинут',
    andMore: (count) => `и ещё ${count}`,
    asJson: 'Текстом файла',
    jsonTitle: 'Файл, строка за строкой',
    unreadable: (why) => `Эту версию здесь не открыть. ${why}`,
  },
};
