import type { Facts, NoticeCatalogue } from './catalogue.ts';

const APPEAL = 'Прочитайте причину в WhatsApp Manager, исправьте её и попросите там о пересмотре.';
const QUALITY =
  'Отправляйте меньше сообщений, о которых не просили, посмотрите, что люди блокируют, и упростите отказ от рассылки.';
const PIN = 'Если это сделали не вы, задайте новый PIN и проверьте, у кого есть доступ к аккаунту.';
const why = ({ is }: Facts, ...facts: string[]) => {
  const said = facts.map(is).filter(Boolean).join(', ');
  return said ? `: ${said}` : '';
};

export const NOTICES_RU: NoticeCatalogue = {
  'number-flagged': [({ name }) => `Низкое качество номера ${name}: WhatsApp его пометил`, QUALITY],
  'number-unflagged': [({ name }) => `С номера ${name} снята пометка`],
  'number-limit-raised': [(facts) => `Лимит сообщений номера ${facts.name} повышен${why(facts, 'limit')}`],
  'number-limit-lowered': [
    (facts) => `Лимит сообщений номера ${facts.name} понижен${why(facts, 'limit')}`,
    QUALITY,
  ],
  'number-onboarded': [(facts) => `Номер ${facts.name} готов к работе в WhatsApp${why(facts, 'limit')}`],
  'number-throughput-raised': [
    ({ name }) => `Номер ${name} может отправлять до 1000 сообщений в секунду`,
    'Повысьте его скорость на странице номера.',
  ],
  'number-changed': [(facts) => `WhatsApp сообщил о номере ${facts.name}${why(facts, 'event', 'limit')}`],
  'number-rating': [
    ({ name, is }) => `Качество номера ${name} теперь ${is('quality')}, было ${is('before')}`,
    QUALITY,
  ],
  'number-status': [
    ({ name, is }) => `Номер ${name} теперь ${is('status')}, был ${is('before')}`,
    'Посмотрите на номер в WhatsApp Manager: отправлять может только номер со статусом CONNECTED.',
  ],
  'number-security': [(facts) => `Изменилась защита номера ${facts.name}${why(facts, 'event')}`, PIN],
  'pin-changed': [({ name }) => `PIN номера ${name} изменён`, PIN],
  'pin-reset-asked': [
    ({ name, is }) =>
      `Кто-то (${is('requester') || 'неизвестно кто'}) хочет отключить двухшаговую проверку номера ${name}`,
    'Если вы об этом не просили, немедленно удалите этого человека из бизнес-аккаунта.',
  ],
  'pin-reset': [({ name }) => `Двухшаговая проверка номера ${name} отключена`, 'Задайте новый PIN.'],
  'name-approved': [({ name, is }) => `Имя «${is('name')}» номера ${name} одобрено`],
  'name-rejected': [
    (facts) => `Имя «${facts.is('name')}» номера ${facts.name} отклонено${why(facts, 'reason')}`,
    'Выберите имя, по которому узнают ваш бизнес, и запросите его снова в WhatsApp Manager.',
  ],
  'name-in-review': [({ name, is }) => `Имя «${is('name')}» номера ${name} на проверке`],
  'username-changed': [(facts) => `Изменилось имя пользователя ${facts.name}${why(facts, 'name', 'event')}`],
  'account-deleted': [
    ({ name }) => `Аккаунт ${name} удалён`,
    'Отправлять больше нельзя. Подключите другой аккаунт.',
  ],
  'account-violation': [
    (facts) => `WhatsApp сообщает, что аккаунт ${facts.name} нарушает правила${why(facts, 'violation')}`,
    APPEAL,
  ],
  'account-restricted': [(facts) => `Аккаунт ${facts.name} ограничен${why(facts, 'restriction')}`, APPEAL],
  'account-offboarded': [({ name }) => `Аккаунт ${name} отключён`, 'Подключите номер снова.'],
  'account-reconnected': [({ name }) => `Аккаунт ${name} снова подключён`],
  'account-verified': [({ name }) => `Аккаунт ${name} подтверждён`],
  'account-disabled': [({ name }) => `Аккаунт ${name} заблокирован: отправлять нельзя`, APPEAL],
  'account-disable-planned': [({ name }) => `Аккаунт ${name} будет заблокирован`, APPEAL],
  'account-reinstated': [({ name }) => `Аккаунт ${name} снова работает`],
  'account-changed': [
    (facts) => `Что-то изменилось в аккаунте ${facts.name}${why(facts, 'event', 'country')}`,
  ],
  'account-alert': [
    (facts) => `WhatsApp предупреждает об аккаунте ${facts.name}${why(facts, 'description', 'alert')}`,
    'Прочитайте, что об этом сказано в WhatsApp Manager.',
  ],
  'account-approved': [({ name }) => `Аккаунт ${name} одобрен`],
  'account-rejected': [({ name }) => `Аккаунт ${name} отклонён`, APPEAL],
  'account-in-review': [({ name }) => `Аккаунт ${name} на проверке`],
  'account-settings-changed': [
    (facts) => `Изменились настройки аккаунта ${facts.name}${why(facts, 'settings')}`,
  ],
  'business-status-changed': [
    (facts) => `Изменился статус компании аккаунта ${facts.name}${why(facts, 'event')}`,
    'Посмотрите его в Meta Business Suite.',
  ],
  'limit-changed': [
    ({ name, is }) =>
      `Аккаунт ${name} может первым написать за 24 часа стольким людям: ${is('limit') || 'новое значение'}`,
  ],
  'partner-removed': [
    ({ name }) => `У аккаунта ${name} удалён партнёр`,
    'Если это ошибка, верните партнёру доступ: без него сообщения могут не уходить.',
  ],
  'partner-changed': [(facts) => `Изменился партнёр аккаунта ${facts.name}${why(facts, 'event', 'name')}`],
  'payments-changed': [(facts) => `Изменились платежи аккаунта ${facts.name}${why(facts, 'name', 'event')}`],
  'price-tier-reached': [
    (facts) => `Аккаунт ${facts.name} перешёл на другую ступень цен${why(facts, 'tier')}`,
  ],
  'whatsapp-error': [
    (facts) => `WhatsApp сообщает об ошибке${why(facts, 'code', 'error')}`,
    'Посмотрите, чего она требует: сообщения могли не дойти.',
  ],
  'webhook-unreadable': [
    ({ name }) => `WhatsApp сообщил о «${name}» то, что Parley не может прочитать`,
    'Посмотрите в WhatsApp Manager.',
  ],
  'field-not-used': [
    ({ name }) => `WhatsApp сообщает о «${name}», Parley на это не реагирует`,
    'Делать ничего не нужно. Сообщённое сохраняется; если оно не нужно, отпишитесь от него в настройках приложения у Meta.',
  ],
  'token-refused': [
    ({ name }) => `WhatsApp не принимает токен номера ${name}`,
    'Создайте новый токен системного пользователя и введите его на странице номера: до тех пор ничего не отправляется.',
  ],
  'token-expires': [
    ({ name }) => `Токен номера ${name} скоро истечёт`,
    'Создайте новый, лучше бессрочный, и введите его на странице номера.',
  ],
  'template-status': [
    (facts) => `Статус шаблона ${facts.name}: ${facts.is('status')}${why(facts, 'reason', 'said')}`,
    'Пока он не одобрен, его сообщения ждут или уходят запасным шаблоном. Исправьте и отправьте на проверку снова или назначьте запасной.',
  ],
  'template-quality': [
    ({ name, is }) => `Качество шаблона ${name} теперь ${is('quality')}`,
    'Ниже зелёного: отправляйте его реже и тем, кто его ждёт.',
  ],
  'template-category': [
    ({ name, is }) =>
      is('coming')
        ? `Шаблон ${name} станет категории ${is('coming')}`
        : `Шаблон ${name} теперь категории ${is('category')}`,
    'Он стоит столько, сколько стоит его категория. Если она неверна, попросите Meta о пересмотре или измените текст.',
  ],
  'template-components': [({ name }) => `Шаблон ${name} изменён`],
  'broadcast-paused': [
    ({ name }) => `Рассылка ${name} остановилась сама`,
    'Посмотрите причину, исправьте её, затем продолжите или отмените рассылку.',
  ],
};
