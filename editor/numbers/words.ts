import type { Catalogue } from '../catalogue.ts';
import type { StepName } from './numbers-api.ts';

type NumberWords = {
  numbers: string;
  notices: string;
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
