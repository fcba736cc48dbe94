import type { Catalogue } from '../catalogue.ts';

type ShopWords = {
  catalogue: string;
  catalogueHelp: string;
  linked: string;
  none: string;
  byId: string;
  idHelp: string;
  cart: string;
  cartHelp: string;
  visible: string;
  visibleHelp: string;
  save: string;
  saved: string;
  couldNotAsk: (why: string) => string;
  identity: string;
  identityHelp: string;
  identityOn: string;
  links: string;
  linksHelp: string;
  flow: string;
  chooseFlow: string;
  words: string;
  wordsHelp: string;
  via: string;
  label: string;
  labelHint: string;
  make: string;
  copy: string;
  copied: string;
  download: string;
  remove: (label: string) => string;
  starts: (count: number) => string;
  noLinks: string;
  codeFor: (label: string) => string;
  vias: { [via: string]: string };
};

export const shopWords: Catalogue<ShopWords> = {
  en: {
    catalogue: 'Catalogue',
    catalogueHelp: 'What product messages show. It is linked to the account in Meta’s Commerce Manager.',
    linked: 'Linked catalogue',
    none: 'None',
    byId: 'Catalogue id',
    idHelp: 'As Commerce Manager shows it; empty for none.',
    cart: 'Shopping cart',
    cartHelp: 'People put several products together and send one order.',
    visible: 'Catalogue in the profile',
    visibleHelp: 'The shop icon and the products show on the business profile.',
    save: 'Save',
    saved: 'Saved.',
    couldNotAsk: (why) => `WhatsApp did not say: ${why}`,
    identity: 'Identity check',
    identityHelp:
      'When the WhatsApp keys of a person change, as with a new phone or a new owner of the number, nothing is sent to them until an agent or the flow has verified who is there.',
    identityOn: 'Stop messages when an identity changes',
    links: 'Links and QR codes',
    linksHelp: 'Each starts a flow and says where people come from. What they agree to is recorded with it.',
    flow: 'Flow',
    chooseFlow: 'Choose a flow',
    words: 'Ready text',
    wordsHelp: 'What is ready for sending; a code is put behind it.',
    via: 'Where it stands',
    label: 'Name',
    labelHint: 'Such as “Poster at the till”',
    make: 'Make a link',
    copy: 'Copy the link',
    copied: 'Copied.',
    download: 'Download the code',
    remove: (label) => `Remove “${label}”`,
    starts: (count) => (count === 0 ? 'Not used yet' : count === 1 ? 'Used once' : `Used ${count} times`),
    noLinks: 'There is no link yet.',
    codeFor: (label) => `QR code “${label}”`,
    vias: {
      'qr-code': 'QR code',
      link: 'Link',
      ad: 'Advertisement',
      website: 'Website',
      ivr: 'Phone menu',
      sms: 'SMS',
      'in-person': 'In person',
    },
  },
  ru: {
    catalogue: 'Каталог',
    catalogueHelp: 'Что показывают сообщения с товарами. Он привязан к аккаунту в Commerce Manager.',
    linked: 'Привязанный каталог',
    none: 'Нет',
    byId: 'Код каталога',
    idHelp: 'Как в Commerce Manager; пусто, если его нет.',
    cart: 'Корзина',
    cartHelp: 'Люди собирают несколько товаров и отправляют один заказ.',
    visible: 'Каталог в профиле',
    visibleHelp: 'Значок магазина и товары видны в профиле компании.',
    save: 'Сохранить',
    saved: 'Сохранено.',
    couldNotAsk: (why) => `WhatsApp не ответил: ${why}`,
    identity: 'Проверка личности',
    identityHelp:
      'Когда ключи WhatsApp человека меняются (новый телефон или новый владелец номера), ему ничего не отправляется, пока оператор или сценарий не проверит, кто на связи.',
    identityOn: 'Останавливать сообщения при смене личности',
    links: 'Ссылки и QR-коды',
    linksHelp:
      'Каждая запускает сценарий и говорит, откуда пришёл человек. Согласие записывается вместе с этим.',
    flow: 'Сценарий',
    chooseFlow: 'Выберите сценарий',
    words: 'Готовый текст',
    wordsHelp: 'Что подготовлено к отправке; в конце добавится код.',
    via: 'Где размещено',
    label: 'Название',
    labelHint: 'Например, «Плакат у кассы»',
    make: 'Создать ссылку',
    copy: 'Скопировать ссылку',
    copied: 'Скопировано.',
    download: 'Скачать код',
    remove: (label) => `Удалить «${label}»`,
    starts: (count) => (count === 0 ? 'Ещё не использована' : `Переходов: ${count}`),
    noLinks: 'Ссылок пока нет.',
    codeFor: (label) => `QR-код «${label}»`,
    vias: {
      'qr-code': 'QR-код',
      link: 'Ссылка',
      ad: 'Реклама',
      website: 'Сайт',
      ivr: 'Голосовое меню',
      sms: 'SMS',
      'in-person': 'Лично',
    },
  },
};
