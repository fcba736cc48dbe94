import type { Catalogue } from '../catalogue.ts';
import type { ActionId } from './actions.ts';
import type { PanelId } from './panel-ids.ts';

type FlowWords = {
  loading: string;
  retry: string;
  allFlows: string;
  unreadable: (why: string) => string;
  actions: { [id in ActionId]: string };
  groups: { edit: string; view: string; flow: string };
  families: { [family: string]: string };
  saved: string;
  changed: string;
  saving: string;
  notSaved: (why: string) => string;
  conflict: (by: string | null, at: string) => string;
  kept: string;
  conflictShort: string;
  loadTheirs: string;
  keepMine: string;
  undo: (name: string) => string;
  redo: (name: string) => string;
  undoShort: string;
  name: string;
  language: string;
  live: (version: number) => string;
  neverPublished: string;
  problems: (errors: number, warnings: number) => string;
  noProblems: string;
  problemsTitle: string;
  publish: string;
  publishVersion: (version: number) => string;
  publishTitle: string;
  publishIs: string;
  fixFirst: (errors: number) => string;
  warningsStay: string;
  published: (version: number) => string;
  unchanged: (version: number) => string;
  notYetSaved: string;
  close: string;
  panelBar: string;
  panels: { [id in PanelId]: string };
  palette: string;
  searchNodes: string;
  nothingFound: string;
  searchFlow: string;
  searchCommands: string;
  addNode: (title: string) => string;
  shortcuts: string;
  emptyTitle: string;
  emptyText: string;
  pasteByKey: string;
  copied: (count: number) => string;
  tidyFailed: string;
  inspector: string;
  viewOnly: string;
  readOnly: string;
  readOnlyWhy: string;
  talkFromHere: string;
  talk: string;
};

export const flowWords: Catalogue<FlowWords> = {
  en: {
    loading: 'Loading …',
    retry: 'Try again',
    allFlows: 'All flows',
    unreadable: (why) => `This flow cannot be opened: its file is not a flow of this version. ${why}`,
    actions: {
      undo: 'Undo',
      redo: 'Redo',
      cut: 'Cut',
      copy: 'Copy',
      paste: 'Paste',
      duplicate: 'Duplicate',
      remove: 'Delete',
      'select-all': 'Select all',
      deselect: 'Select nothing',
      'set-start': 'Begin the flow here',
      'add-behind': 'Add a node behind',
      note: 'Add a note',
      frame: 'Draw a frame around it',
      tidy: 'Tidy up',
      'align-left': 'Align left',
      'align-top': 'Align top',
      'distribute-across': 'Distribute across',
      'distribute-down': 'Distribute down',
      'move-left': 'Move left',
      'move-right': 'Move right',
      'move-up': 'Move up',
      'move-down': 'Move down',
      'walk-left': 'Go to the node on the left',
      'walk-right': 'Go to the node on the right',
      'walk-up': 'Go to the node above',
      'walk-down': 'Go to the node below',
      'zoom-in': 'Zoom in',
      'zoom-out': 'Zoom out',
      'zoom-full': 'Zoom to 100 %',
      'zoom-fit': 'Show all',
      'zoom-selection': 'Show the selection',
      search: 'Search in this flow',
      commands: 'All commands',
      shortcuts: 'Keyboard shortcuts',
      palette: 'Show or hide the palette',
      settings: 'Show or hide the settings',
      variables: 'Show or hide the variables',
      translations: 'Show or hide the translations',
      export: 'Download the file of this flow',
      outline: 'Show or hide the outline',
      tests: 'Show or hide the tests',
      history: 'Show or hide the versions',
      problems: 'Problems',
      simulate: 'Talk to it',
      save: 'Save now',
      publish: 'Publish',
    },
    groups: { edit: 'Edit', view: 'View', flow: 'Flow' },
    families: {
      messages: 'Messages',
      questions: 'Questions',
      logic: 'Logic',
      outside: 'Outside world',
      people: 'People',
      ends: 'Ends',
    },
    saved: 'Saved',
    changed: 'Not saved yet',
    saving: 'Saving …',
    notSaved: (why) => `Not saved, kept in this browser. ${why}`,
    conflict: (by, at) => `${by ?? 'Somebody else'} saved this flow ${at}.`,
    kept: 'Your changes are kept in this browser; nothing of yours is saved until you decide.',
    conflictShort: 'Not saved: changed elsewhere',
    loadTheirs: 'Load theirs',
    keepMine: 'Save mine over it',
    undo: (name) => `Undo: ${name}`,
    redo: (name) => `Redo: ${name}`,
    undoShort: 'Undo',
    name: 'Name of the flow',
    language: 'Language of the flow shown',
    live: (version) => `Version ${version} is live`,
    neverPublished: 'Not published',
    problems: (errors, warnings) =>
      [
        errors > 0 ? `${errors} ${errors === 1 ? 'error' : 'errors'}` : '',
        warnings > 0 ? `${warnings} ${warnings === 1 ? 'warning' : 'warnings'}` : '',
      ]
        .filter(Boolean)
        .join(', '),
    noProblems: 'No problems',
    problemsTitle: 'Problems',
    publish: 'Publish …',
    publishVersion: (version) => `Publish version ${version}`,
    publishTitle: 'Publish this flow',
    publishIs: 'New conversations begin on what you publish. Those that are under way finish as they began.',
    fixFirst: (errors) =>
      errors === 1 ? 'One error must be put right first.' : `${errors} errors must be put right first.`,
    warningsStay: 'Warnings do not prevent it.',
    published: (version) => `Version ${version} is live.`,
    unchanged: (version) => `This is version ${version}, which is live already.`,
    notYetSaved: 'The draft is not saved yet, so it cannot be published.',
    close: 'Close',
    panelBar: 'Panels',
    panels: {
      palette: 'Nodes',
      outline: 'Outline',
      settings: 'Settings',
      variables: 'Variables',
      translations: 'Translations',
      tests: 'Tests',
      prices: 'Cost',
      history: 'Versions',
    },
    palette: 'Nodes',
    searchNodes: 'Search nodes',
    nothingFound: 'Nothing found',
    searchFlow: 'Search texts, ids, variables',
    searchCommands: 'What do you want to do?',
    addNode: (title) => `Add “${title}”`,
    shortcuts: 'Keyboard shortcuts',
    emptyTitle: 'Nothing here yet',
    emptyText: 'Drag a node from the palette, or press A.',
    pasteByKey: 'This browser lets pages read the clipboard only by Ctrl+V.',
    copied: (count) => (count === 1 ? '1 node copied' : `${count} nodes copied`),
    tidyFailed: 'The layout could not be worked out.',
    inspector: 'Selected node',
    talkFromHere: 'Talk to it from here',
    talk: 'Talk to it',
    readOnly: 'Read only',
    readOnlyWhy: 'You may look at this flow and talk to it. Designers and administrators may change it.',
    viewOnly: 'Flows are edited on a wider screen. Here you can look.',
  },
  ru: {
    loading: 'Загрузка …',
    retry: 'Повторить',
    allFlows: 'Все сценарии',
    unreadable: (why) => `Этот сценарий не открыть: файл не подходит к этой версии. ${why}`,
    actions: {
      undo: 'Отменить',
      redo: 'Вернуть',
      cut: 'Вырезать',
      copy: 'Копировать',
      paste: 'Вставить',
      duplicate: 'Дублировать',
      remove: 'Удалить',
      'select-all': 'Выделить всё',
      deselect: 'Снять выделение',
      'set-start': 'Начинать сценарий здесь',
      'add-behind': 'Добавить узел следом',
      note: 'Добавить заметку',
      frame: 'Обвести рамкой',
      tidy: 'Расставить аккуратно',
      'align-left': 'Выровнять по левому краю',
      'align-top': 'Выровнять по верху',
      'distribute-across': 'Распределить по горизонтали',
      'distribute-down': 'Распределить по вертикали',
      'move-left': 'Сдвинуть влево',
      'move-right': 'Сдвинуть вправо',
      'move-up': 'Сдвинуть вверх',
      'move-down': 'Сдвинуть вниз',
      'walk-left': 'К узлу слева',
      'walk-right': 'К узлу справа',
      'walk-up': 'К узлу выше',
      'walk-down': 'К узлу ниже',
      'zoom-in': 'Ближе',
      'zoom-out': 'Дальше',
      'zoom-full': 'Масштаб 100 %',
      'zoom-fit': 'Показать всё',
      'zoom-selection': 'Показать выделенное',
      search: 'Искать в сценарии',
      commands: 'Все команды',
      shortcuts: 'Сочетания клавиш',
      palette: 'Показать или скрыть палитру',
      settings: 'Показать или скрыть настройки',
      variables: 'Показать или скрыть переменные',
      translations: 'Показать или скрыть переводы',
      export: 'Скачать файл сценария',
      outline: 'Показать или скрыть структуру',
      tests: 'Показать или скрыть тесты',
      history: 'Показать или скрыть версии',
      problems: 'Проблемы',
      simulate: 'Поговорить',
      save: 'Сохранить сейчас',
      publish: 'Опубликовать',
    },
    groups: { edit: 'Правка', view: 'Вид', flow: 'Сценарий' },
    families: {
      messages: 'Сообщения',
      questions: 'Вопросы',
      logic: 'Логика',
      outside: 'Внешний мир',
      people: 'Люди',
      ends: 'Завершение',
    },
    saved: 'Сохранено',
    changed: 'Ещё не сохранено',
    saving: 'Сохранение …',
    notSaved: (why) => `Не сохранено, хранится в браузере. ${why}`,
    conflict: (by, at) => `${by ?? 'Кто-то другой'}: этот сценарий сохранён ${at}.`,
    kept: 'Ваши изменения хранятся в браузере и не будут сохранены, пока вы не решите.',
    conflictShort: 'Не сохранено: изменено не здесь',
    loadTheirs: 'Загрузить чужую версию',
    keepMine: 'Сохранить мою поверх',
    undo: (name) => `Отменить: ${name}`,
    redo: (name) => `Вернуть: ${name}`,
    undoShort: 'Отменить',
    name: 'Название сценария',
    language: 'Показываемый язык сценария',
    live: (version) => `Работает версия ${version}`,
    neverPublished: 'Не опубликован',
    problems: (errors, warnings) =>
      [errors > 0 ? `Ошибок: ${errors}` : '', warnings > 0 ? `Предупреждений: ${warnings}` : '']
        .filter(Boolean)
        .join(', '),
    noProblems: 'Проблем нет',
    problemsTitle: 'Проблемы',
    publish: 'Опубликовать …',
    publishVersion: (version) => `Опубликовать версию ${version}`,
    publishTitle: 'Публикация сценария',
    publishIs: 'Новые разговоры начнутся по этой версии. Начатые закончатся по своей.',
    fixFirst: (errors) => `Сначала исправьте ошибки: ${errors}.`,
    warningsStay: 'Предупреждения не мешают.',
    published: (version) => `Версия ${version} работает.`,
    unchanged: (version) => `Это версия ${version}, она уже работает.`,
    notYetSaved: 'Черновик ещё не сохранён, публиковать нечего.',
    close: 'Закрыть',
    panelBar: 'Панели',
    panels: {
      palette: 'Узлы',
      outline: 'Структура',
      settings: 'Настройки',
      variables: 'Переменные',
      translations: 'Переводы',
      tests: 'Тесты',
      prices: 'Стоимость',
      history: 'Версии',
    },
    palette: 'Узлы',
    searchNodes: 'Поиск узлов',
    nothingFound: 'Ничего не найдено',
    searchFlow: 'Поиск по текстам, id, переменным',
    searchCommands: 'Что сделать?',
    addNode: (title) => `Добавить «${title}»`,
    shortcuts: 'Сочетания клавиш',
    emptyTitle: 'Здесь пока пусто',
    emptyText: 'Перетащите узел из палитры или нажмите A.',
    pasteByKey: 'Этот браузер даёт странице буфер обмена только по Ctrl+V.',
    copied: (count) => `Скопировано узлов: ${count}`,
    tidyFailed: 'Не удалось рассчитать расстановку.',
    inspector: 'Выбранный узел',
    talkFromHere: 'Поговорить отсюда',
    talk: 'Поговорить',
    readOnly: 'Только просмотр',
    readOnlyWhy: 'Этот сценарий можно смотреть и пробовать. Менять его могут дизайнеры и администраторы.',
    viewOnly: 'Править сценарии удобнее на широком экране. Здесь можно смотреть.',
  },
};
