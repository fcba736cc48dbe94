import type { Catalogue } from './translate-text.ts';

/** What is wrong with variables, languages, keywords and translations. */
export const RUSSIAN_SETTINGS: Catalogue = {
  'The flow falls back to “{locale}”, which is not one of its languages: {locales}.':
    'Основной язык сценария «{locale}» не входит в его языки: {locales}.',
  'The language “{locale}” is listed twice.': 'Язык «{locale}» указан дважды.',
  'There are two variables with the name “{name}”.': 'Имя «{name}» есть у двух переменных.',
  '“locale” stands for the language of the session and cannot be a variable.':
    '«locale» означает язык сеанса и не может быть переменной.',
  'The default of “{name}” has {length} characters, and the variable holds {max}.':
    'В значении по умолчанию «{name}» знаков: {length}, а переменная вмещает {max}.',
  'The default of “{name}” is not one of its options.':
    'Значения по умолчанию «{name}» нет среди её вариантов.',
  'The default of “{name}” is not a date. Write it like 2026-12-24.':
    'Значение по умолчанию «{name}» — не дата. Пишите так: 2026-12-24.',
  'The default of “{name}” has {count} items, and the variable holds {max}.':
    'В значении по умолчанию «{name}» элементов: {count}, а переменная вмещает {max}.',
  'The default of “{name}” has a field that is not declared or is too long.':
    'В значении по умолчанию «{name}» есть поле, которое не объявлено или слишком длинное.',
  '“{variable}” may be read here before it has been set, and then counts as empty. <advice>':
    '«{variable}» может читаться здесь раньше, чем получит значение, и тогда считается пустой. <advice>',
  '“{variable}” is read here, and nothing has set it before. <advice>':
    '«{variable}» читается здесь, а значения до этого не получает. <advice>',
  'Set it before, or give it a default.': 'Присвойте значение раньше или задайте значение по умолчанию.',
  '“{name}” is not a variable of this flow. Declare it, or choose another one.':
    '«{name}» — не переменная этого сценария. Объявите её или выберите другую.',
  '{place}: expressions use this word for something else': '{place}: это слово в выражениях значит другое',
  'A language is a text.': 'Язык — это текст.',
  '“{locale}” is not one of the languages of this flow: {locales}.':
    '«{locale}» не входит в языки сценария: {locales}.',
  'The records of “{name}” have no field “{field}”; they have {fields}.':
    'У записей «{name}» нет поля «{field}»; есть: {fields}.',
  '“{name}” holds <type>, and what is stored here is <what>. Choose another variable, or change its type.':
    'В «{name}» хранится <type>, а здесь сохраняется <what>. Выберите другую переменную или измените её тип.',
  'the id of an option, a text': 'id варианта, то есть текст',
  'a field of a form': 'поле формы',
  'one of its options': 'один из вариантов',
  '“{option}” is not one of the options of “{name}”, so it would not be stored. Add it to the options.':
    '«{option}» нет среди вариантов «{name}», и значение не сохранится. Добавьте его в варианты.',
  '“{name}” may be empty here, and a list without rows cannot be sent. Come here only when size({name}) > 0, or add a row of its own.':
    '«{name}» здесь может быть пустой, а список без строк не отправить. Приходите сюда, только когда size({name}) > 0, или добавьте свою строку.',
  'An empty word is no keyword. Take it away.': 'Пустое слово — не ключевое. Уберите его.',
  '“{word}” always means opting out, so it cannot do anything else.':
    '«{word}» всегда означает отказ от рассылки и не может значить другое.',
  'the words for a person': 'слова для вызова человека',
  'the keyword “{name}”': 'ключевое слово «{name}»',
  '“{word}” is one of <other> already, and means only that.':
    '«{word}» уже занято (<other>) и значит только это.',
  'There are words for “{locale}”, which is not one of the languages of this flow: {locales}.':
    'Есть слова для «{locale}», а такого языка в сценарии нет: {locales}.',
  '“{word}” always means opting out, so it cannot start the flow.':
    '«{word}» всегда означает отказ от рассылки и не может начинать сценарий.',
  '“{word}” starts the flow, and within it is also a keyword ({name}).':
    '«{word}» начинает сценарий, а внутри него — ещё и ключевое слово ({name}).',
  'There are no words for a person in “{locale}”. Add some, so that everybody who is spoken to in it can ask for one.':
    'Для языка «{locale}» нет слов, чтобы позвать человека. Добавьте их, чтобы его мог позвать каждый.',
  '“{word}” cannot be an answer, since it is a keyword. It can only be chosen by its number.':
    '«{word}» не может быть ответом: это ключевое слово. Выбрать его можно только по номеру.',
  'Two options read “{title}”, so a person who types it cannot mean one of them. Give them different titles.':
    'Два варианта называются «{title}»: кто напишет это, не сможет выбрать один. Назовите их по-разному.',
  '“{title}” means opting out when it is typed. It works as an option only when it is tapped.':
    '«{title}», если написать, означает отказ от рассылки. Вариант сработает только по нажатию.',
  'The translation “{path}” is not used: <why>.': 'Перевод «{path}» не используется: <why>.',
  '“{locale}” is not one of the languages of this flow': '«{locale}» не входит в языки сценария',
  'there is no such text': 'такого текста нет',
  '“{path}” is not translated, so people who read “{locale}” get it in “{other}”.':
    '«{path}» не переведено: кто читает на «{locale}», получит текст на «{other}».',
};
