import type { Catalogue } from '../catalogue.ts';
import type { CostBy } from './prices-api.ts';

type PriceWords = {
  prices: string;
  upload: string;
  costs: string;
  from: string;
  to: string;
  by: string;
  bys: { [by in CostBy]: string };
  none: string;
  messages: string;
  free: string;
  charged: string;
  unknown: string;
  unknownHelp: string;
  cost: string;
  notKnown: string;
  total: string;
  sessions: string;
  each: string;
  outcomes: { [outcome: string]: string };
  asFile: string;
  noMessages: string;
  cards: string;
  noCards: string;
  card: string;
  holds: (from: string, until: string | null) => string;
  pricesOf: (count: number) => string;
  download: string;
  remove: string;
  removeSure: (name: string) => string;
  numbers: string;
  number: string;
  currency: string;
  ofCard: string;
  markup: string;
  markupHelp: string;
  timezone: string;
  change: string;
  save: string;
  close: string;
  file: string;
  fileHelp: string;
  cardName: string;
  validFrom: string;
  validFromHelp: string;
  faults: (count: number) => string;
  line: (row: number) => string;
  faultCodes: { [code: string]: string };
  categories: { [category: string]: string };
};

export const priceWords: Catalogue<PriceWords> = {
  en: {
    prices: 'Prices',
    upload: 'Upload rate card',
    costs: 'What messages cost',
    from: 'From',
    to: 'To',
    by: 'By',
    bys: {
      day: 'Day',
      number: 'Number',
      category: 'Category',
      market: 'Market',
      flow: 'Flow',
      outcome: 'How a flow ended',
      path: 'Path through a flow',
      node: 'Node',
      broadcast: 'Broadcast',
    },
    none: 'None',
    messages: 'Arrived',
    free: 'Free',
    charged: 'Charged',
    unknown: 'No price',
    unknownHelp:
      'WhatsApp charges these, or has not said whether it does, and no rate card here has a price for them. They are not in the cost.',
    cost: 'Cost',
    notKnown: 'not known',
    total: 'Together',
    sessions: 'Conversations',
    each: 'Each',
    outcomes: {
      finished: 'Finished',
      'under-way': 'Under way',
      'opted-out': 'Opted out',
      'started-flow': 'Went on in another flow',
    },
    asFile: 'Download CSV',
    noMessages: 'No message arrived in these days.',
    cards: 'Rate cards',
    noCards:
      'No rate card yet. Download the current one in WhatsApp Manager or from your provider, and upload it here: until then no cost is known.',
    card: 'Card',
    holds: (from, until) => (until === null ? `from ${from}` : `${from} to ${until}`),
    pricesOf: (count) => (count === 1 ? '1 price' : `${count} prices`),
    download: 'Download',
    remove: 'Remove',
    removeSure: (name) => `Remove “${name}”? Costs are then counted without it, also those of the past.`,
    numbers: 'How numbers are charged',
    number: 'Number',
    currency: 'Currency',
    ofCard: 'That of the newest card',
    markup: 'Markup, %',
    markupHelp: 'What the provider adds to WhatsApp’s price. 0 where you pay WhatsApp itself.',
    timezone: 'Time zone of the account',
    change: 'Change',
    save: 'Save',
    close: 'Close',
    file: 'File (CSV)',
    fileHelp:
      'A line for each price: market, category, currency, price, valid_from; or a line for each market with a column for each category.',
    cardName: 'Name',
    validFrom: 'Holds from',
    validFromHelp: 'For lines that do not say it.',
    faults: (count) => `Nothing was taken. ${count === 1 ? 'One thing is' : `${count} things are`} wrong:`,
    line: (row) => `Line ${row}`,
    faultCodes: {
      'no-heading': 'The file has no heading.',
      'column-missing': 'This column is missing.',
      'no-rows': 'There is no price below the heading.',
      'too-many-rows': 'There are more lines than 10,000.',
      'market-unknown': 'Not a country, a region of WhatsApp’s, or Other.',
      'category-unknown': 'Not a category that WhatsApp charges.',
      'currency-wrong': 'Not a currency, such as EUR.',
      'price-wrong': 'Not a price, such as 0.0123; six decimals at most.',
      'day-wrong': 'Not a day, such as 2026-10-01.',
      'days-turned': 'Ends before it begins.',
      'model-wrong': 'Neither PMP (per message) nor CBP (per conversation).',
      'tier-wrong': 'Not a number of messages.',
      twice: 'The same price stands above already.',
    },
    categories: {
      marketing: 'Marketing',
      utility: 'Utility',
      authentication: 'Authentication',
      'authentication-international': 'Authentication, international',
      service: 'Free-form (service)',
      marketing_lite: 'Marketing lite',
      referral_conversion: 'After an ad',
      general_purpose_ai: 'AI provider',
    },
  },
  ru: {
    prices: 'Цены',
    upload: 'Загрузить тарифы',
    costs: 'Сколько стоят сообщения',
    from: 'С',
    to: 'По',
    by: 'По чему',
    bys: {
      day: 'День',
      number: 'Номер',
      category: 'Категория',
      market: 'Рынок',
      flow: 'Сценарий',
      outcome: 'Чем кончился сценарий',
      path: 'Путь по сценарию',
      node: 'Узел',
      broadcast: 'Рассылка',
    },
    none: 'Вне всего',
    messages: 'Доставлено',
    free: 'Бесплатно',
    charged: 'Платно',
    unknown: 'Без цены',
    unknownHelp:
      'WhatsApp берёт за них плату или ещё не сказал, берёт ли, а в тарифах цены для них нет. В сумму они не входят.',
    cost: 'Сумма',
    notKnown: 'неизвестно',
    total: 'Всего',
    sessions: 'Разговоров',
    each: 'За один',
    outcomes: {
      finished: 'Завершён',
      'under-way': 'Идёт',
      'opted-out': 'Отписка',
      'started-flow': 'Перешёл в другой сценарий',
    },
    asFile: 'Скачать CSV',
    noMessages: 'В эти дни ничего не доставлено.',
    cards: 'Тарифы',
    noCards:
      'Тарифов пока нет. Скачайте действующие в WhatsApp Manager или у провайдера и загрузите сюда: до этого стоимость неизвестна.',
    card: 'Тарифы',
    holds: (from, until) => (until === null ? `с ${from}` : `с ${from} по ${until}`),
    pricesOf: (count) => `цен: ${count}`,
    download: 'Скачать',
    remove: 'Удалить',
    removeSure: (name) => `Удалить «${name}»? Тогда расходы считаются без них, и прошлые тоже.`,
    numbers: 'Как оплачиваются номера',
    number: 'Номер',
    currency: 'Валюта',
    ofCard: 'Как в новейших тарифах',
    markup: 'Наценка, %',
    markupHelp: 'Что провайдер добавляет к цене WhatsApp. 0, если вы платите самому WhatsApp.',
    timezone: 'Часовой пояс аккаунта',
    change: 'Изменить',
    save: 'Сохранить',
    close: 'Закрыть',
    file: 'Файл (CSV)',
    fileHelp:
      'Строка на каждую цену: market, category, currency, price, valid_from; или строка на рынок и столбец на категорию.',
    cardName: 'Название',
    validFrom: 'Действует с',
    validFromHelp: 'Для строк, где этого нет.',
    faults: (count) => `Ничего не принято. Ошибок: ${count}.`,
    line: (row) => `Строка ${row}`,
    faultCodes: {
      'no-heading': 'В файле нет заголовка.',
      'column-missing': 'Этого столбца не хватает.',
      'no-rows': 'Под заголовком нет ни одной цены.',
      'too-many-rows': 'Строк больше 10 000.',
      'market-unknown': 'Не страна, не регион WhatsApp и не Other.',
      'category-unknown': 'За такую категорию WhatsApp платы не берёт.',
      'currency-wrong': 'Не валюта, например EUR.',
      'price-wrong': 'Не цена, например 0.0123; не больше шести знаков.',
      'day-wrong': 'Не день, например 2026-10-01.',
      'days-turned': 'Кончается раньше, чем начинается.',
      'model-wrong': 'Ни PMP (за сообщение), ни CBP (за разговор).',
      'tier-wrong': 'Не число сообщений.',
      twice: 'Такая цена уже есть выше.',
    },
    categories: {
      marketing: 'Маркетинг',
      utility: 'Сервисные шаблоны',
      authentication: 'Коды',
      'authentication-international': 'Коды, международные',
      service: 'Свободные',
      marketing_lite: 'Маркетинг lite',
      referral_conversion: 'После рекламы',
      general_purpose_ai: 'ИИ-провайдер',
    },
  },
};
