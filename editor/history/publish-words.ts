import type { Catalogue } from '../catalogue.ts';

type Counts = {
  added: number;
  changed: number;
  removed: number;
  moved: number;
  ways: number;
  settings: number;
  texts: number;
};

type PublishWords = {
  summary: (counts: Counts) => string[];
  noChanges: (live: number) => string;
  changes: (live: number, what: string) => string;
  showChanges: string;
  numbers: string;
  noNumbers: string;
  onlyAdministrators: string;
  isDefault: string;
  alsoThere: (flows: string) => string;
  older: (count: number, live: number | null) => string;
  note: string;
  noteHelp: string;
  onNoNumber: string;
  talkOn: (number: string, keyword: string | undefined) => string;
  done: string;
};

const some = (count: number, one: string, many: string) =>
  count === 0 ? [] : [`${count} ${count === 1 ? one : many}`];
const counted = (count: number, what: string) => (count === 0 ? [] : [`${what}: ${count}`]);

export const publishWords: Catalogue<PublishWords> = {
  en: {
    summary: ({ added, changed, removed, moved, ways, settings, texts }) => [
      ...some(added, 'node added', 'nodes added'),
      ...some(changed, 'node changed', 'nodes changed'),
      ...some(removed, 'node removed', 'nodes removed'),
      ...some(moved, 'node moved', 'nodes moved'),
      ...some(ways, 'way', 'ways'),
      ...some(settings, 'setting', 'settings'),
      ...some(texts, 'translation', 'translations'),
    ],
    noChanges: (live) => `Nothing differs from version ${live}, which is live.`,
    changes: (live, what) => `Against version ${live}: ${what}.`,
    showChanges: 'Show changes',
    numbers: 'Numbers that run this flow',
    noNumbers: 'No number is connected yet.',
    onlyAdministrators: 'Only administrators choose the flows of a number.',
    isDefault: 'answers what no other flow’s trigger matches',
    alsoThere: (flows) => `also there: ${flows}`,
    older: (count, live) =>
      count === 1
        ? `1 conversation is under way${live === null ? '' : ` (live: version ${live})`} and finishes on the version that it began with.`
        : `${count} conversations are under way${live === null ? '' : ` (live: version ${live})`} and finish on the version that they began with.`,
    note: 'What changes (for the list of versions)',
    noteHelp: 'Oat milk, new opening hours …',
    onNoNumber: 'No number runs it yet, so nobody can reach it.',
    talkOn: (number, keyword) =>
      keyword === undefined ? `Write to ${number}` : `Write “${keyword}” to ${number}`,
    done: 'Done',
  },
  ru: {
    summary: ({ added, changed, removed, moved, ways, settings, texts }) => [
      ...counted(added, 'новых узлов'),
      ...counted(changed, 'изменено узлов'),
      ...counted(removed, 'удалено узлов'),
      ...counted(moved, 'сдвинуто узлов'),
      ...counted(ways, 'путей'),
      ...counted(settings, 'настроек'),
      ...counted(texts, 'переводов'),
    ],
    noChanges: (live) => `Отличий от работающей версии ${live} нет.`,
    changes: (live, what) => `По сравнению с версией ${live} — ${what}.`,
    showChanges: 'Показать изменения',
    numbers: 'Номера с этим сценарием',
    noNumbers: 'Ни один номер ещё не подключён.',
    onlyAdministrators: 'Сценарии номера выбирают только администраторы.',
    isDefault: 'отвечает, когда ничей другой запуск не подошёл',
    alsoThere: (flows) => `там же: ${flows}`,
    older: (count, live) =>
      `Идёт разговоров: ${count}${live === null ? '' : ` (работает версия ${live})`}; они закончатся по своей версии.`,
    note: 'Что меняется (для списка версий)',
    noteHelp: 'Овсяное молоко, новые часы работы …',
    onNoNumber: 'Ни на одном номере его ещё нет, так что никто до него не дойдёт.',
    talkOn: (number, keyword) =>
      keyword === undefined ? `Написать на ${number}` : `Написать «${keyword}» на ${number}`,
    done: 'Готово',
  },
};
