import type { Catalogue } from '../catalogue.ts';
import type { Group } from './outline-rows.ts';

type OutlineWords = {
  tree: string;
  filter: string;
  groups: { [group in Group]: string };
  ways: { [port: string]: string };
  keyword: (name: string) => string;
  nowhere: string;
  leadsTo: (title: string) => string;
  errors: (count: number) => string;
  warnings: (count: number) => string;
  nothingWritten: string;
  more: (name: string) => string;
  andThen: string;
  keys: string;
  nothingFound: string;
  open: string;
  show: string;
  goTo: string;
  add: string;
  connect: string;
  disconnect: string;
  rename: string;
  duplicate: string;
  setStart: string;
  remove: string;
  addBehind: (label: string) => string;
  connectWay: (label: string) => string;
  searchTarget: string;
  renameTitle: (id: string) => string;
  id: string;
  idHint: string;
  keep: string;
  close: string;
  beginning: string;
  noWayOut: string;
};

export const outlineWords: Catalogue<OutlineWords> = {
  en: {
    tree: 'Outline of the flow',
    filter: 'Filter the outline',
    groups: { start: 'Start', anywhere: 'From everywhere', unreached: 'Nothing leads here' },
    ways: {
      escalation: 'Asks for a person',
      'opt-out': 'Opts out',
      'send-failed': 'A message cannot be sent',
      'window-closing': 'The 24-hour window is about to close',
      'window-closed': 'The 24-hour window closes',
    },
    keyword: (name) => `Keyword “${name}”`,
    nowhere: 'leads nowhere',
    leadsTo: (title) => `leads to ${title}`,
    errors: (count) => `${count} ${count === 1 ? 'error' : 'errors'}`,
    warnings: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    nothingWritten: 'Nothing written yet',
    more: (name) => `Actions for ${name}`,
    andThen: 'then',
    keys: 'Arrows walk · Enter form · A add · C connect · X disconnect · F2 rename · Del delete',
    nothingFound: 'Nothing found',
    open: 'Open its form',
    show: 'Show on the canvas',
    goTo: 'Go to its row',
    add: 'Add a node behind …',
    connect: 'Connect to …',
    disconnect: 'Disconnect',
    rename: 'Rename …',
    duplicate: 'Duplicate',
    setStart: 'Begin the flow here',
    remove: 'Delete',
    addBehind: (label) => `Add behind “${label}”`,
    connectWay: (label) => `Where does “${label}” lead?`,
    searchTarget: 'Search nodes of this flow',
    renameTitle: (id) => `Rename “${id}”`,
    id: 'Id',
    idHint: 'A letter, then letters, digits, _ or -',
    keep: 'Rename',
    close: 'Close',
    beginning: 'the beginning',
    noWayOut: 'This node has no way out, so nothing can come behind it.',
  },
  ru: {
    tree: 'Структура сценария',
    filter: 'Отобрать в структуре',
    groups: { start: 'Начало', anywhere: 'Отовсюду', unreached: 'Сюда ничего не ведёт' },
    ways: {
      escalation: 'Просит человека',
      'opt-out': 'Отписывается',
      'send-failed': 'Сообщение не отправить',
      'window-closing': '24-часовое окно скоро закроется',
      'window-closed': '24-часовое окно закрылось',
    },
    keyword: (name) => `Ключевое слово «${name}»`,
    nowhere: 'никуда не ведёт',
    leadsTo: (title) => `ведёт в ${title}`,
    errors: (count) => `Ошибок: ${count}`,
    warnings: (count) => `Предупреждений: ${count}`,
    nothingWritten: 'Пока ничего не написано',
    more: (name) => `Действия: ${name}`,
    andThen: 'затем',
    keys: 'Стрелки идти · Enter форма · A добавить · C соединить · X разъединить · F2 переименовать · Del удалить',
    nothingFound: 'Ничего не найдено',
    open: 'Открыть форму',
    show: 'Показать на полотне',
    goTo: 'К его строке',
    add: 'Добавить узел следом …',
    connect: 'Соединить с …',
    disconnect: 'Разъединить',
    rename: 'Переименовать …',
    duplicate: 'Дублировать',
    setStart: 'Начинать сценарий здесь',
    remove: 'Удалить',
    addBehind: (label) => `Добавить после «${label}»`,
    connectWay: (label) => `Куда ведёт «${label}»?`,
    searchTarget: 'Поиск узлов сценария',
    renameTitle: (id) => `Переименовать «${id}»`,
    id: 'Id',
    idHint: 'Буква, затем буквы, цифры, _ или -',
    keep: 'Переименовать',
    close: 'Закрыть',
    beginning: 'начало',
    noWayOut: 'У этого узла нет выхода, следом ничего не поставить.',
  },
};
