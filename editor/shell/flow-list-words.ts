import type { Catalogue } from '../catalogue.ts';

type FlowListWords = {
  flow: string;
  state: string;
  numbers: string;
  sessions: string;
  problems: string;
  saved: string;
  actions: string;
  search: string;
  nothingFound: string;
  showArchived: (count: number) => string;
  live: (version: number) => string;
  draft: string;
  changed: string;
  archived: string;
  isDefault: string;
  noNumber: string;
  older: (count: number) => string;
  errors: (count: number) => string;
  warnings: (count: number) => string;
  noProblems: string;
  checking: string;
  by: (who: string) => string;
  more: (name: string) => string;
  open: string;
  rename: string;
  duplicate: string;
  export: string;
  archive: string;
  unarchive: string;
  name: string;
  renameDo: string;
  archiveTitle: (name: string) => string;
  archiveText: (name: string, numbers: string) => string;
  archiveNot: (count: number) => string;
  archivedNow: (name: string) => string;
  undo: string;
  close: string;
  copyOf: (name: string) => string;
  unreadable: string;
};

export const flowListWords: Catalogue<FlowListWords> = {
  en: {
    flow: 'Flow',
    state: 'State',
    numbers: 'Numbers',
    sessions: 'Conversations now',
    problems: 'Problems',
    saved: 'Last edited',
    actions: 'Actions',
    search: 'Search flows',
    nothingFound: 'No flow is called that.',
    showArchived: (count) => `Show archived (${count})`,
    live: (version) => `Version ${version} live`,
    draft: 'Draft',
    changed: 'unpublished changes',
    archived: 'Archived',
    isDefault: 'default',
    noNumber: 'None',
    older: (count) => `${count} on older versions`,
    errors: (count) => `${count} ${count === 1 ? 'error' : 'errors'}`,
    warnings: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    noProblems: 'None',
    checking: 'Checking …',
    by: (who) => `by ${who}`,
    more: (name) => `Actions for ${name}`,
    open: 'Open',
    rename: 'Rename …',
    duplicate: 'Duplicate',
    export: 'Download the file',
    archive: 'Archive …',
    unarchive: 'Take out of the archive',
    name: 'Name',
    renameDo: 'Rename flow',
    archiveTitle: (name) => `Archive “${name}”`,
    archiveText: (name, numbers) =>
      numbers === ''
        ? `Nothing starts on “${name}” any more. It can be taken out again at any time, as it is now.`
        : `“${name}” stops answering on ${numbers}. It can be taken out again at any time, as it is now.`,
    archiveNot: (count) =>
      `${count === 1 ? 'One conversation is' : `${count} conversations are`} under way on this flow, so it cannot be archived yet.`,
    archivedNow: (name) => `“${name}” is archived.`,
    undo: 'Undo',
    close: 'Close',
    copyOf: (name) => `${name.slice(0, 112)} (copy)`,
    unreadable: 'This flow cannot be read, so it cannot be copied.',
  },
  ru: {
    flow: 'Сценарий',
    state: 'Состояние',
    numbers: 'Номера',
    sessions: 'Разговоров сейчас',
    problems: 'Проблемы',
    saved: 'Последняя правка',
    actions: 'Действия',
    search: 'Поиск сценариев',
    nothingFound: 'Сценария с таким названием нет.',
    showArchived: (count) => `Показать архив (${count})`,
    live: (version) => `Работает версия ${version}`,
    draft: 'Черновик',
    changed: 'есть неопубликованные изменения',
    archived: 'В архиве',
    isDefault: 'основной',
    noNumber: 'Нет',
    older: (count) => `на прежних версиях: ${count}`,
    errors: (count) => `Ошибок: ${count}`,
    warnings: (count) => `Предупреждений: ${count}`,
    noProblems: 'Нет',
    checking: 'Проверка …',
    by: (who) => `— ${who}`,
    more: (name) => `Действия: ${name}`,
    open: 'Открыть',
    rename: 'Переименовать …',
    duplicate: 'Дублировать',
    export: 'Скачать файл',
    archive: 'В архив …',
    unarchive: 'Достать из архива',
    name: 'Название',
    renameDo: 'Переименовать',
    archiveTitle: (name) => `В архив: «${name}»`,
    archiveText: (name, numbers) =>
      numbers === ''
        ? `По сценарию «${name}» больше ничего не начнётся. Его можно достать в любое время таким, как сейчас.`
        : `«${name}» перестанет отвечать на ${numbers}. Его можно достать в любое время таким, как сейчас.`,
    archiveNot: (count) =>
      `Сейчас идёт разговоров: ${count}. Пока они не закончатся, сценарий не убрать в архив.`,
    archivedNow: (name) => `«${name}» в архиве.`,
    undo: 'Отменить',
    close: 'Закрыть',
    copyOf: (name) => `${name.slice(0, 111)} (копия)`,
    unreadable: 'Этот сценарий не прочитать, поэтому его нельзя скопировать.',
  },
};
