import type { Catalogue } from '../words.ts';

type CanvasWords = {
  start: string;
  add: string;
  addBehind: (port: string) => string;
  insert: string;
  errors: (count: number) => string;
  warnings: (count: number) => string;
  nothingYet: string;
  canvas: string;
};

export const canvasWords: Catalogue<CanvasWords> = {
  en: {
    start: 'Start',
    add: 'Add a node',
    addBehind: (port) => `Add a node behind “${port}”`,
    insert: 'Insert a node here',
    errors: (count) => `${count} ${count === 1 ? 'error' : 'errors'}`,
    warnings: (count) => `${count} ${count === 1 ? 'warning' : 'warnings'}`,
    nothingYet: 'Nothing written yet',
    canvas: 'Canvas',
  },
  ru: {
    start: 'Начало',
    add: 'Добавить узел',
    addBehind: (port) => `Добавить узел после «${port}»`,
    insert: 'Вставить узел здесь',
    errors: (count) => `Ошибок: ${count}`,
    warnings: (count) => `Предупреждений: ${count}`,
    nothingYet: 'Пока ничего не написано',
    canvas: 'Полотно',
  },
};
