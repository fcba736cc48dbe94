import type { Catalogue } from '../catalogue.ts';
import type { ChecklistName } from '../numbers/numbers-api.ts';

type ChecklistWords = {
  title: string;
  done: (done: number, all: number) => string;
  states: { done: string; open: string; attention: string };
  steps: { [step in ChecklistName]: { title: string; help: string } };
};

export const checklistWords: Catalogue<ChecklistWords> = {
  en: {
    title: 'Go live',
    done: (done, all) => `${done} of ${all} done`,
    states: { done: 'Done', open: 'To do', attention: 'Needs attention' },
    steps: {
      connect: {
        title: 'Connect a number',
        help: 'Add it, and let WhatsApp call the webhook once: write to it.',
      },
      profile: {
        title: 'Fill in the business profile',
        help: 'A mail address or a website, so that people reach you another way.',
      },
      verify: {
        title: 'Verify the number and its name',
        help: 'The code is confirmed and the display name approved at Meta.',
      },
      consent: { title: 'Collect consent', help: 'A first person has agreed to be written to.' },
      import: { title: 'Bring in contacts', help: 'They come by themselves when they write, or by import.' },
      template: { title: 'Have a template approved', help: 'Without one nobody can be written to first.' },
      converse: {
        title: 'Let a flow answer',
        help: 'Publish one, choose it for the number, and write to it.',
      },
      escalate: {
        title: 'Offer a way to a person',
        help: 'WhatsApp’s rules ask for one in each published flow.',
      },
      watch: {
        title: 'Watch the quality',
        help: 'Have notices sent to somebody, and keep the quality green.',
      },
    },
  },
  ru: {
    title: 'Запуск',
    done: (done, all) => `готово ${done} из ${all}`,
    states: { done: 'Готово', open: 'Предстоит', attention: 'Требует внимания' },
    steps: {
      connect: {
        title: 'Подключите номер',
        help: 'Добавьте его и дайте WhatsApp обратиться к вебхуку: напишите на номер.',
      },
      profile: {
        title: 'Заполните профиль компании',
        help: 'Почта или сайт, чтобы с вами можно было связаться иначе.',
      },
      verify: { title: 'Подтвердите номер и его имя', help: 'Код подтверждён, имя одобрено у Meta.' },
      consent: { title: 'Соберите согласия', help: 'Первый человек согласился получать сообщения.' },
      import: { title: 'Добавьте контакты', help: 'Они появляются, когда пишут сами, или через импорт.' },
      template: { title: 'Получите одобренный шаблон', help: 'Без него нельзя написать первым.' },
      converse: {
        title: 'Пусть отвечает сценарий',
        help: 'Опубликуйте его, выберите для номера и напишите на номер.',
      },
      escalate: {
        title: 'Предложите путь к человеку',
        help: 'Правила WhatsApp требуют его в каждом сценарии.',
      },
      watch: {
        title: 'Следите за качеством',
        help: 'Настройте отправку уведомлений и держите качество зелёным.',
      },
    },
  },
};
