import type { GuideWord } from '@parley/flows/templates/status.ts';
import type { Catalogue } from '../catalogue.ts';

type TemplateWords = {
  title: string;
  newTemplate: string;
  newLanguage: string;
  readAgain: string;
  lastRead: string;
  neverRead: string;
  counted: (count: string, most: string) => string;
  moreVerified: (most: string) => string;
  none: string;
  noAccount: string;
  search: string;
  anyStatus: string;
  name: string;
  language: string;
  languages: string;
  status: string;
  category: string;
  quality: string;
  usedIn: string;
  account: string;
  meta: string;
  statuses: { [status: string]: string };
  guide: { [word in GuideWord]: string };
  guideSays: (word: string) => string;
  categories: { [category: string]: string };
  qualities: { [quality: string]: string };
  coming: (category: string, day: string) => string;
  asked: (category: string) => string;
  reason: string;
  notWhole: string;
  draftWaits: string;
  header: string;
  headers: { [type: string]: string };
  headerText: string;
  sample: string;
  sampleOf: (place: string) => string;
  uploadSample: string;
  uploaded: string;
  body: string;
  places: string;
  numbered: string;
  named: string;
  addPlace: string;
  footer: string;
  buttons: string;
  addButton: string;
  buttonTypes: { [type: string]: string };
  buttonTitle: string;
  url: string;
  urlSample: string;
  phone: string;
  code: string;
  formId: string;
  offer: string;
  offerText: string;
  offerEnds: string;
  cards: string;
  card: (at: number) => string;
  addCard: string;
  ways: { [way: string]: string };
  way: string;
  warns: string;
  expires: string;
  appPackage: string;
  appSignature: string;
  remove: string;
  up: string;
  down: string;
  preview: string;
  saved: string;
  saving: string;
  submit: string;
  resubmit: string;
  discard: string;
  unpause: string;
  edit: string;
  deleteOne: string;
  deleteAll: string;
  deleteAsk: (name: string) => string;
  cancel: string;
  close: string;
  create: string;
  back: string;
  noSuch: string;
  rejects: (count: number) => string;
  ready: string;
  hits: string;
  noHits: string;
  hitSessions: (count: number) => string;
  hitPlanned: (count: number) => string;
  hitDraft: string;
  hitPublished: (version: number) => string;
  fallback: string;
  fallbackHelp: string;
  fallbackName: string;
  fallbackLanguage: string;
  noFallback: string;
  seenInReview: string;
};

export const templateWords: Catalogue<TemplateWords> = {
  en: {
    title: 'Templates',
    newTemplate: 'New template',
    newLanguage: 'New language',
    readAgain: 'Read from WhatsApp',
    lastRead: 'Last read',
    neverRead: 'Not read yet',
    counted: (count, most) => `${count} of ${most} at WhatsApp, every language counted`,
    moreVerified: (most) => `(${most} for a verified business)`,
    none: 'No template yet. WhatsApp lets only approved templates begin a conversation, or go on with one after 24 hours.',
    noAccount:
      'No number has a business account. Give a number the id of its account, and its templates appear here.',
    search: 'Find by name or text',
    anyStatus: 'Any state',
    name: 'Name',
    language: 'Language',
    languages: 'Languages',
    status: 'State',
    category: 'Category',
    quality: 'Quality',
    usedIn: 'Used in',
    account: 'Business account',
    meta: 'At Meta',
    statuses: {
      DRAFT: 'Draft',
      PENDING: 'In review',
      APPROVED: 'Approved',
      REJECTED: 'Rejected',
      PAUSED: 'Paused',
      FLAGGED: 'About to be paused',
      DISABLED: 'Disabled',
      IN_APPEAL: 'In appeal',
      PENDING_DELETION: 'Being deleted',
      DELETED: 'Deleted',
      LIMIT_EXCEEDED: 'Over the limit',
      ARCHIVED: 'Archived',
      LOCKED: 'Locked',
    },
    guide: {
      'in-review': 'in review',
      approved: 'approved',
      rejected: 'rejected',
      flagged: 'flagged',
      disabled: 'disabled',
    },
    guideSays: (word) => `“${word}” in older guides`,
    categories: { MARKETING: 'Marketing', UTILITY: 'Utility', AUTHENTICATION: 'One-time codes' },
    qualities: { GREEN: 'High', YELLOW: 'Medium', RED: 'Low', UNKNOWN: 'Not rated yet' },
    coming: (category, day) => `Becomes ${category} on ${day}`,
    asked: (category) => `Asked for as ${category}`,
    reason: 'Why',
    notWhole: 'WhatsApp’s definition holds something that is not shown here, so it cannot be edited here.',
    draftWaits: 'Changes not submitted',
    header: 'Header',
    headers: {
      none: 'None',
      text: 'Text',
      image: 'Picture',
      video: 'Video',
      document: 'Document',
      location: 'Place',
    },
    headerText: 'Text of the header',
    sample: 'Sample',
    sampleOf: (place) => `Sample for ${place}`,
    uploadSample: 'Upload a sample',
    uploaded: 'Sample uploaded',
    body: 'Text',
    places: 'Places',
    numbered: '{{1}} Numbered',
    named: '{{name}} Named',
    addPlace: 'Add a place',
    footer: 'Footer',
    buttons: 'Buttons',
    addButton: 'Add a button',
    buttonTypes: {
      'quick-reply': 'Quick reply',
      url: 'Address',
      phone: 'Call a number',
      'copy-code': 'Copy a code',
      form: 'Form',
      catalog: 'Catalogue',
      products: 'Products',
      call: 'Call on WhatsApp',
      'contact-info': 'Ask for the number',
    },
    buttonTitle: 'Title',
    url: 'Address',
    urlSample: 'A whole address as a sample',
    phone: 'Phone number',
    code: 'Code, as a sample',
    formId: 'Id of the form',
    offer: 'Limited-time offer',
    offerText: 'Text of the offer',
    offerEnds: 'Shows until when',
    cards: 'Cards',
    card: (at) => `Card ${at}`,
    addCard: 'Add a card',
    ways: { 'copy-code': 'Copy it', 'one-tap': 'One tap', 'zero-tap': 'By itself' },
    way: 'How people get the code',
    warns: 'Add “do not share this code”',
    expires: 'Good for, in minutes',
    appPackage: 'Android package',
    appSignature: 'Signature',
    remove: 'Remove',
    up: 'Move up',
    down: 'Move down',
    preview: 'As people see it',
    saved: 'Saved',
    saving: 'Saving …',
    submit: 'Submit for review',
    resubmit: 'Submit changes',
    discard: 'Discard changes',
    unpause: 'End the pause',
    edit: 'Edit',
    deleteOne: 'Delete this language',
    deleteAll: 'Delete all languages',
    deleteAsk: (name) => `Delete “${name}” at WhatsApp too? The name cannot be taken again for 30 days.`,
    cancel: 'Cancel',
    close: 'Close',
    create: 'Create',
    back: 'All templates',
    noSuch: 'There is no such template, or no longer.',
    rejects: (count) =>
      count === 1 ? 'WhatsApp would reject 1 thing' : `WhatsApp would reject ${count} things`,
    ready: 'Ready to submit',
    hits: 'What a change hits',
    noHits: 'No flow sends it.',
    hitSessions: (count) => (count === 1 ? '1 conversation' : `${count} conversations`),
    hitPlanned: (count) => (count === 1 ? '1 message waits' : `${count} messages wait`),
    hitDraft: 'in its draft',
    hitPublished: (version) => `version ${version}`,
    fallback: 'If it cannot be sent',
    fallbackHelp: 'Sent instead, if the same values fit. Otherwise messages wait for up to a day.',
    fallbackName: 'Template',
    fallbackLanguage: 'Language',
    noFallback: 'Messages wait',
    seenInReview: 'WhatsApp is looking at it; nothing can be changed until then.',
  },
  ru: {
    title: 'Шаблоны',
    newTemplate: 'Новый шаблон',
    newLanguage: 'Новый язык',
    readAgain: 'Прочитать из WhatsApp',
    lastRead: 'Прочитано',
    neverRead: 'Ещё не прочитано',
    counted: (count, most) => `В WhatsApp ${count} из ${most}, каждый язык отдельно`,
    moreVerified: (most) => `(у подтверждённой компании — ${most})`,
    none: 'Шаблонов пока нет. Только одобренными шаблонами WhatsApp разрешает начать разговор или продолжить его через 24 часа.',
    noAccount:
      'Ни у одного номера нет бизнес-аккаунта. Укажите номеру его аккаунт, и шаблоны появятся здесь.',
    search: 'Найти по имени или тексту',
    anyStatus: 'Любое состояние',
    name: 'Имя',
    language: 'Язык',
    languages: 'Языки',
    status: 'Состояние',
    category: 'Категория',
    quality: 'Качество',
    usedIn: 'Где используется',
    account: 'Бизнес-аккаунт',
    meta: 'В Meta',
    statuses: {
      DRAFT: 'Черновик',
      PENDING: 'На проверке',
      APPROVED: 'Одобрен',
      REJECTED: 'Отклонён',
      PAUSED: 'Приостановлен',
      FLAGGED: 'Скоро приостановят',
      DISABLED: 'Отключён',
      IN_APPEAL: 'Обжалуется',
      PENDING_DELETION: 'Удаляется',
      DELETED: 'Удалён',
      LIMIT_EXCEEDED: 'Сверх лимита',
      ARCHIVED: 'В архиве',
      LOCKED: 'Заблокирован',
    },
    guide: {
      'in-review': 'на проверке',
      approved: 'одобрен',
      rejected: 'отклонён',
      flagged: 'отмечен',
      disabled: 'отключён',
    },
    guideSays: (word) => `в старых руководствах «${word}»`,
    categories: { MARKETING: 'Маркетинг', UTILITY: 'Сервисный', AUTHENTICATION: 'Одноразовые коды' },
    qualities: { GREEN: 'Высокое', YELLOW: 'Среднее', RED: 'Низкое', UNKNOWN: 'Ещё без оценки' },
    coming: (category, day) => `${day} станет: ${category}`,
    asked: (category) => `Просили: ${category}`,
    reason: 'Почему',
    notWhole: 'В определении WhatsApp есть то, что здесь не показано, поэтому здесь его нельзя изменить.',
    draftWaits: 'Изменения не отправлены',
    header: 'Заголовок',
    headers: {
      none: 'Нет',
      text: 'Текст',
      image: 'Картинка',
      video: 'Видео',
      document: 'Документ',
      location: 'Место',
    },
    headerText: 'Текст заголовка',
    sample: 'Пример',
    sampleOf: (place) => `Пример для ${place}`,
    uploadSample: 'Загрузить пример',
    uploaded: 'Пример загружен',
    body: 'Текст',
    places: 'Места',
    numbered: '{{1}} По номерам',
    named: '{{name}} По именам',
    addPlace: 'Добавить место',
    footer: 'Подпись',
    buttons: 'Кнопки',
    addButton: 'Добавить кнопку',
    buttonTypes: {
      'quick-reply': 'Быстрый ответ',
      url: 'Адрес',
      phone: 'Позвонить на номер',
      'copy-code': 'Скопировать код',
      form: 'Форма',
      catalog: 'Каталог',
      products: 'Товары',
      call: 'Позвонить в WhatsApp',
      'contact-info': 'Попросить номер',
    },
    buttonTitle: 'Название',
    url: 'Адрес',
    urlSample: 'Полный адрес для примера',
    phone: 'Телефон',
    code: 'Код для примера',
    formId: 'Номер формы',
    offer: 'Ограниченное предложение',
    offerText: 'Текст предложения',
    offerEnds: 'Показывает срок',
    cards: 'Карточки',
    card: (at) => `Карточка ${at}`,
    addCard: 'Добавить карточку',
    ways: { 'copy-code': 'Копирование', 'one-tap': 'Одно касание', 'zero-tap': 'Сам собой' },
    way: 'Как люди получают код',
    warns: 'Добавить «никому не сообщайте код»',
    expires: 'Действует, минут',
    appPackage: 'Пакет Android',
    appSignature: 'Подпись',
    remove: 'Убрать',
    up: 'Выше',
    down: 'Ниже',
    preview: 'Как это видят люди',
    saved: 'Сохранено',
    saving: 'Сохранение …',
    submit: 'Отправить на проверку',
    resubmit: 'Отправить изменения',
    discard: 'Отменить изменения',
    unpause: 'Снять с паузы',
    edit: 'Изменить',
    deleteOne: 'Удалить этот язык',
    deleteAll: 'Удалить все языки',
    deleteAsk: (name) => `Удалить «${name}» и в WhatsApp? Имя нельзя будет занять 30 дней.`,
    cancel: 'Отмена',
    close: 'Закрыть',
    create: 'Создать',
    back: 'Все шаблоны',
    noSuch: 'Такого шаблона нет или больше нет.',
    rejects: (count) => `Причин для отказа: ${count}`,
    ready: 'Можно отправлять',
    hits: 'Что затронет изменение',
    noHits: 'Ни один сценарий его не отправляет.',
    hitSessions: (count) => `разговоров: ${count}`,
    hitPlanned: (count) => `сообщений ждёт: ${count}`,
    hitDraft: 'в черновике',
    hitPublished: (version) => `версия ${version}`,
    fallback: 'Если его нельзя отправить',
    fallbackHelp: 'Отправится взамен, если подходят те же значения. Иначе сообщения ждут до суток.',
    fallbackName: 'Шаблон',
    fallbackLanguage: 'Язык',
    noFallback: 'Сообщения ждут',
    seenInReview: 'WhatsApp его проверяет; до ответа менять ничего нельзя.',
  },
};

export const statusText = (status: string, words: TemplateWords) => words.statuses[status] ?? status;
export const categoryText = (category: string, words: TemplateWords) =>
  words.categories[category.toUpperCase()] ?? category;
