import type { Catalogue } from '../catalogue.ts';

type ForecastWords = {
  intro: string;
  day: string;
  runs: string;
  number: string;
  freeEntry: string;
  freeEntryHelp: string;
  mix: string;
  mixHelp: string;
  noRates: string;
  noPaths: string;
  evenly: string;
  evenlyHelp: string;
  each: string;
  paths: (count: number, isComplete: boolean) => string;
  messages: (count: number, charged: number) => string;
  merge: (bubbles: number, saves: string) => string;
  uncategorised: (names: string) => string;
  unpriced: (what: string) => string;
  goesOnIn: (flow: string) => string;
  show: string;
  more: (left: number) => string;
  everybody: string;
  which: string;
  before: string;
  after: string;
  spentIntro: string;
  nothingSpent: string;
  costNotKnown: string;
  went: (sessions: number) => string;
  wentSo: (sessions: number, each: string) => string;
  arrived: (count: number, charged: number) => string;
  withoutPrice: (count: number) => string;
  moreWays: (count: number) => string;
  other: string;
};

export const forecastWords: Catalogue<ForecastWords> = {
  en: {
    intro: 'What each way through the flow costs, by the rate cards and WhatsApp’s rules of the day.',
    day: 'On',
    runs: 'Conversations a month',
    number: 'Number',
    freeEntry: 'Came by an ad, %',
    freeEntryHelp: 'Their messages are free for 72 hours.',
    mix: 'Where people are',
    mixHelp: 'As your contacts are.',
    noRates: 'No rate card has been uploaded, so no cost is known. See Numbers → Prices.',
    noPaths: 'The flow has no first node yet.',
    evenly: 'All paths equally often',
    evenlyHelp: 'a month',
    each: 'each',
    paths: (count, isComplete) =>
      isComplete
        ? `${count === 1 ? '1 path' : `${count} paths`}, the dearest first`
        : `${count} of more paths than can be looked at, the dearest first`,
    messages: (count, charged) =>
      `${count === 1 ? '1 message' : `${count} messages`}, ${charged} of them may be charged`,
    merge: (bubbles, saves) => `Merge these ${bubbles} bubbles into one message: saves ${saves} a month`,
    uncategorised: (names) => `Not in the cost, as the category of a template is not known: ${names}`,
    unpriced: (what) => `Not in the cost, as no rate card has a price: ${what}`,
    goesOnIn: (flow) => `Goes on in “${flow}”, which is not counted`,
    show: 'Show on the canvas',
    more: (left) => `Show more (${left})`,
    everybody: 'Nobody yet: counted as Other',
    which: 'Forecast or actual cost',
    before: 'Forecast',
    after: 'Actual',
    spentIntro:
      'What conversations of the last 30 days cost, by the way that they took so far: what WhatsApp said of each message, at the price of its day. The dearest for one conversation first.',
    nothingSpent: 'No message of this flow arrived in the last 30 days.',
    costNotKnown: 'not known',
    went: (sessions) => (sessions === 1 ? '1 conversation' : `${sessions} conversations`),
    wentSo: (sessions, each) =>
      `Went so in the last 30 days: ${sessions === 1 ? '1 conversation' : `${sessions} conversations`}, ${each} each`,
    arrived: (count, charged) =>
      `${count === 1 ? '1 message' : `${count} messages`} arrived, ${charged} charged`,
    withoutPrice: (count) => `Not in the cost: ${count} without a price`,
    moreWays: (count) => `${count} more in the file under Numbers → Prices`,
    other: 'Other',
  },
  ru: {
    intro: 'Сколько стоит каждый путь по сценарию — по тарифам и правилам WhatsApp на этот день.',
    day: 'На день',
    runs: 'Разговоров в месяц',
    number: 'Номер',
    freeEntry: 'Пришли по рекламе, %',
    freeEntryHelp: 'Им 72 часа пишут бесплатно.',
    mix: 'Где люди',
    mixHelp: 'Как в ваших контактах.',
    noRates: 'Тарифы не загружены, поэтому стоимость неизвестна. См. «Номера» → «Цены».',
    noPaths: 'У сценария ещё нет первого узла.',
    evenly: 'Все пути одинаково часто',
    evenlyHelp: 'в месяц',
    each: 'за разговор',
    paths: (count, isComplete) =>
      isComplete
        ? `Путей: ${count}, самый дорогой первым`
        : `Путей слишком много; из ${count} самый дорогой первым`,
    messages: (count, charged) => `Сообщений: ${count}, платными могут быть: ${charged}`,
    merge: (bubbles, saves) => `Объедините эти сообщения (${bubbles}) в одно: экономия ${saves} в месяц`,
    uncategorised: (names) => `Не вошло в сумму: неизвестна категория шаблона ${names}`,
    unpriced: (what) => `Не вошло в сумму: в тарифах нет цены для ${what}`,
    goesOnIn: (flow) => `Дальше идёт «${flow}», он не посчитан`,
    show: 'Показать на схеме',
    more: (left) => `Показать ещё (${left})`,
    everybody: 'Пока никого: считается как Other',
    which: 'Прогноз или факт',
    before: 'Прогноз',
    after: 'Факт',
    spentIntro:
      'Во что обошлись разговоры за последние 30 дней, по пройденному пути: что WhatsApp сказал о каждом сообщении, по цене того дня. Самый дорогой за один разговор первым.',
    nothingSpent: 'За последние 30 дней этот сценарий ничего не доставил.',
    costNotKnown: 'неизвестно',
    went: (sessions) => `Разговоров: ${sessions}`,
    wentSo: (sessions, each) => `Прошли так за последние 30 дней: ${sessions}, по ${each}`,
    arrived: (count, charged) => `доставлено сообщений: ${count}, из них платных: ${charged}`,
    withoutPrice: (count) => `Не вошло в сумму: без цены ${count}`,
    moreWays: (count) => `Ещё ${count} — в файле, «Номера» → «Цены»`,
    other: 'Прочие',
  },
};
