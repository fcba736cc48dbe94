import type { Catalogue } from './translate-text.ts';

/** What is wrong with an expression, a placeholder or a pattern. */
export const RUSSIAN_EXPRESSIONS: Catalogue = {
  'This part': 'Эта часть',
  '`{written}`': '`{written}`',
  '.': '.',
  '; did you mean `{name}`?': '; может быть, `{name}`?',
  '; write {example}': '; пишите {example}',
  '; use addHours(date, hours) and hoursBetween(from, to)':
    '; есть addHours(date, hours) и hoursBetween(from, to)',
  '; use addHours(date, hours) and hoursBetween(from, to).':
    '; есть addHours(date, hours) и hoursBetween(from, to).',
  '; it can be {options}': '; бывает {options}',
  '; compare size({name})': '; сравнивайте size({name})',
  '; its items may have some: {example}': '; они могут быть у его элементов: {example}',
  '; write {example}, or a number without quotes': '; пишите {example} или число без кавычек',
  '; write {example}, or {other} in quotes': '; пишите {example} или {other} в кавычках',

  'a text': 'текст',
  'a number': 'число',
  'a date': 'дата',
  'a list': 'список',
  'a record': 'запись',
  'an order': 'заказ',
  nothing: 'ничего',
  'yes or no': '«да» или «нет»',
  'a yes-or-no value': 'значение «да» или «нет»',
  'a record with fields': 'запись с полями',
  'data of an unknown kind': 'данные неизвестного вида',
  '`null`': '`null`',

  'This is <kind>, and <other> is needed here<hint>': 'Это <kind>, а здесь нужно: <other><hint>',
  ', such as a comparison: city == "Berlin".': ', например сравнение: city == "Berlin".',
  '; text(…) makes one of it.': '; в текст превращает text(…).',
  '; number(…) makes one of a text.': '; число из текста делает number(…).',
  '; date(…) makes one of a text.': '; дату из текста делает date(…).',
  'This is a record; choose one of its fields, as in `contact.name`.':
    'Это запись; выберите одно из её полей, например `contact.name`.',
  '`null` is no value; it can only be compared with.': '`null` — не значение; с ним можно только сравнивать.',
  'This expression cannot be read.': 'Это выражение не читается.',
  '<part> is <kind>; a condition is needed here, such as {example}.':
    '<part> — <kind>; здесь нужно условие, например {example}.',
  '<part> is <kind>; a single value is needed here.': '<part> — <kind>; здесь нужно одно значение.',
  '<part> is <kind>; `{id}` needs a list.': '<part> — <kind>; для `{id}` нужен список.',
  '<part> is <kind>, and `{id}` needs {needed} here.': '<part> — <kind>, а для `{id}` здесь нужно: {needed}.',
  '<part> is <kind>, and `{op}` calculates with numbers<hint>':
    '<part> — <kind>, а `{op}` считает числа<hint>',
  '<part> is <kind>, and `in` needs a list<hint>': '<part> — <kind>, а для `in` нужен список<hint>',
  '<part> is <kind>, but an item of the list is <other>.': '<part> — <kind>, а элемент списка — <other>.',
  '<part> is <kind>, but <other> is compared with it<hint>':
    '<part> — <kind>, а сравнивается с ним <other><hint>',
  '<part> is <kind> and cannot be compared this way<hint>': '<part> — <kind>, так сравнить нельзя<hint>',
  '<part> is <kind> and cannot be joined to a text<hint>':
    '<part> — <kind>, к тексту это не присоединить<hint>',
  '<part> is <kind> and has no fields<hint>': '<part> — <kind>, полей нет<hint>',
  '<part> is <kind> and has no items.': '<part> — <kind>, элементов нет.',
  '<part> is never "{value}"<hint>': '<part> никогда не бывает "{value}"<hint>',
  '<part> has no field `{field}`<hint>': '<part>: поля `{field}` нет<hint>',
  '`{id}` is not a function<hint>': 'Функции `{id}` нет<hint>',
  '`{id}` is not a variable<hint>': 'Переменной `{id}` нет<hint>',
  '`{id}` is written with other arguments: {signatures}.':
    '`{id}` пишется с другими аргументами: {signatures}.',
  '`{id}` is a function; write {id}(…).': '`{id}` — функция; пишите {id}(…).',
  '`{id}` is a function; write {owner}.{id}(…).': '`{id}` — функция; пишите {owner}.{id}(…).',
  '`{id}` is a variable already; give the item another name.':
    '`{id}` уже переменная; назовите элемент иначе.',
  '`{id}` cannot stand inside another loop over a list.':
    '`{id}` нельзя писать внутри другого обхода списка.',
  '`{id}` is not a time zone; they are written as Europe/Berlin.':
    '`{id}` — не часовой пояс; они пишутся так: Europe/Berlin.',
  '`{id}` is a reserved word and cannot be a name.': '`{id}` — служебное слово и не может быть именем.',
  '`{id}` is not expected here.': '`{id}` здесь лишнее.',
  'There is no `{id}`; write condition ? value : other value.':
    'Слова `{id}` нет; пишите: условие ? значение : другое значение.',
  'Write `{id}` behind a list: items.{id}(item, …).': 'Пишите `{id}` после списка: items.{id}(item, …).',
  'Name the item, then say what is done with it: items.{id}(item, …).':
    'Назовите элемент, потом скажите, что с ним делать: items.{id}(item, …).',
  'Name the item first, then what to do with it: items.map(item, item.title).':
    'Сначала имя элемента, потом что с ним делать: items.map(item, item.title).',
  'This is not part of the language.': 'Такого в этом языке нет.',
  'This number is too large to calculate with.': 'Это число слишком велико, чтобы с ним считать.',
  'This is not a number that can be calculated with.': 'Это не число, с которым можно считать.',
  'Write a number as 12 or 12.5 and a text as "text", with no letter before or behind.':
    'Пишите число как 12 или 12.5, а текст как "текст", без букв вплотную.',
  '`response` is only known where the answer of a request is stored.':
    '`response` известно только там, где сохраняется ответ на запрос.',
  'All items of a list are of the same type.': 'Все элементы списка — одного типа.',
  'The name of a field is written out in quotes.': 'Имя поля пишется прямо, в кавычках.',
  'The name of the field is written out in quotes.': 'Имя поля пишется прямо, в кавычках.',
  'An item is chosen by its number: {list}[0] is the first.':
    'Элемент выбирают по номеру: {list}[0] — первый.',
  'Write has(response.body.name), with one field.': 'Пишите has(response.body.name), с одним полем.',
  'A pattern is written out in quotes; it cannot be a variable.':
    'Шаблон текста пишется прямо, в кавычках; переменной он быть не может.',
  'A date is written as "2026-12-24" or "2026-12-24T18:30".':
    'Дата пишется как "2026-12-24" или "2026-12-24T18:30".',
  'The items of this list have no fields; write join(list, ", ").':
    'У элементов этого списка нет полей; пишите join(list, ", ").',
  'The records of this list have no field `{field}`.': 'У записей этого списка нет поля `{field}`.',
  'These items are records; say which field to join: join(items, "title", ", ").':
    'Эти элементы — записи; скажите, какое поле соединять: join(items, "title", ", ").',
  'Both values of a choice are of the same type; here one is <kind> and the other <other>.':
    'Оба значения выбора одного типа, а здесь одно — <kind>, другое — <other>.',
  'Only data of a response can be compared with `null`; a variable that is not set is "" or 0.':
    'С `null` сравнивают только данные ответа; переменная без значения — "" или 0.',
  'An expression has at most {max} characters; use several smaller ones.':
    'В выражении не больше {max} знаков; разделите его на несколько.',
  'The expression is nested too deeply.': 'Слишком много вложенных скобок.',
  'The expression is nested too deeply; use several smaller ones.':
    'Слишком много вложенных скобок; разделите выражение на несколько.',
  'The expression is too long; use several smaller ones.':
    'Выражение слишком длинное; разделите его на несколько.',
  'A list in an expression has at most {max} items.': 'В списке внутри выражения не больше {max} элементов.',
  'A text in quotes is not closed.': 'Текст в кавычках не закрыт.',
  'A text in quotes ends on the line it begins on; write \\n for a line break.':
    'Текст в кавычках кончается на той же строке; перенос строки пишется \\n.',
  'A backslash in a text needs a second one: \\\\.': 'Обратную черту в тексте пишут дважды: \\\\.',
  'This cannot be read: {reason}.': 'Не читается: {reason}.',
  'Write == to compare two values.': 'Чтобы сравнить два значения, пишите ==.',
  'Write && between two conditions that must both hold.': 'Между условиями, которые нужны оба, пишите &&.',
  'Write || between two conditions of which one is enough.':
    'Между условиями, из которых хватит одного, пишите ||.',
  'Write && instead of `and`.': 'Вместо `and` пишите &&.',
  'Write || instead of `or`.': 'Вместо `or` пишите ||.',
  'Write == instead of `is`.': 'Вместо `is` пишите ==.',
  'Write ! instead of `not`.': 'Вместо `not` пишите !.',
  'Use straight quotes: "text".': 'Нужны прямые кавычки: "текст".',
  "Use straight quotes: 'text'.": "Нужны прямые кавычки: 'текст'.",
  'Curly brackets have no meaning in an expression.': 'Фигурные скобки в выражении ничего не значат.',
  'A closing ) is missing.': 'Не хватает закрывающей ).',
  'A closing ] is missing.': 'Не хватает закрывающей ].',
  'A choice has two values: condition ? value : other value.':
    'У выбора два значения: условие ? значение : другое значение.',
  'After a dot comes the name of a field or a function.': 'После точки стоит имя поля или функции.',
  'Write an expression.': 'Напишите выражение.',
  'The expression ends too early: something is missing here.':
    'Выражение обрывается: здесь чего-то не хватает.',

  'A list cannot stand in a text; write join(list, "field", ", ").':
    'Список не может стоять в тексте; пишите join(list, "field", ", ").',
  'An order cannot stand in a text; write describe(order), or one of its fields.':
    'Заказ не может стоять в тексте; пишите describe(order) или одно из его полей.',
  'A record cannot stand in a text; choose one of its fields.':
    'Запись не может стоять в тексте; выберите одно из её полей.',
  'An address begins with https:// and the host, written out.':
    'Адрес начинается с https:// и имени сайта, написанных прямо.',
  'The host of an address is written out; put a / between it and the first placeholder.':
    'Имя сайта пишется прямо; поставьте / между ним и первой подстановкой.',
  'This is not JSON: look for a missing comma, quote or bracket.':
    'Это не JSON: поищите пропущенную запятую, кавычку или скобку.',
  'A text has at most {max} placeholders.': 'В тексте не больше {max} подстановок.',
  'This placeholder is not closed: }} is missing.': 'Подстановка не закрыта: не хватает }}.',

  'A pattern has at most {max} characters; this one has {n}.':
    'В шаблоне текста не больше {max} знаков; здесь {n}.',
  'The pattern repeats too much; use smaller numbers in { }.':
    'В шаблоне слишком много повторений; возьмите в { } числа поменьше.',
  'Looking ahead or behind, (?=…) or (?<=…), is not possible: it has no bounded cost.':
    'Заглядывать вперёд или назад, (?=…) или (?<=…), нельзя: это может длиться сколько угодно.',
  'Referring back to a group, \\1, is not possible: it has no bounded cost.':
    'Ссылаться на группу, \\1, нельзя: это может длиться сколько угодно.',
  'This is not a pattern that can be used: {reason}.': 'Такой шаблон использовать нельзя: {reason}.',
};
