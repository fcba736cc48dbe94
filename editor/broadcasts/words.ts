import type { Catalogue } from '../catalogue.ts';

type BroadcastWords = {
  broadcasts: string;
  make: string;
  none: string;
  name: string;
  number: string;
  status: string;
  statuses: { [status: string]: string };
  pausedFor: { [why: string]: string };
  segment: string;
  everybody: string;
  what: string;
  template: string;
  flow: string;
  templateName: string;
  language: string;
  values: string;
  valuesHelp: string;
  pickTemplate: string;
  header: string;
  headerLink: string;
  place: (name: string) => string;
  costUnknown: string;
  wouldCost: (least: string, most: string) => string;
  withoutPrice: (people: number) => string;
  hasCost: string;
  costNotKnown: string;
  ofMessages: string;
  chargedOf: (charged: number, free: number, unknown: number) => string;
  purpose: string;
  purposeHelp: string;
  override: string;
  overrideHelp: string;
  when: string;
  schedules: { now: string; at: string; local: string };
  date: string;
  time: string;
  check: string;
  save: string;
  reached: (reached: number, recipients: number) => string;
  insideWindow: (count: number) => string;
  limit: (used: number, limit: number | null) => string;
  templateState: (status: string, quality: string) => string;
  example: (name: string) => string;
  reasons: { [reason: string]: string };
  begin: string;
  test: string;
  testPhone: string;
  tested: string;
  pause: string;
  resume: string;
  cancel: string;
  close: string;
  progress: { [part: string]: string };
};

export const broadcastWords: Catalogue<BroadcastWords> = {
  en: {
    broadcasts: 'Broadcasts',
    make: 'New broadcast',
    none: 'No broadcast yet. A broadcast sends one template to everybody in a segment who has agreed to it.',
    name: 'Name',
    number: 'Number',
    status: 'State',
    statuses: {
      draft: 'Draft',
      scheduled: 'Planned',
      running: 'Under way',
      paused: 'Paused',
      cancelled: 'Cancelled',
      done: 'Done',
    },
    pausedFor: {
      'by-hand': 'Somebody paused it.',
      errors: 'Too many messages failed. Look at the reasons before you go on.',
      refused: 'WhatsApp refused in a way that concerns every message. Look at the reasons.',
      'template-quality': 'The quality of the template fell.',
      'template-status': 'The template is not active any more.',
      'number-quality': 'The quality of the number fell.',
      account: 'WhatsApp has limited the account.',
    },
    segment: 'To whom',
    everybody: 'Everybody',
    what: 'What',
    template: 'Template',
    flow: 'Flow',
    templateName: 'Name of the template',
    language: 'Language',
    values: 'Values, one on each line',
    valuesHelp: 'May name the contact: {{contact.first_name | friend}}, {{fields.city}}',
    pickTemplate: 'Choose an approved template',
    header: 'Heading',
    headerLink: 'Link to the file above the text',
    place: (name) => `Value of {{${name}}}`,
    costUnknown: 'What it would cost is not known: no rate card has been uploaded (Numbers → Prices).',
    wouldCost: (least, most) => (least === most ? `Costs about ${most}.` : `Costs ${least} to ${most}.`),
    withoutPrice: (people) =>
      people === 1 ? 'For 1 person no price is known.' : `For ${people} people no price is known.`,
    hasCost: 'Cost until now',
    costNotKnown: 'not known',
    ofMessages: 'Arrived',
    chargedOf: (charged, free, unknown) =>
      [`${charged} charged`, `${free} free`, ...(unknown > 0 ? [`${unknown} without a price`] : [])].join(
        ', ',
      ),
    purpose: 'Purpose of the consent',
    purposeHelp: 'Only people who have agreed to this get it.',
    override: 'Also to people who were never asked, because',
    overrideHelp: 'For administrators; the reason is written down. Who has withdrawn consent never gets it.',
    when: 'When',
    schedules: { now: 'At once', at: 'At a moment', local: 'At a time where each person lives' },
    date: 'Date',
    time: 'Time',
    check: 'Check',
    save: 'Save as a draft',
    reached: (reached, recipients) => `${reached} of ${recipients} get it`,
    insideWindow: (count) => `${count} wrote within 24 hours`,
    limit: (used, limit) => `Messaging limit: ${used} used${limit === null ? '' : ` of ${limit}`}`,
    templateState: (status, quality) => `Template: ${status}, quality ${quality}`,
    example: (name) => `For ${name}:`,
    reasons: {
      'no-consent': 'no consent',
      'opted-out': 'withdrew consent',
      blocked: 'blocked',
      'identity-changed': 'may be somebody else',
      unreachable: 'not on WhatsApp',
      'held-by-a-person': 'with a person',
      'frequency-cap': 'had enough lately',
      'marketing-held': 'held back by WhatsApp for now',
      'empty-value': 'a value is empty',
      'contact-gone': 'erased',
      refused: 'refused by WhatsApp',
      'window-closed': 'window closed',
      cancelled: 'cancelled',
    },
    begin: 'Send',
    test: 'Send a test',
    testPhone: 'Number for the test',
    tested: 'The test is on its way.',
    pause: 'Pause',
    resume: 'Go on',
    cancel: 'Cancel for good',
    close: 'Close',
    progress: {
      recipients: 'Recipients',
      waiting: 'Waiting',
      sending: 'Going out',
      sent: 'Sent',
      delivered: 'Delivered',
      read: 'Read',
      failed: 'Failed',
      skipped: 'Left out',
      started: 'Flows started',
    },
  },
  ru: {
    broadcasts: 'Рассылки',
    make: 'Новая рассылка',
    none: 'Рассылок пока нет. Рассылка отправляет один шаблон всем в сегменте, кто на это согласился.',
    name: 'Название',
    number: 'Номер',
    status: 'Состояние',
    statuses: {
      draft: 'Черновик',
      scheduled: 'Запланирована',
      running: 'Идёт',
      paused: 'Приостановлена',
      cancelled: 'Отменена',
      done: 'Завершена',
    },
    pausedFor: {
      'by-hand': 'Её приостановили вручную.',
      errors: 'Слишком много ошибок. Посмотрите на причины, прежде чем продолжать.',
      refused: 'WhatsApp отказал так, что это касается всех сообщений. Посмотрите на причины.',
      'template-quality': 'Качество шаблона упало.',
      'template-status': 'Шаблон больше не активен.',
      'number-quality': 'Качество номера упало.',
      account: 'WhatsApp ограничил аккаунт.',
    },
    segment: 'Кому',
    everybody: 'Всем',
    what: 'Что',
    template: 'Шаблон',
    flow: 'Сценарий',
    templateName: 'Имя шаблона',
    language: 'Язык',
    values: 'Значения, каждое с новой строки',
    valuesHelp: 'Можно назвать контакт: {{contact.first_name | друг}}, {{fields.city}}',
    pickTemplate: 'Выберите одобренный шаблон',
    header: 'Заголовок',
    headerLink: 'Ссылка на файл над текстом',
    place: (name) => `Значение {{${name}}}`,
    costUnknown: 'Сколько это стоит, неизвестно: тарифы не загружены («Номера» → «Цены»).',
    wouldCost: (least, most) =>
      least === most ? `Стоит примерно ${most}.` : `Стоит от ${least} до ${most}.`,
    withoutPrice: (people) => `Людей, для которых цена неизвестна: ${people}.`,
    hasCost: 'Стоимость на сейчас',
    costNotKnown: 'неизвестно',
    ofMessages: 'Доставлено',
    chargedOf: (charged, free, unknown) =>
      [`платно ${charged}`, `бесплатно ${free}`, ...(unknown > 0 ? [`без цены ${unknown}`] : [])].join(', '),
    purpose: 'Цель согласия',
    purposeHelp: 'Получат только те, кто согласился на это.',
    override: 'Также тем, кого не спрашивали, потому что',
    overrideHelp: 'Для администраторов; причина записывается. Кто отозвал согласие, не получит никогда.',
    when: 'Когда',
    schedules: { now: 'Сразу', at: 'В заданный момент', local: 'По местному времени каждого' },
    date: 'Дата',
    time: 'Время',
    check: 'Проверить',
    save: 'Сохранить черновик',
    reached: (reached, recipients) => `Получат ${reached} из ${recipients}`,
    insideWindow: (count) => `Писали за 24 часа: ${count}`,
    limit: (used, limit) => `Лимит сообщений: занято ${used}${limit === null ? '' : ` из ${limit}`}`,
    templateState: (status, quality) => `Шаблон: ${status}, качество ${quality}`,
    example: (name) => `Для ${name}:`,
    reasons: {
      'no-consent': 'нет согласия',
      'opted-out': 'отозвал согласие',
      blocked: 'заблокирован',
      'identity-changed': 'возможно, другой человек',
      unreachable: 'нет в WhatsApp',
      'held-by-a-person': 'говорит с человеком',
      'frequency-cap': 'уже получил достаточно',
      'marketing-held': 'WhatsApp пока не доставляет',
      'empty-value': 'пустое значение',
      'contact-gone': 'стёрт',
      refused: 'отказ WhatsApp',
      'window-closed': 'окно закрыто',
      cancelled: 'отменено',
    },
    begin: 'Отправить',
    test: 'Отправить пробу',
    testPhone: 'Номер для пробы',
    tested: 'Проба в пути.',
    pause: 'Приостановить',
    resume: 'Продолжить',
    cancel: 'Отменить навсегда',
    close: 'Закрыть',
    progress: {
      recipients: 'Получатели',
      waiting: 'Ждут',
      sending: 'Уходят',
      sent: 'Отправлено',
      delivered: 'Доставлено',
      read: 'Прочитано',
      failed: 'Ошибки',
      skipped: 'Пропущено',
      started: 'Сценариев запущено',
    },
  },
};
