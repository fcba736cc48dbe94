import type { Drawing } from '@parley/flows/drawing.ts';
import type { Mark } from '@parley/flows/picture.ts';
import type { WindowState } from '@parley/flows/window-report.ts';
import type { Catalogue } from '../catalogue.ts';

type CanvasWords = {
  start: string;
  add: string;
  addBehind: (port: string) => string;
  insert: string;
  errors: (count: number) => string;
  warnings: (count: number) => string;
  nothingYet: string;
  canvas: string;
  map: string;
  drawings: { note: string; frame: string };
  colour: string;
  colours: { [colour in NonNullable<Drawing['colour']>]: string };
  resize: string;
  erase: string;
  marks: { [mark in Mark]: string };
  windows: { [state in WindowState]: string };
};

export const canvasWords: Catalogue<CanvasWords> = {
  en: {
    start: 'Start',
    add: 'Add a node',
    addBehind: (port) => `Add a node behind “${port}”`,
    insert: 'Insert a node here',
    errors: (count) => `${count} ${count === 1 ? 'error' : 'errors'}`,
    warnings: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    windows: {
      open: '24-hour window: open here',
      maybe: '24-hour window: may be closed here',
      closed: '24-hour window: closed here',
    },
    nothingYet: 'Nothing written yet',
    canvas: 'Canvas',
    map: 'Map of the flow',
    drawings: { note: 'Note', frame: 'Frame' },
    colour: 'Colour',
    colours: { grey: 'Grey', yellow: 'Yellow', green: 'Green', blue: 'Blue', purple: 'Purple', red: 'Red' },
    resize: 'Drag to resize',
    erase: 'Delete',
    marks: { added: 'Added', changed: 'Changed', removed: 'Removed', moved: 'Moved' },
  },
  ru: {
    start: 'Начало',
    add: 'Добавить узел',
    addBehind: (port) => `Добавить узел после «${port}»`,
    insert: 'Вставить узел здесь',
    errors: (count) => `Ошибок: ${count}`,
    warnings: (count) => `Предупреждений: ${count}`,
    windows: {
      open: '24-часовое окно: здесь открыто',
      maybe: '24-часовое окно: здесь может быть закрыто',
      closed: '24-часовое окно: здесь закрыто',
    },
    nothingYet: 'Пока ничего не написано',
    canvas: 'Полотно',
    map: 'Карта сценария',
    drawings: { note: 'Заметка', frame: 'Рамка' },
    colour: 'Цвет',
    colours: {
      grey: 'Серый',
      yellow: 'Жёлтый',
      green: 'Зелёный',
      blue: 'Синий',
      purple: 'Фиолетовый',
      red: 'Красный',
    },
    resize: 'Потяните, чтобы изменить размер',
    erase: 'Удалить',
    marks: { added: 'Новый', changed: 'Изменён', removed: 'Удалён', moved: 'Сдвинут' },
  },
};
