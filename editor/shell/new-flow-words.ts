import type { Needs } from '@parley/flows/needs.ts';
import type { SampleId } from './new-flow.ts';

const en = {
  newFlow: 'New flow',
  begin: 'Begin with',
  blank: 'Blank',
  sample: 'A sample',
  file: 'A file',
  blankHint: 'A greeting, and a way to a person that WhatsApp asks every bot for. You draw the rest.',
  flowName: 'Name',
  idWillBe: (id: string) => `Id: ${id}`,
  idTaken: (id: string, other: string) =>
    `There is a flow “${id}” already and it stays as it is; this one becomes “${other}”.`,
  create: 'Create flow',
  samples: {
    'cafe-orders': {
      title: 'Café orders',
      text: 'A menu with products, a cart, a pick-up time, and a person when one is wanted.',
    },
    'parcel-support': {
      title: 'Parcel support',
      text: 'Looks a parcel up by its number with a request, and finds the nearest shop.',
    },
    'appointment-reminder': {
      title: 'Appointment reminder',
      text: 'Reminds of an appointment by template; it is confirmed, moved or cancelled by a tap.',
    },
  } satisfies { [id in SampleId]: { title: string; text: string } } as {
    [id in SampleId]: { title: string; text: string };
  },
  chooseFile: 'Choose a machine file',
  fileHint: 'A file that Parley has written (….machine.json). Nothing in it runs until you publish it.',
  notJson: 'This is not a JSON file.',
  foreign:
    'This is not a flow of Parley. Only machines made of its node types can be taken in, since they alone can be checked and drawn.',
  more: (count: number) => `and ${count} more`,
  holds: (nodes: number, languages: string) => `${nodes === 1 ? '1 node' : `${nodes} nodes`}; ${languages}`,
  problems: (errors: number) =>
    errors === 0
      ? 'It can be published as it is.'
      : errors === 1
        ? 'One error is to be put right.'
        : `${errors} errors are to be put right.`,
  needs: 'It needs what is not in the file:',
  needed: {
    templates: 'Approved templates',
    flows: 'Flows that it starts and that are not here',
    hosts: 'Sends requests to',
    teams: 'Hands over to the teams',
    forms: 'WhatsApp forms of your account',
    uploads: 'Uploaded files of a number',
  } as { [need in Exclude<keyof Needs, 'files'>]: string },
  missingFiles:
    'These files are not on this server. Create the flow, then upload each of them in the node that sends it:',
  wasTaken: 'Somebody has just made a flow with this id. Try again.',
  loading: 'Loading …',
};

const ru: typeof en = {
  newFlow: 'Новый сценарий',
  begin: 'Начать с',
  blank: 'Пустой',
  sample: 'Пример',
  file: 'Файл',
  blankHint: 'Приветствие и путь к человеку, который WhatsApp требует от каждого бота. Остальное рисуете вы.',
  flowName: 'Название',
  idWillBe: (id) => `Id: ${id}`,
  idTaken: (id, other) => `Сценарий «${id}» уже есть и останется как был; этот станет «${other}».`,
  create: 'Создать сценарий',
  samples: {
    'cafe-orders': {
      title: 'Заказы в кафе',
      text: 'Меню с товарами, корзина, время выдачи и человек, если он нужен.',
    },
    'parcel-support': {
      title: 'Поддержка посылок',
      text: 'Ищет посылку по номеру запросом и находит ближайший пункт выдачи.',
    },
    'appointment-reminder': {
      title: 'Напоминание о записи',
      text: 'Напоминает о записи шаблоном; подтвердить, перенести или отменить можно одним нажатием.',
    },
  },
  chooseFile: 'Выбрать файл сценария',
  fileHint: 'Файл, записанный Parley (….machine.json). Ничего из него не работает, пока вы не опубликуете.',
  notJson: 'Это не файл JSON.',
  foreign:
    'Это не сценарий Parley. Принять можно только машины из его узлов: лишь их можно проверить и нарисовать.',
  more: (count) => `и ещё ${count}`,
  holds: (nodes, languages) => `Узлов: ${nodes}; ${languages}`,
  problems: (errors) =>
    errors === 0 ? 'Его можно публиковать как есть.' : `Ошибок, которые нужно исправить: ${errors}.`,
  needs: 'Ему нужно то, чего нет в файле:',
  needed: {
    templates: 'Одобренные шаблоны',
    flows: 'Сценарии, которые он начинает и которых здесь нет',
    hosts: 'Отправляет запросы на',
    teams: 'Передаёт командам',
    forms: 'Формы WhatsApp вашего аккаунта',
    uploads: 'Загруженные файлы номера',
  },
  missingFiles:
    'Этих файлов на сервере нет. Создайте сценарий и загрузите каждый в том узле, который его отправляет:',
  wasTaken: 'Кто-то только что создал сценарий с этим id. Попробуйте ещё раз.',
  loading: 'Загрузка …',
};

export const newFlowWords = { en, ru };
