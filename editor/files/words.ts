import type { MediaKind } from '@parley/flows/media-files.ts';
import type { Catalogue } from '../catalogue.ts';

type FileWords = {
  source: string;
  upload: string;
  link: string;
  id: string;
  choose: { [kind in MediaKind]: string };
  /** `types` as they are called by their ending, `most` a size. */
  takes: (types: string, most: string) => string;
  dropHere: string;
  uploading: (name: string, percent: number) => string;
  cancel: string;
  replace: string;
  remove: string;
  wrongType: (name: string, types: string) => string;
  tooLarge: (name: string, most: string) => string;
  tooLargeToKeep: (name: string, most: string) => string;
  empty: (name: string) => string;
  notTaken: (name: string) => string;
  signedOut: string;
  noAnswer: string;
  tooMany: string;
  refused: (detail: string) => string;
};

export const fileWords: Catalogue<FileWords> = {
  en: {
    source: 'Where the file comes from',
    upload: 'Upload',
    link: 'Link',
    id: 'WhatsApp id',
    choose: {
      image: 'Choose a picture',
      video: 'Choose a video',
      audio: 'Choose a recording',
      document: 'Choose a document',
      sticker: 'Choose a sticker',
    },
    takes: (types, most) => `${types}, up to ${most}`,
    dropHere: 'Or drop it here, or paste it.',
    uploading: (name, percent) => `Uploading “${name}”: ${percent} %`,
    cancel: 'Cancel',
    replace: 'Replace',
    remove: 'Remove',
    wrongType: (name, types) => `“${name}” does not fit: WhatsApp takes ${types} here.`,
    tooLarge: (name, most) => `“${name}” is too large: WhatsApp takes up to ${most} of this type.`,
    tooLargeToKeep: (name, most) =>
      `“${name}” is too large: up to ${most} are kept here. Put it on the web and use its link.`,
    empty: (name) => `“${name}” is empty.`,
    notTaken: (name) => `“${name}” is not what its name says, or of a kind that WhatsApp does not take.`,
    signedOut: 'You are signed out. Sign in again, then upload the file.',
    noAnswer: 'The server did not answer. Check the connection and try again.',
    tooMany: 'Several files are being uploaded already. Try again in a moment.',
    refused: (detail) => `The file was not kept: ${detail}`,
  },
  ru: {
    source: 'Откуда файл',
    upload: 'Загрузить',
    link: 'Ссылка',
    id: 'Id в WhatsApp',
    choose: {
      image: 'Выбрать картинку',
      video: 'Выбрать видео',
      audio: 'Выбрать запись',
      document: 'Выбрать документ',
      sticker: 'Выбрать стикер',
    },
    takes: (types, most) => `${types}, до ${most}`,
    dropHere: 'Можно перетащить сюда или вставить.',
    uploading: (name, percent) => `«${name}» загружается: ${percent} %`,
    cancel: 'Отменить',
    replace: 'Заменить',
    remove: 'Убрать',
    wrongType: (name, types) => `«${name}» не подходит: WhatsApp принимает здесь ${types}.`,
    tooLarge: (name, most) => `«${name}» слишком велик: файлы этого вида WhatsApp принимает до ${most}.`,
    tooLargeToKeep: (name, most) =>
      `«${name}» слишком велик: здесь хранятся файлы до ${most}. Разместите его в сети и укажите ссылку.`,
    empty: (name) => `«${name}» пуст.`,
    notTaken: (name) => `«${name}» — не то, что говорит его имя, или такие файлы WhatsApp не принимает.`,
    signedOut: 'Вы вышли. Войдите снова и загрузите файл.',
    noAnswer: 'Сервер не ответил. Проверьте связь и повторите.',
    tooMany: 'Уже загружается несколько файлов. Повторите чуть позже.',
    refused: (detail) => `Файл не сохранён: ${detail}`,
  },
};
