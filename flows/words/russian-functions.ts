import type { Catalogue } from './translate-text.ts';

/** What the functions and names of expressions are for. */
export const RUSSIAN_FUNCTIONS: Catalogue = {
  'The text, cut between words and ended with … when it is longer than so many characters.':
    'Текст, обрезанный между словами и с … в конце, если он длиннее стольких знаков.',
  'The text in small letters.': 'Текст строчными буквами.',
  'The text in capital letters.': 'Текст прописными буквами.',
  'The text without spaces at both ends.': 'Текст без пробелов по краям.',
  'Whether the text has the part in it; capital and small letters differ.':
    'Есть ли часть в тексте; прописные и строчные буквы различаются.',
  'Whether the text begins with the part.': 'Начинается ли текст с этой части.',
  'Whether the text ends with the part.': 'Кончается ли текст этой частью.',
  'Whether the pattern (RE2), written out in quotes, describes the whole text: zip.matches(r"\\d{5}").':
    'Подходит ли весь текст под шаблон (RE2), написанный в кавычках: zip.matches(r"\\d{5}").',
  'How many characters a text has, or how many items a list has.':
    'Сколько знаков в тексте или элементов в списке.',
  'The value as a plain text, the same in every language: 1234.5, true, 2026-12-24; nothing becomes an empty text.':
    'Значение простым текстом, одинаковым на всех языках: 1234.5, true, 2026-12-24; из ничего — пустой текст.',
  'The number that a text writes with digits and a point; 0 when it writes none.':
    'Число, записанное в тексте цифрами и точкой; 0, если его там нет.',
  'The number rounded to a whole one, or to so many decimals (0 to 6).':
    'Число, округлённое до целого или до стольких знаков после точки (от 0 до 6).',
  'An amount as people write it in the language of the conversation: money(cart.total, "EUR").':
    'Сумма, как её пишут на языке разговора: money(cart.total, "EUR").',
  'The date that a text writes as 2026-12-24 or 2026-12-24T18:30; without an offset it is meant in the time zone of the contact.':
    'Дата из текста вида 2026-12-24 или 2026-12-24T18:30; без смещения — в часовом поясе человека.',
  'The day in words, in the language of the conversation: 24 December 2026.':
    'День словами на языке разговора: 24 декабря 2026 г.',
  'The clock time, as it is written in the language of the conversation: 18:30.':
    'Время, как его пишут на языке разговора: 18:30.',
  'The hour, 0 to 23, in the time zone of the contact or in the one given: now.getHours("Europe/Berlin").':
    'Час, от 0 до 23, в часовом поясе человека или в указанном: now.getHours("Europe/Berlin").',
  'The minute, 0 to 59.': 'Минута, от 0 до 59.',
  'The day of the week: 0 is Sunday, 1 is Monday, 6 is Saturday.':
    'День недели: 0 — воскресенье, 1 — понедельник, 6 — суббота.',
  'The day of the month, 1 to 31.': 'Число месяца, от 1 до 31.',
  'The month: 0 is January, 11 is December.': 'Месяц: 0 — январь, 11 — декабрь.',
  'The year.': 'Год.',
  'The date so many hours later, or earlier with a number below zero.':
    'Дата через столько часов или, если число меньше нуля, раньше.',
  'How many hours lie between two dates; below zero when the second is earlier.':
    'Сколько часов между двумя датами; меньше нуля, если вторая раньше.',
  'The texts of a list in one text, or one field of its records: join(items, "title", ", ").':
    'Тексты списка одним текстом или одно поле его записей: join(items, "title", ", ").',
  'The items of an order, one a line: quantity, product and price.':
    'Позиции заказа, по одной в строке: количество, товар и цена.',
  'The name that the contact has given on WhatsApp.': 'Имя, которое человек указал в WhatsApp.',
  'International digits; empty when WhatsApp hides the number.':
    'Цифры международного номера; пусто, если WhatsApp его скрывает.',
  'The language that the conversation is in, such as `en` or `pt-BR`.':
    'Язык разговора, например `en` или `pt-BR`.',
  'The time zone of the contact, such as `Europe/Berlin`.':
    'Часовой пояс человека, например `Europe/Berlin`.',
  'Whether somebody else may have the number now: the WhatsApp identity has changed and nobody has verified it.':
    'Может ли номер теперь быть у другого: личность в WhatsApp сменилась, и никто этого не проверил.',
  'The date and time of what moves the conversation.': 'Дата и время того, что движет разговор.',
  'The HTTP status of the answer, such as 200.': 'Код HTTP ответа, например 200.',
  'The JSON of the answer; a field that it does not have is null.':
    'JSON ответа; поле, которого нет, — null.',
};
