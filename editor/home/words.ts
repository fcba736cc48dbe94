import type { Catalogue } from '../catalogue.ts';

type HomeWords = {
  looking: string;
  running: string;
  notReady: string;
  numbers: string;
  flows: string;
  retry: string;
  next: string;
  inTerminal: string;
  asPhone: string;
  ownFlow: string;
  thenPublish: string;
  realNumber: string;
  theApi: string;
  openTitle: string;
  keyHelp: string;
  key: string;
  open: string;
  noFlows: string;
  noNumbers: string;
  number: string;
  answeredBy: string;
  state: string;
  active: string;
  stopped: (why: string | null) => string;
  unnamed: string;
  phoneNumberId: string;
  nothingYet: string;
  byDefault: (flow: string) => string;
};

export const homeWords: Catalogue<HomeWords> = {
  en: {
    looking: 'Looking …',
    running: 'Running',
    notReady: 'Not ready',
    numbers: 'Numbers',
    flows: 'Flows',
    retry: 'Try again',
    next: 'What to do next',
    inTerminal: 'Talk to a flow in the terminal:',
    asPhone: 'Talk to this server as a phone would:',
    ownFlow: 'Check a flow of your own and publish it:',
    thenPublish: 'then',
    realNumber:
      'Connect a real number: the README says which values to take from Meta and which address to give it. Everything is also in',
    theApi: 'the API',
    openTitle: 'Open this Parley',
    keyHelp:
      'Enter the API key. Parley printed a link with it when it first started; it is also in the data folder, in the file',
    key: 'API key',
    open: 'Open',
    noFlows: 'No flow yet.',
    noNumbers: 'No number yet. Add one through the API, or set the WHATSAPP_ variables and start again.',
    number: 'Number',
    answeredBy: 'Answered by',
    state: 'State',
    active: 'Active',
    stopped: (why) => (why === null ? 'Stopped' : `Stopped: ${why}`),
    unnamed: 'Unnamed',
    phoneNumberId: 'Phone number ID',
    nothingYet: 'Nothing yet',
    byDefault: (flow) => `${flow} (default)`,
  },
  ru: {
    looking: 'Проверка …',
    running: 'Работает',
    notReady: 'Не готов',
    numbers: 'Номера',
    flows: 'Сценарии',
    retry: 'Повторить',
    next: 'Что дальше',
    inTerminal: 'Поговорить со сценарием в терминале:',
    asPhone: 'Поговорить с сервером, как с телефона:',
    ownFlow: 'Проверить свой сценарий и опубликовать его:',
    thenPublish: 'затем',
    realNumber:
      'Подключить настоящий номер: в README сказано, какие значения взять у Meta и какой адрес ей дать. Всё это есть и через',
    theApi: 'API',
    openTitle: 'Вход в Parley',
    keyHelp:
      'Введите ключ API. Parley напечатал ссылку с ним при первом запуске; он лежит и в папке данных, в файле',
    key: 'Ключ API',
    open: 'Войти',
    noFlows: 'Сценариев пока нет.',
    noNumbers:
      'Номеров пока нет. Добавьте номер через API или задайте переменные WHATSAPP_ и запустите снова.',
    number: 'Номер',
    answeredBy: 'Отвечает',
    state: 'Состояние',
    active: 'Активен',
    stopped: (why) => (why === null ? 'Остановлен' : `Остановлен: ${why}`),
    unnamed: 'Без имени',
    phoneNumberId: 'ID номера',
    nothingYet: 'Пока никто',
    byDefault: (flow) => `${flow} (основной)`,
  },
};
