import { definitionOf } from '@parley/flows/nodes/registry.ts';
import type { Language } from './catalogue.ts';

/** What node types and their ways out are called on the screen. Words of the author's pass through as they are. */
export type NodeWords = {
  title: (type: string) => string;
  summary: (type: string) => string;
  /** The label of a way out; `label` as the type gives it. */
  port: (id: string, label: string) => string;
};

/** In English as the types themselves say. */
const EN: NodeWords = {
  title: (type) => definitionOf(type)?.title ?? type,
  summary: (type) => definitionOf(type)?.summary ?? '',
  port: (_, label) => label,
};

/** By node type: its title and what it does. */
export const RU_NODES: { readonly [type: string]: readonly [title: string, summary: string] } = {
  branch: ['Ветвление', 'Проверяет условия по порядку и идёт по первому верному или по «иначе».'],
  buttons: [
    'Кнопки ответа',
    'Спрашивает и даёт до трёх кнопок, у каждой свой путь; написанные название или номер считаются нажатием.',
  ],
  catalog: ['Каталог', 'Открывает подключённый каталог и ждёт заказа.'],
  consent: ['Согласие', 'Просит о согласии и записывает ответ вместе с целью и показанными словами.'],
  end: ['Конец', 'Завершает сеанс и запоминает причину; следующее сообщение человека начнёт новый.'],
  escalation: [
    'Передать человеку',
    'Передаёт оператору в чате или даёт телефон, адрес почты, форму на сайте или магазин, куда прийти.',
  ],
  form: ['Форма', 'Открывает форму внутри WhatsApp («WhatsApp Flow») и сохраняет её поля в переменных.'],
  link: [
    'Кнопка-ссылка',
    'Отправляет кнопку, которая открывает страницу, и идёт дальше; WhatsApp не сообщает, нажали ли её.',
  ],
  list: [
    'Список',
    'Спрашивает списком до десяти строк по разделам или строками из переменной, по страницам, если их больше.',
  ],
  location: ['Спросить место', 'Просит место кнопкой самого WhatsApp и сохраняет координаты и адрес.'],
  message: [
    'Сообщение',
    'Отправляет по порядку тексты, картинки, видео, аудио, документы, стикеры, места или контакты и идёт дальше.',
  ],
  product: ['Товар', 'Показывает один товар подключённого каталога и ждёт заказа.'],
  products: ['Товары', 'Показывает до тридцати товаров подключённого каталога по разделам и ждёт заказа.'],
  question: [
    'Вопрос',
    'Спрашивает текст, число, почту, телефон, дату, шаблон или одно из слов; переспрашивает, потом сдаётся.',
  ],
  request: [
    'Запрос',
    'Обращается по веб-адресу; `response.status` и `response.body` ответа сохраняются в переменных.',
  ],
  set: ['Присвоить', 'Вычисляет значения и сохраняет их в переменных; `locale` меняет язык разговора.'],
  start: ['Начать сценарий', 'Завершает этот сеанс и сразу начинает другой опубликованный сценарий номера.'],
  tag: ['Метки', 'Ставит человеку метки или снимает их.'],
  verified: [
    'Личность проверена',
    'Отмечает, что собеседник подтвердил, кто он, после смены ключей WhatsApp.',
  ],
  template: [
    'Шаблон',
    'Отправляет одобренный шаблон со значениями; у каждого быстрого ответа свой путь, иной ответ идёт по `replied`.',
  ],
  wait: [
    'Подождать',
    'Ждёт заданное время, до часа по часам человека или почти до закрытия 24-часового окна.',
  ],
};

/** By the ids of ways out that types have by themselves: English, and what is shown instead. */
export const RU_PORTS: { readonly [port: string]: { readonly [label: string]: string } } = {
  next: { Next: 'Дальше' },
  other: {
    'Anything else': 'Другое',
    Else: 'Иначе',
    'Given up': 'Не получилось',
    'Any other answer': 'Другой ответ',
  },
  silent: { 'No answer': 'Нет ответа' },
  ordered: { Ordered: 'Заказано' },
  resolved: { Resolved: 'Решено' },
  closed: { 'Out of hours': 'Нерабочее время' },
  unanswered: { 'Nobody answered': 'Никто не ответил' },
  submitted: { Submitted: 'Отправлена' },
  chosen: { 'A row was chosen': 'Выбрана строка' },
  located: { 'Location sent': 'Место прислано' },
  answered: { Answered: 'Есть ответ' },
  failed: { Failed: 'Не удалось' },
  elapsed: { 'Time is up': 'Время вышло' },
  message: { 'The contact writes': 'Человек написал' },
};

const RU: NodeWords = {
  title: (type) => RU_NODES[type]?.[0] ?? EN.title(type),
  summary: (type) => RU_NODES[type]?.[1] ?? EN.summary(type),
  port: (id, label) => {
    const known = Object.hasOwn(RU_PORTS, id) ? RU_PORTS[id] : undefined;
    return known && Object.hasOwn(known, label) ? (known[label] ?? label) : label;
  },
};

export const nodeWords: { readonly [language in Language]: NodeWords } = { en: EN, ru: RU };
