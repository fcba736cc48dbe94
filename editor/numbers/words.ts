import type { Catalogue } from '../catalogue.ts';
import type { StepName } from './numbers-api.ts';

type NumberWords = {
  numbers: string;
  notices: string;
  prices: string;
  connect: string;
  noNumbers: string;
  number: string;
  answeredBy: string;
  state: string;
  nobody: string;
  unnamed: string;
  active: string;
  stopped: string;
  back: string;
  askNow: string;
  asked: string;
  neverAsked: string;
  couldNotAsk: (why: string) => string;
  status: string;
  guide: (word: string) => string;
  guideWords: { [status: string]: string };
  statuses: { [status: string]: string };
  canSend: string;
  sending: { [word: string]: string };
  quality: string;
  qualities: { [word: string]: string };
  limit: string;
  limits: { [word: string]: string };
  used: (used: number, most: number | null) => string;
  portfolio: string;
  next: (limit: string, people: number, soFar: number) => string;
  top: string;
  throughput: string;
  perSecond: (count: number) => string;
  name: string;
  nameStatuses: { [word: string]: string };
  official: string;
  notOfficial: string;
  pin: string;
  pinSet: string;
  pinOpen: string;
  token: string;
  tokenEnds: string;
  tokenStays: string;
  webhook: string;
  neverHeard: string;
  lastHeard: string;
  answers: (count: number, ms: number | null, slow: number) => string;
  today: string;
  todayCounts: (sent: number, failed: number) => string;
  noErrors: string;
  history: string;
  noHistory: string;
  obstacles: string;
  unknown: string;
  test: string;
  testHelp: string;
  testTo: string;
  testTemplate: string;
  testLanguage: string;
  testText: string;
  asTemplate: string;
  asText: string;
  send: string;
  sent: string;
  phoneNumberId: string;
  businessAccountId: string;
  accessToken: string;
  appSecret: string;
  pinHelp: string;
  connectHelp: string;
  webhookAddress: string;
  provider: string;
  dialog360Help: string;
  dialog360Key: string;
  phoneShown: string;
  phoneShownHelp: string;
  newToken: string;
  newTokenHelp: string;
  newKey: string;
  newKeyHelp: string;
  replace: string;
  tokenTaken: string;
  inTheHub: string;
  numbersUsed: (used: number, most: number) => string;
  noTemplates: string;
  noSending: string;
  mayAnswer: string;
  until: string;
  noEnd: string;
  flaggedSince: string;
  flagDecided: string;
  flagOver: string;
  drivers: string;
  driversHelp: string;
  firstAnswer: string;
  noFirstAnswer: string;
  messagesEach: string;
  each: (messages: number, people: number) => string;
  optOuts: string;
  blockedHere: string;
  count: (count: number) => string;
  duration: (seconds: number) => string;
  steps: { [step in StepName]: string };
  stepStates: { done: string; skipped: string; failed: string };
  open: string;
  close: string;
  profile: string;
  about: string;
  address: string;
  description: string;
  email: string;
  website: string;
  save: string;
  saved: string;
  preview: string;
  iceBreakers: string;
  iceBreakersHelp: string;
  commands: string;
  commandsHelp: string;
};

export const numberWords: Catalogue<NumberWords> = {
  en: {
    numbers: 'Numbers',
    notices: 'Notices',
    prices: 'Prices',
    connect: 'Connect a number',
    noNumbers: 'No number yet. Connect one, and people can write to it.',
    number: 'Number',
    answeredBy: 'Answered by',
    state: 'State',
    nobody: 'Nobody yet',
    unnamed: 'Unnamed',
    active: 'Active',
    stopped: 'Stopped',
    back: 'All numbers',
    askNow: 'Ask WhatsApp now',
    asked: 'WhatsApp was asked',
    neverAsked: 'WhatsApp has not been asked yet.',
    couldNotAsk: (why) => `WhatsApp could not be asked: ${why}`,
    status: 'Status',
    guide: (word) => `In older guides: ${word}`,
    guideWords: {
      CONNECTED: 'Connected',
      PENDING: 'In review',
      FLAGGED: 'Flagged',
      RESTRICTED: 'Restricted',
      RATE_LIMITED: 'Restricted',
      DISCONNECTED: 'Not connected',
      UNVERIFIED: 'Not connected',
    },
    statuses: {
      CONNECTED: 'Connected',
      PENDING: 'Pending',
      FLAGGED: 'Flagged',
      RESTRICTED: 'Restricted',
      RATE_LIMITED: 'Rate limited',
      BANNED: 'Banned',
      DISCONNECTED: 'Disconnected',
      UNVERIFIED: 'Not verified',
      MIGRATED: 'Migrated',
      DELETED: 'Deleted',
    },
    canSend: 'Sending',
    sending: { AVAILABLE: 'Can send', LIMITED: 'Limited', BLOCKED: 'Cannot send' },
    quality: 'Quality',
    qualities: { GREEN: 'High', YELLOW: 'Medium', RED: 'Low', UNKNOWN: 'Not rated yet', NA: 'Not rated yet' },
    limit: 'Messaging limit',
    limits: { TIER_UNLIMITED: 'No limit', UNLIMITED: 'No limit', TIER_NOT_SET: 'Not set yet' },
    used: (used, most) =>
      `${used.toLocaleString('en')}${most === null ? '' : ` of ${most.toLocaleString('en')}`} people in 24 hours`,
    portfolio:
      'People you wrote to first, from all numbers: the limit belongs to the whole business portfolio.',
    next: (limit, people, soFar) =>
      `Next step ${limit}: write to ${people.toLocaleString('en')} people within 7 days, with good quality. So far ${soFar.toLocaleString('en')}.`,
    top: 'There is no higher step.',
    throughput: 'Throughput',
    perSecond: (count) => `${count.toLocaleString('en')} messages a second`,
    name: 'Display name',
    nameStatuses: {
      APPROVED: 'Approved',
      AVAILABLE_WITHOUT_REVIEW: 'Available without review',
      DECLINED: 'Declined',
      EXPIRED: 'Expired',
      PENDING_REVIEW: 'In review',
      NONE: 'None',
    },
    official: 'Official business account',
    notOfficial: 'Not an official account',
    pin: 'Two-step verification',
    pinSet: 'On',
    pinOpen: 'Off: set a PIN',
    token: 'Access token',
    tokenEnds: 'Ends',
    tokenStays: 'Has no known end',
    webhook: 'Webhook',
    neverHeard: 'WhatsApp has never called. Check the webhook address at Meta.',
    lastHeard: 'Last call',
    answers: (count, ms, slow) =>
      count === 0
        ? 'No call in the last hour'
        : `${count.toLocaleString('en')} calls in the last hour, answered in ${ms} ms on average${slow === 0 ? '' : `; ${slow} took more than a second`}`,
    today: 'Last 24 hours',
    todayCounts: (sent, failed) => `${sent.toLocaleString('en')} sent, ${failed.toLocaleString('en')} failed`,
    noErrors: 'Nothing has failed.',
    history: 'What has changed',
    noHistory: 'Nothing has changed since the number was first looked at.',
    obstacles: 'What stands in the way of sending',
    unknown: 'Not known',
    test: 'Send a test message',
    testHelp: 'At once, beside all flows. Text only reaches somebody who has written within 24 hours.',
    testTo: 'To, with country code',
    testTemplate: 'Template',
    testLanguage: 'Language',
    testText: 'Text',
    asTemplate: 'A template',
    asText: 'Text',
    send: 'Send the test message',
    sent: 'WhatsApp has taken it. Look at the phone.',
    phoneNumberId: 'Phone number ID',
    businessAccountId: 'WhatsApp Business Account ID',
    accessToken: 'Access token of a system user',
    appSecret: 'App secret',
    pinHelp:
      'Six digits, for a number that is not registered yet. Keep it: it is the number’s two-step verification.',
    connectHelp:
      'All four stand in your app at developers.facebook.com: WhatsApp, API Setup, and App settings, Basic.',
    webhookAddress: 'Webhook address to enter at Meta',
    provider: 'Connected through',
    dialog360Help:
      'The key stands in 360dialog’s Hub, at the number, and is shown there only once. Parley has the number’s messages sent here by itself.',
    dialog360Key: 'API key of the number (D360-API-KEY)',
    phoneShown: 'Phone number',
    phoneShownHelp: 'As people write it: the key does not say.',
    newToken: 'Replace the access token',
    newTokenHelp: 'It is tried at WhatsApp first. One that does not work or may not do enough is not taken.',
    newKey: 'Replace the API key',
    newKeyHelp: 'It is tried at 360dialog first. One for another number is not taken.',
    replace: 'Replace',
    tokenTaken: 'It works, and is used from now on.',
    inTheHub: 'Profile, ice breakers, quality and limits of this number are managed in 360dialog’s Hub.',
    numbersUsed: (used, most) => `${used} of ${most} numbers used that WhatsApp grants the business`,
    noTemplates: 'WhatsApp forbids this number templates',
    mayAnswer: 'Answers to people who write may go.',
    noSending: 'WhatsApp forbids this number to send anything',
    until: 'until',
    noEnd: 'until WhatsApp lifts it',
    flaggedSince: 'WhatsApp flagged this number',
    flagDecided:
      'If its quality recovers it is connected again; otherwise its limit may fall. Send less that nobody asked for until',
    flagOver:
      'Seven days are over: its limit may have fallen. Ask WhatsApp now, and keep to messages that people wait for.',
    drivers: 'What drives quality, last 7 days',
    driversHelp: 'WhatsApp also counts who blocks and reports you; it does not tell how many.',
    firstAnswer: 'First answer (middle)',
    noFirstAnswer: 'None yet',
    messagesEach: 'Messages to each person',
    each: (messages, people) => `${messages.toLocaleString('en')} to ${people.toLocaleString('en')} people`,
    optOuts: 'Opted out',
    blockedHere: 'Blocked by you',
    count: (count) => count.toLocaleString('en'),
    duration: (seconds) =>
      seconds < 90
        ? `${seconds} s`
        : seconds < 5400
          ? `${Math.round(seconds / 60)} min`
          : `${Math.round(seconds / 3600)} h`,
    steps: {
      token: 'The token may send and manage',
      number: 'WhatsApp knows the number',
      account: 'It belongs to the account',
      register: 'It is registered',
      webhooks: 'The account reports to your app',
      stored: 'It is connected here',
    },
    stepStates: { done: 'Done', skipped: 'Was so already', failed: 'Failed' },
    open: 'Open the number',
    close: 'Close',
    profile: 'Business profile',
    about: 'About',
    address: 'Address',
    description: 'Description',
    email: 'Email',
    website: 'Website',
    save: 'Save',
    saved: 'Saved at WhatsApp.',
    preview: 'How people see it',
    iceBreakers: 'Ice breakers',
    iceBreakersHelp:
      'Up to four questions that people can tap before they write, one a line, 80 characters each. No emoji.',
    commands: 'Commands',
    commandsHelp:
      'Up to 30, one a line: a word, a colon, what it does. For example “order: Follow an order”.',
  },
  ru: {
    numbers: 'Номера',
    notices: 'Уведомления',
    prices: 'Цены',
    connect: 'Подключить номер',
    noNumbers: 'Номеров пока нет. Подключите номер, и люди смогут на него писать.',
    number: 'Номер',
    answeredBy: 'Отвечает',
    state: 'Состояние',
    nobody: 'Пока никто',
    unnamed: 'Без имени',
    active: 'Активен',
    stopped: 'Остановлен',
    back: 'Все номера',
    askNow: 'Спросить WhatsApp',
    asked: 'WhatsApp спрошен',
    neverAsked: 'WhatsApp ещё не спрашивали.',
    couldNotAsk: (why) => `Спросить WhatsApp не удалось: ${why}`,
    status: 'Статус',
    guide: (word) => `В прежних руководствах: ${word}`,
    guideWords: {
      CONNECTED: 'Подключён',
      PENDING: 'На проверке',
      FLAGGED: 'Помечен',
      RESTRICTED: 'Ограничен',
      RATE_LIMITED: 'Ограничен',
      DISCONNECTED: 'Не подключён',
      UNVERIFIED: 'Не подключён',
    },
    statuses: {
      CONNECTED: 'Подключён',
      PENDING: 'Ожидает',
      FLAGGED: 'Помечен',
      RESTRICTED: 'Ограничен',
      RATE_LIMITED: 'Лимит исчерпан',
      BANNED: 'Заблокирован',
      DISCONNECTED: 'Отключён',
      UNVERIFIED: 'Не подтверждён',
      MIGRATED: 'Перенесён',
      DELETED: 'Удалён',
    },
    canSend: 'Отправка',
    sending: { AVAILABLE: 'Возможна', LIMITED: 'Ограничена', BLOCKED: 'Невозможна' },
    quality: 'Качество',
    qualities: {
      GREEN: 'Высокое',
      YELLOW: 'Среднее',
      RED: 'Низкое',
      UNKNOWN: 'Ещё не оценено',
      NA: 'Ещё не оценено',
    },
    limit: 'Лимит сообщений',
    limits: { TIER_UNLIMITED: 'Без лимита', UNLIMITED: 'Без лимита', TIER_NOT_SET: 'Ещё не задан' },
    used: (used, most) =>
      `Людей за 24 часа: ${used.toLocaleString('ru')}${most === null ? '' : ` из ${most.toLocaleString('ru')}`}`,
    portfolio: 'Люди, которым вы написали первыми, со всех номеров: лимит общий на весь бизнес-портфель.',
    next: (limit, people, soFar) =>
      `Следующая ступень ${limit}: напишите за 7 дней стольким людям: ${people.toLocaleString('ru')}, при хорошем качестве. Пока ${soFar.toLocaleString('ru')}.`,
    top: 'Выше ступени нет.',
    throughput: 'Скорость',
    perSecond: (count) => `Сообщений в секунду: ${count.toLocaleString('ru')}`,
    name: 'Отображаемое имя',
    nameStatuses: {
      APPROVED: 'Одобрено',
      AVAILABLE_WITHOUT_REVIEW: 'Доступно без проверки',
      DECLINED: 'Отклонено',
      EXPIRED: 'Истекло',
      PENDING_REVIEW: 'На проверке',
      NONE: 'Нет',
    },
    official: 'Официальный аккаунт компании',
    notOfficial: 'Не официальный аккаунт',
    pin: 'Двухшаговая проверка',
    pinSet: 'Включена',
    pinOpen: 'Выключена: задайте PIN',
    token: 'Токен доступа',
    tokenEnds: 'Истекает',
    tokenStays: 'Срок не известен',
    webhook: 'Вебхук',
    neverHeard: 'WhatsApp ни разу не обращался. Проверьте адрес вебхука у Meta.',
    lastHeard: 'Последнее обращение',
    answers: (count, ms, slow) =>
      count === 0
        ? 'За последний час обращений не было'
        : `За последний час обращений: ${count.toLocaleString('ru')}, ответ в среднем за ${ms} мс${slow === 0 ? '' : `; дольше секунды: ${slow}`}`,
    today: 'Последние 24 часа',
    todayCounts: (sent, failed) =>
      `Отправлено ${sent.toLocaleString('ru')}, не дошло ${failed.toLocaleString('ru')}`,
    noErrors: 'Ошибок не было.',
    history: 'Что изменилось',
    noHistory: 'С первого взгляда на номер ничего не изменилось.',
    obstacles: 'Что мешает отправке',
    unknown: 'Неизвестно',
    test: 'Пробное сообщение',
    testHelp: 'Уходит сразу, мимо сценариев. Текст дойдёт только до того, кто писал за последние 24 часа.',
    testTo: 'Кому, с кодом страны',
    testTemplate: 'Шаблон',
    testLanguage: 'Язык',
    testText: 'Текст',
    asTemplate: 'Шаблон',
    asText: 'Текст',
    send: 'Отправить пробное сообщение',
    sent: 'WhatsApp принял его. Посмотрите на телефон.',
    phoneNumberId: 'ID номера',
    businessAccountId: 'ID аккаунта WhatsApp Business',
    accessToken: 'Токен системного пользователя',
    appSecret: 'Секрет приложения',
    pinHelp: 'Шесть цифр, если номер ещё не зарегистрирован. Сохраните его: это двухшаговая проверка номера.',
    connectHelp:
      'Всё это есть в вашем приложении на developers.facebook.com: WhatsApp, API Setup и App settings, Basic.',
    webhookAddress: 'Адрес вебхука для Meta',
    provider: 'Подключение через',
    dialog360Help:
      'Ключ находится в 360dialog Hub у номера и показывается там один раз. Сообщения номера Parley направит сюда сам.',
    dialog360Key: 'API-ключ номера (D360-API-KEY)',
    phoneShown: 'Номер телефона',
    phoneShownHelp: 'Как его пишут люди: по ключу его не узнать.',
    newToken: 'Заменить токен доступа',
    newTokenHelp: 'Сначала он проверяется в WhatsApp. Нерабочий токен или токен без нужных прав не примется.',
    newKey: 'Заменить API-ключ',
    newKeyHelp: 'Сначала он проверяется в 360dialog. Ключ другого номера не примется.',
    replace: 'Заменить',
    tokenTaken: 'Он работает и теперь используется.',
    inTheHub: 'Профиль, первые вопросы, качество и лимиты этого номера настраиваются в 360dialog Hub.',
    numbersUsed: (used, most) => `Занято номеров: ${used} из ${most}, которые WhatsApp даёт компании`,
    noTemplates: 'WhatsApp запретил этому номеру шаблоны',
    mayAnswer: 'Ответы тем, кто пишет, могут уходить.',
    noSending: 'WhatsApp запретил этому номеру отправлять что-либо',
    until: 'до',
    noEnd: 'пока WhatsApp не снимет запрет',
    flaggedSince: 'WhatsApp пометил этот номер',
    flagDecided:
      'Если качество вернётся, номер снова станет подключённым, иначе лимит может упасть. Меньше незваных сообщений до',
    flagOver:
      'Семь дней прошли: лимит мог упасть. Спросите WhatsApp и отправляйте только то, чего люди ждут.',
    drivers: 'Что влияет на качество, последние 7 дней',
    driversHelp: 'WhatsApp учитывает и тех, кто блокирует вас и жалуется, но не говорит, сколько их.',
    firstAnswer: 'Первый ответ (медиана)',
    noFirstAnswer: 'Пока не было',
    messagesEach: 'Сообщений на человека',
    each: (messages, people) => `${messages.toLocaleString('ru')}, людей: ${people.toLocaleString('ru')}`,
    optOuts: 'Отписались',
    blockedHere: 'Заблокированы вами',
    count: (count) => count.toLocaleString('ru'),
    duration: (seconds) =>
      seconds < 90
        ? `${seconds} с`
        : seconds < 5400
          ? `${Math.round(seconds / 60)} мин`
          : `${Math.round(seconds / 3600)} ч`,
    steps: {
      token: 'Токен может отправлять и управлять',
      number: 'WhatsApp знает номер',
      account: 'Номер принадлежит аккаунту',
      register: 'Номер зарегистрирован',
      webhooks: 'Аккаунт сообщает вашему приложению',
      stored: 'Номер подключён здесь',
    },
    stepStates: { done: 'Готово', skipped: 'Уже было', failed: 'Не вышло' },
    open: 'Открыть номер',
    close: 'Закрыть',
    profile: 'Профиль компании',
    about: 'О компании',
    address: 'Адрес',
    description: 'Описание',
    email: 'Почта',
    website: 'Сайт',
    save: 'Сохранить',
    saved: 'Сохранено в WhatsApp.',
    preview: 'Как это видят люди',
    iceBreakers: 'Первые вопросы',
    iceBreakersHelp:
      'До четырёх вопросов, которые можно нажать до первого сообщения, по одному в строке, до 80 знаков. Без эмодзи.',
    commands: 'Команды',
    commandsHelp:
      'До 30, по одной в строке: слово, двоеточие, что она делает. Например «заказ: Узнать о заказе».',
  },
};
