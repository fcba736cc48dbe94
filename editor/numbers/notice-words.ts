import type { Catalogue } from '../catalogue.ts';
import type { Severity } from './numbers-api.ts';

type NoticeWords = {
  none: string;
  noneOfThese: string;
  all: string;
  severities: { [severity in Severity]: string };
  due: string;
  proofs: string;
  markAll: string;
  more: string;
  unread: (count: number) => string;
  outside: string;
  outsideHelp: string;
  nobodyOutside: string;
  webhook: string;
  email: string;
  target: { webhook: string; email: string };
  least: string;
  leasts: { [severity in Severity]: string };
  add: string;
  secret: string;
  secretHelp: string;
  remove: string;
  again: string;
  waiting: (count: number) => string;
  failed: (count: number) => string;
  lastAnswer: (answer: string) => string;
};

export const noticeWords: Catalogue<NoticeWords> = {
  en: {
    none: 'No notices. What WhatsApp tells of your numbers, accounts and templates appears here.',
    noneOfThese: 'None of these.',
    all: 'All',
    severities: { error: 'Serious', warning: 'Warnings', info: 'For information' },
    due: 'By',
    proofs: 'Look at how people reach a person in:',
    markAll: 'Mark all as read',
    more: 'Show older ones',
    unread: (count) => `${count} unread notices`,
    outside: 'Told outside Parley',
    outsideHelp:
      'By mail, or posted to an address of yours, signed as Standard Webhooks asks. What is not taken is sent again for a day.',
    nobodyOutside: 'Nobody yet.',
    webhook: 'Webhook',
    email: 'Mail',
    target: { webhook: 'Address', email: 'Mail address' },
    least: 'Which notices',
    leasts: { info: 'All', warning: 'Warnings and worse', error: 'Serious ones' },
    add: 'Tell them',
    secret: 'Signing secret',
    secretHelp: 'It is shown only now.',
    remove: 'Tell no more',
    again: 'Send again',
    waiting: (count) => `${count} waiting`,
    failed: (count) => `${count} given up`,
    lastAnswer: (answer) => `Last answer: ${answer}`,
  },
  ru: {
    none: 'Уведомлений нет. Здесь появляется то, что WhatsApp сообщает о номерах, аккаунтах и шаблонах.',
    noneOfThese: 'Таких нет.',
    all: 'Все',
    severities: { error: 'Серьёзные', warning: 'Предупреждения', info: 'К сведению' },
    due: 'До',
    proofs: 'Проверьте, как люди доходят до человека:',
    markAll: 'Отметить все прочитанными',
    more: 'Показать более старые',
    unread: (count) => `Непрочитанных уведомлений: ${count}`,
    outside: 'Кому сообщать вне Parley',
    outsideHelp:
      'Письмом или запросом на ваш адрес с подписью по Standard Webhooks. Непринятое отправляется снова в течение суток.',
    nobodyOutside: 'Пока никому.',
    webhook: 'Вебхук',
    email: 'Письмо',
    target: { webhook: 'Адрес', email: 'Почта' },
    least: 'Какие уведомления',
    leasts: { info: 'Все', warning: 'Предупреждения и хуже', error: 'Серьёзные' },
    add: 'Сообщать',
    secret: 'Секрет подписи',
    secretHelp: 'Показывается только сейчас.',
    remove: 'Больше не сообщать',
    again: 'Отправить снова',
    waiting: (count) => `Ждут: ${count}`,
    failed: (count) => `Не доставлены: ${count}`,
    lastAnswer: (answer) => `Последний ответ: ${answer}`,
  },
};
