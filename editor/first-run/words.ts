import type { Catalogue } from '../catalogue.ts';

const en = {
  title: 'First steps',
  tap: 'Tap a button in the phone',
  tapHint: 'The way that the conversation takes lights up on the canvas.',
  edit: 'Change a text',
  editHint: 'Click a card and write. The phone says the new words at once.',
  publish: 'Publish',
  publishHint: 'New conversations begin on what you publish.',
  isDone: 'done',
  close: 'Do not show this again',
};

const ru: typeof en = {
  title: 'Первые шаги',
  tap: 'Нажмите кнопку в телефоне',
  tapHint: 'Путь разговора подсветится на схеме.',
  edit: 'Измените текст',
  editHint: 'Нажмите на карточку и пишите. Телефон сразу скажет новые слова.',
  publish: 'Опубликуйте',
  publishHint: 'Новые разговоры начнутся по тому, что опубликовано.',
  isDone: 'сделано',
  close: 'Больше не показывать',
};

export const firstRunWords: Catalogue<typeof en> = { en, ru };
