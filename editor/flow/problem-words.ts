import type { FixKind } from '@parley/flows/fixes/fix.ts';
import type { Catalogue } from '../catalogue.ts';

type ProblemWords = {
  filter: string;
  all: string;
  errors: (count: number) => string;
  warnings: (count: number) => string;
  ofFlow: string;
  proved: (turns: number) => string;
  noneOfThese: string;
  example: string;
  showPath: string;
  jump: (node: string) => string;
  more: string;
  fixes: { [kind in FixKind]: (about: string) => string };
};

export const problemWords: Catalogue<ProblemWords> = {
  en: {
    filter: 'Which problems are shown',
    all: 'All',
    errors: (count) => `Errors ${count}`,
    warnings: (count) => `Warnings ${count}`,
    ofFlow: 'The flow as a whole',
    proved: (turns) =>
      `Proved: wherever the flow waits, people reach a person within ${turns === 1 ? 'one turn' : `${turns} turns`}.`,
    noneOfThese: 'None of these.',
    example: 'For example',
    showPath: 'Show on the canvas',
    jump: (node) => `Go to “${node}”`,
    more: 'Other fixes',
    fixes: {
      'add-end': () => 'End there',
      'add-hand-over': () => 'Add a way to a person',
      'add-locale': (locale) => `Add the language “${locale}”`,
      'add-wait': () => 'Wait a minute in between',
      'add-words': (words) => `Add: ${words}`,
      'ask-again': () => 'Ask again',
      'connect-here': (node) => `Connect from “${node}”`,
      'copy-text': () => 'Copy the text there',
      declare: (name) => `Declare “${name}”`,
      'delete-node': (node) => `Delete “${node}”`,
      'drop-closing': () => 'Take it out of the settings',
      'drop-default': () => 'Take the default away',
      'drop-empty-words': () => 'Take empty words away',
      'drop-text': () => 'Delete the translation',
      'drop-word': (word) => `Take “${word}” away`,
      'give-default': () => 'Give it an empty default',
      'lead-on': (node) => `Lead to “${node}”`,
      'lead-to-person': (node) => `Lead to “${node}”`,
      'new-ids': () => 'Give each an id of its own',
      retitle: (title) => `Call it “${title}”`,
      'set-before': () => 'Set it before',
      shorten: () => 'Shorten',
      'split-text': (count) => `Cut into ${count} messages`,
      'start-here': (node) => `Begin with “${node}”`,
      'swap-limits': () => 'Swap the two',
      'to-list': () => 'Turn into a list',
      'write-instead': (text) => `Write “${text}”`,
    },
  },
  ru: {
    filter: 'Какие проблемы показаны',
    all: 'Все',
    errors: (count) => `Ошибки ${count}`,
    warnings: (count) => `Предупреждения ${count}`,
    ofFlow: 'Сценарий в целом',
    proved: (turns) =>
      `Доказано: где бы сценарий ни ждал, до человека можно дойти за столько ходов: ${turns}.`,
    noneOfThese: 'Таких нет.',
    example: 'Например',
    showPath: 'Показать на полотне',
    jump: (node) => `К узлу «${node}»`,
    more: 'Другие исправления',
    fixes: {
      'add-end': () => 'Завершить там',
      'add-hand-over': () => 'Добавить путь к человеку',
      'add-locale': (locale) => `Добавить язык «${locale}»`,
      'add-wait': () => 'Подождать между ними минуту',
      'add-words': (words) => `Добавить: ${words}`,
      'ask-again': () => 'Спросить ещё раз',
      'connect-here': (node) => `Соединить с «${node}»`,
      'copy-text': () => 'Скопировать туда текст',
      declare: (name) => `Объявить «${name}»`,
      'delete-node': (node) => `Удалить «${node}»`,
      'drop-closing': () => 'Убрать из настроек',
      'drop-default': () => 'Убрать значение по умолчанию',
      'drop-empty-words': () => 'Убрать пустые слова',
      'drop-text': () => 'Удалить перевод',
      'drop-word': (word) => `Убрать «${word}»`,
      'give-default': () => 'Дать пустое значение',
      'lead-on': (node) => `Вести в «${node}»`,
      'lead-to-person': (node) => `Вести в «${node}»`,
      'new-ids': () => 'Дать каждому свой id',
      retitle: (title) => `Назвать «${title}»`,
      'set-before': () => 'Задать раньше',
      shorten: () => 'Сократить',
      'split-text': (count) => `Разбить на сообщения: ${count}`,
      'start-here': (node) => `Начинать с «${node}»`,
      'swap-limits': () => 'Поменять местами',
      'to-list': () => 'Превратить в список',
      'write-instead': (text) => `Написать «${text}»`,
    },
  },
};
