import type { Catalogue } from '../catalogue.ts';

type ContactWords = {
  contacts: string;
  search: string;
  add: string;
  importFile: string;
  count: (count: number) => string;
  none: string;
  name: string;
  phone: string;
  tags: string;
  lastMessage: string;
  never: string;
  more: string;
  blocked: string;
  identityChanged: string;
  consents: string;
  granted: string;
  withdrawn: string;
  noConsents: string;
  recordConsent: string;
  purpose: string;
  wording: string;
  how: string;
  via: { [via: string]: string };
  withdraw: string;
  happened: string;
  happenings: { [kind: string]: string };
  save: string;
  close: string;
  exportPerson: string;
  erase: string;
  eraseHelp: string;
  eraseForGood: string;
  filter: string;
  condition: string;
  removeCondition: string;
  about: { [about: string]: string };
  is: { [is: string]: string };
  days: string;
  value: string;
  yes: string;
  no: string;
  segments: string;
  segmentName: string;
  saveSegment: string;
  newContact: string;
  phoneHelp: string;
  notANumber: string;
  unreachable: string;
  doubted: string;
  came: string;
  fields: string;
  fieldsHelp: string;
  fieldName: string;
  kind: string;
  choices: string;
  removeField: (name: string) => string;
  fieldGoes: (contacts: number) => string;
  broadcasts: string;
  removeForGood: string;
  newField: string;
  kinds: { [kind: string]: string };
  file: string;
  sending: string;
  phoneColumn: string;
  nameColumn: string;
  tagsColumn: string;
  notInFile: string;
  countryCode: string;
  countryCodeHelp: string;
  addTags: string;
  consentInFile: string;
  consentColumn: string;
  everybodyAgreed: string;
  check: string;
  wouldMake: (count: number) => string;
  wouldChange: (count: number) => string;
  duplicates: (count: number) => string;
  wrongRows: (count: number) => string;
  agreed: (yes: number, no: number) => string;
  row: string;
  start: string;
  progress: (handled: number, rows: number) => string;
  imported: (made: number, changed: number) => string;
  errorFile: string;
};

export const contactWords: Catalogue<ContactWords> = {
  en: {
    contacts: 'Contacts',
    search: 'Name, number or @username',
    add: 'Add',
    importFile: 'Import a file',
    count: (count) => `${count} ${count === 1 ? 'contact' : 'contacts'}`,
    none: 'Nobody here yet. Whoever writes to you becomes a contact; a file brings the people you know already.',
    name: 'Name',
    phone: 'Number',
    tags: 'Tags',
    lastMessage: 'Wrote last',
    never: 'Not yet',
    more: 'Show more',
    blocked: 'Blocked',
    identityChanged: 'May be somebody else',
    consents: 'Consent',
    granted: 'Given',
    withdrawn: 'Withdrawn',
    noConsents: 'Nothing is recorded: broadcasts do not reach this person.',
    recordConsent: 'Record a consent',
    purpose: 'Purpose',
    wording: 'What the person agreed to, or said',
    how: 'How',
    via: {
      website: 'Website',
      ad: 'Advertisement',
      link: 'Link',
      'qr-code': 'QR code',
      ivr: 'Phone menu',
      sms: 'SMS',
      'in-person': 'In person',
      conversation: 'Conversation',
      import: 'File',
      preference: 'WhatsApp’s settings',
      api: 'Program',
    },
    withdraw: 'Record a withdrawal',
    happened: 'What happened',
    happenings: {
      'conversation-began': 'Conversation began',
      'flow-started': 'Flow started',
      'consent-granted': 'Consent given',
      'consent-withdrawn': 'Consent withdrawn',
      'broadcast-sent': 'Broadcast',
      'broadcast-skipped': 'Left out of a broadcast',
      'broadcast-waiting': 'Broadcast planned',
      opened: 'Asked for a person',
      offered: 'Told another way to a person',
      assigned: 'Given to somebody',
      taken: 'Taken over',
      released: 'Given up',
      answered: 'First answer',
      resolved: 'Handed back to the bot',
      expired: 'Nobody answered in time',
      restarted: 'Flow started again',
      started: 'Flow started by hand',
      alarm: 'Deadline missed',
      noticed: 'Told that nobody can answer',
      'window-closing': '24-hour window about to close',
      'window-closed': '24-hour window closed',
      note: 'Note',
      labelled: 'Labels changed',
      snoozed: 'Put off',
      woken: 'No longer put off',
      blocked: 'Blocked',
      unblocked: 'No longer blocked',
      merged: 'Two contacts became one',
      'template-sent': 'Template sent by hand',
    },
    save: 'Save',
    close: 'Close',
    exportPerson: 'Export everything',
    erase: 'Erase this person',
    eraseHelp: 'All conversations, consents and values are gone for good. Nobody can bring them back.',
    eraseForGood: 'Erase for good',
    filter: 'Filter',
    condition: 'Add a condition',
    removeCondition: 'Remove the condition',
    about: {
      name: 'Name',
      phone: 'Number',
      tag: 'Tag',
      consent: 'Consent',
      'last-message': 'Last message',
      added: 'Added',
    },
    is: {
      contains: 'contains',
      'begins-with': 'begins with',
      equal: 'is',
      'not-equal': 'is not',
      set: 'is set',
      'not-set': 'is not set',
      granted: 'given for',
      'not-granted': 'not given for',
      within: 'within, days',
      'longer-ago': 'longer ago, days',
      'at-least': 'at least',
      'at-most': 'at most',
    },
    days: 'Days',
    value: 'Value',
    yes: 'Yes',
    no: 'No',
    segments: 'Segments',
    segmentName: 'Name of the segment',
    saveSegment: 'Save as a segment',
    newContact: 'New contact',
    phoneHelp: 'With its country code.',
    notANumber: 'This is no international number.',
    unreachable: 'Not on WhatsApp',
    doubted: 'Not verified',
    came: 'by',
    fields: 'Fields',
    fieldsHelp: 'What you know of your contacts beside name and number: for segments, templates and imports.',
    fieldName: 'Name of the field',
    kind: 'Kind',
    choices: 'Choices',
    removeField: (name) => `Remove “${name}”`,
    fieldGoes: (contacts) =>
      contacts === 0
        ? 'No contact has a value in it.'
        : `The values of ${contacts} ${contacts === 1 ? 'contact' : 'contacts'} go with it, for good.`,
    broadcasts: 'Broadcasts',
    removeForGood: 'Remove for good',
    newField: 'New field',
    kinds: { text: 'Text', number: 'Number', date: 'Date', boolean: 'Yes or no', choice: 'Choice' },
    file: 'CSV file with a heading',
    sending: 'Reading the file …',
    phoneColumn: 'Column with the number',
    nameColumn: 'Column with the name',
    tagsColumn: 'Column with tags',
    notInFile: 'Not in the file',
    countryCode: 'Country code',
    countryCodeHelp: 'For numbers written without one, such as 49.',
    addTags: 'Tags for everybody in the file',
    consentInFile: 'These people have agreed to messages',
    consentColumn: 'Column that says yes or no',
    everybodyAgreed: 'Everybody has agreed',
    check: 'Check the file',
    wouldMake: (count) => `${count} new`,
    wouldChange: (count) => `${count} known already`,
    duplicates: (count) => `${count} twice in the file`,
    wrongRows: (count) => `${count} with errors`,
    agreed: (yes, no) => `Consent: ${yes} yes, ${no} no`,
    row: 'Row',
    start: 'Import',
    progress: (handled, rows) => `${handled} of ${rows} rows`,
    imported: (made, changed) => `Done: ${made} new, ${changed} brought up to date.`,
    errorFile: 'Rows with errors as a file',
  },
  ru: {
    contacts: 'Контакты',
    search: 'Имя, номер или @имя',
    add: 'Добавить',
    importFile: 'Импорт файла',
    count: (count) => `Контактов: ${count}`,
    none: 'Пока никого. Кто вам напишет, станет контактом; знакомых людей можно взять из файла.',
    name: 'Имя',
    phone: 'Номер',
    tags: 'Метки',
    lastMessage: 'Последнее сообщение',
    never: 'Ещё нет',
    more: 'Показать ещё',
    blocked: 'Заблокирован',
    identityChanged: 'Возможно, другой человек',
    consents: 'Согласие',
    granted: 'Дано',
    withdrawn: 'Отозвано',
    noConsents: 'Ничего не записано: рассылки этому человеку не приходят.',
    recordConsent: 'Записать согласие',
    purpose: 'Цель',
    wording: 'С чем согласился или что сказал человек',
    how: 'Каким образом',
    via: {
      website: 'Сайт',
      ad: 'Реклама',
      link: 'Ссылка',
      'qr-code': 'QR-код',
      ivr: 'Голосовое меню',
      sms: 'SMS',
      'in-person': 'Лично',
      conversation: 'Разговор',
      import: 'Файл',
      preference: 'Настройки WhatsApp',
      api: 'Программа',
    },
    withdraw: 'Записать отзыв',
    happened: 'Что происходило',
    happenings: {
      'conversation-began': 'Начат разговор',
      'flow-started': 'Запущен сценарий',
      'consent-granted': 'Согласие дано',
      'consent-withdrawn': 'Согласие отозвано',
      'broadcast-sent': 'Рассылка',
      'broadcast-skipped': 'Пропущен в рассылке',
      'broadcast-waiting': 'Рассылка запланирована',
      opened: 'Нужен человек',
      offered: 'Предложен другой способ связи',
      assigned: 'Диалог назначен',
      taken: 'Диалог взят',
      released: 'Диалог отдан',
      answered: 'Первый ответ',
      resolved: 'Возвращено боту',
      expired: 'Никто не ответил вовремя',
      restarted: 'Сценарий запущен заново',
      started: 'Сценарий запущен вручную',
      alarm: 'Срок пропущен',
      noticed: 'Сказано, что ответить некому',
      'window-closing': '24-часовое окно скоро закроется',
      'window-closed': '24-часовое окно закрылось',
      note: 'Заметка',
      labelled: 'Метки изменены',
      snoozed: 'Отложено',
      woken: 'Больше не отложено',
      blocked: 'Заблокирован',
      unblocked: 'Разблокирован',
      merged: 'Два контакта объединены',
      'template-sent': 'Шаблон отправлен вручную',
    },
    save: 'Сохранить',
    close: 'Закрыть',
    exportPerson: 'Выгрузить всё',
    erase: 'Стереть человека',
    eraseHelp: 'Все разговоры, согласия и значения исчезнут навсегда. Вернуть их нельзя.',
    eraseForGood: 'Стереть навсегда',
    filter: 'Фильтр',
    condition: 'Добавить условие',
    removeCondition: 'Убрать условие',
    about: {
      name: 'Имя',
      phone: 'Номер',
      tag: 'Метка',
      consent: 'Согласие',
      'last-message': 'Последнее сообщение',
      added: 'Добавлен',
    },
    is: {
      contains: 'содержит',
      'begins-with': 'начинается с',
      equal: 'равно',
      'not-equal': 'не равно',
      set: 'есть',
      'not-set': 'нет',
      granted: 'дано для',
      'not-granted': 'не дано для',
      within: 'за последние дни',
      'longer-ago': 'раньше, дней назад',
      'at-least': 'не меньше',
      'at-most': 'не больше',
    },
    days: 'Дни',
    value: 'Значение',
    yes: 'Да',
    no: 'Нет',
    segments: 'Сегменты',
    segmentName: 'Название сегмента',
    saveSegment: 'Сохранить как сегмент',
    newContact: 'Новый контакт',
    phoneHelp: 'С кодом страны.',
    notANumber: 'Это не международный номер.',
    unreachable: 'Нет в WhatsApp',
    doubted: 'Не проверен',
    came: 'через',
    fields: 'Поля',
    fieldsHelp: 'Что вы знаете о контактах кроме имени и номера: для сегментов, шаблонов и импорта.',
    fieldName: 'Название поля',
    kind: 'Тип',
    choices: 'Варианты',
    removeField: (name) => `Удалить «${name}»`,
    fieldGoes: (contacts) =>
      contacts === 0
        ? 'Ни у одного контакта нет значения.'
        : `Вместе с ним навсегда исчезнут значения. Контактов: ${contacts}.`,
    broadcasts: 'Рассылки',
    removeForGood: 'Удалить навсегда',
    newField: 'Новое поле',
    kinds: { text: 'Текст', number: 'Число', date: 'Дата', boolean: 'Да или нет', choice: 'Выбор' },
    file: 'Файл CSV с заголовком',
    sending: 'Файл читается …',
    phoneColumn: 'Столбец с номером',
    nameColumn: 'Столбец с именем',
    tagsColumn: 'Столбец с метками',
    notInFile: 'Нет в файле',
    countryCode: 'Код страны',
    countryCodeHelp: 'Для номеров без него, например 49.',
    addTags: 'Метки для всех из файла',
    consentInFile: 'Эти люди согласны получать сообщения',
    consentColumn: 'Столбец с «да» или «нет»',
    everybodyAgreed: 'Согласны все',
    check: 'Проверить файл',
    wouldMake: (count) => `Новых: ${count}`,
    wouldChange: (count) => `Уже известных: ${count}`,
    duplicates: (count) => `Повторов в файле: ${count}`,
    wrongRows: (count) => `С ошибками: ${count}`,
    agreed: (yes, no) => `Согласие: да ${yes}, нет ${no}`,
    row: 'Строка',
    start: 'Импортировать',
    progress: (handled, rows) => `Строк: ${handled} из ${rows}`,
    imported: (made, changed) => `Готово: новых ${made}, обновлено ${changed}.`,
    errorFile: 'Строки с ошибками файлом',
  },
};
