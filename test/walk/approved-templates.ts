import type { TemplateOptions } from '../emulator/templates/templates.ts';

/** The templates that the sample flows and the tour send, as WhatsApp has approved them. */
export const approvedTemplates: TemplateOptions[] = [
  template('appointment_reminder', 'en', 'Hello {{1}}, we expect you tomorrow.', [
    'I will come',
    'Another day',
    'Cancel',
  ]),
  template('appointment_reminder', 'ru', 'Здравствуйте, {{1}}, ждём вас завтра.', [
    'Приду',
    'Перенести',
    'Отменить',
  ]),
  template('appointment_follow_up', 'en', 'Hello {{1}}, how was your visit?', ['Well', 'Not so well']),
  template('appointment_follow_up', 'ru', 'Здравствуйте, {{1}}, как прошёл визит?', ['Хорошо', 'Не очень']),
  template('shall_we_go_on', 'en_US', 'Shall we go on?', ['Go on']),
  template('shall_we_go_on', 'ru', 'Продолжим?', ['Да']),
  {
    name: 'good_morning',
    language: 'en_US',
    components: [
      { type: 'HEADER', format: 'TEXT', text: '{{1}}' },
      { type: 'BODY', text: 'Good morning!' },
    ],
  },
];

function template(name: string, language: string, text: string, replies: string[]): TemplateOptions {
  const buttons = replies.map((reply) => ({ type: 'QUICK_REPLY', text: reply }));
  return {
    name,
    language,
    components: [
      { type: 'BODY', text },
      { type: 'BUTTONS', buttons },
    ],
  };
}
