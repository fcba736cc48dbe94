import type { Catalogue } from './translate-text.ts';

/** What WhatsApp does not take: lengths, counts, files, values of templates. */
export const RUSSIAN_LIMITS: Catalogue = {
  '<what> is missing.': '<what>: не указано.',
  '<what> begins with https://.': '<what>: начало — https://.',
  '<what> has at most {max} characters, and this one has {n}. Shorten it.':
    '<what>: не больше {max} знаков, а здесь {n}. Сократите.',
  '<what> has at most {max} characters, and this one has {n} without its values. Leave more room for them.':
    '<what>: не больше {max} знаков, а здесь {n} без подставляемых значений. Оставьте для них больше места.',
  '<what> has at most {max} characters, and this one can have <most>. <advice>':
    '<what>: не больше {max} знаков, а здесь может быть <most>. <advice>',
  'any number': 'сколько угодно',
  'Write {value}.': 'Напишите {value}.',
  'Write {value}, or lower the maxLength of “{name}”.':
    'Напишите {value} или уменьшите maxLength у «{name}».',
  '<what> is empty. Write something.': '<what>: пусто. Напишите что-нибудь.',
  '<what> is empty when its values are, and WhatsApp refuses it then. Write something beside them.':
    '<what>: будет пусто, если пусты подставляемые значения, и WhatsApp это не примет. Напишите рядом что-нибудь.',
  '<what> has no emoji, and no value in it that may bring one.':
    '<what>: без эмодзи и без значений, в которых они могут быть.',
  'Two options have the id “{id}”. Give each one of its own.':
    'У двух вариантов один id «{id}». Дайте каждому свой.',
  'An id has at most {max} characters.': 'В id не больше {max} знаков.',
  'There must be {min} to {max} <what>; there are {n}.': '<what>: нужно от {min} до {max}, а здесь {n}.',
  'There can be at most {max} <what>; there are {n}.': '<what>: не больше {max}, а здесь {n}.',
  'Two buttons of a message must not have the same title, and “{title}” can read the same as “{other}”. Begin each with words of its own.':
    'У двух кнопок одного сообщения не должно быть одного названия, а «{title}» и «{other}» могут совпасть. Начните каждое по-своему.',
  'A section needs a row. Add one, or take the section away.':
    'В разделе нужна строка. Добавьте её или уберите раздел.',
  'A section needs a product. Add one, or take the section away.':
    'В разделе нужен товар. Добавьте его или уберите раздел.',
  'With several sections, each needs a title.': 'Если разделов несколько, у каждого должно быть название.',
  'A file needs an upload or a public link, and not both.':
    'Нужен загруженный файл или открытая ссылка, но не то и другое.',
  '“{file}” is {type}, and this kind of message takes {types}. Choose another file, or another kind of message.':
    '«{file}» — это {type}, а для такого сообщения нужен {types}. Выберите другой файл или другой вид сообщения.',
  'A voice message is OGG, and “{file}” is {type}. Choose another file, or send it as plain audio.':
    'Голосовое сообщение — это OGG, а «{file}» — {type}. Выберите другой файл или отправьте его обычной записью.',
  '“{file}” is empty. Choose another file.': 'Файл «{file}» пуст. Выберите другой.',
  '“{file}” has {size}, and at most {most} of {type} can be sent. Choose a smaller one.':
    'В файле «{file}» {size}, а {type} можно отправить не больше {most}. Выберите файл поменьше.',
  'The file “{file}” is not on this server. Upload it here, or choose another one.':
    'Файла «{file}» на этом сервере нет. Загрузите его сюда или выберите другой.',
  'A latitude is from -90 to 90.': 'Широта — от −90 до 90.',
  'A longitude is from -180 to 180.': 'Долгота — от −180 до 180.',
  'Each button has a place of its own, from 0 to {max}.': 'У каждой кнопки своё место, от 0 до {max}.',
  '<what> has no line break, no tab and no more than four spaces in a row.':
    '<what>: без переносов строки, табуляции и больше четырёх пробелов подряд.',

  'The text': 'Текст',
  'The caption': 'Подпись',
  'The header': 'Заголовок',
  'The footer': 'Нижняя строка',
  'The button of a list': 'Кнопка списка',
  'The button of a form': 'Кнопка формы',
  'The title of the button': 'Название кнопки',
  'The title of a button': 'Название кнопки',
  'The title of a row': 'Название строки',
  'The description of a row': 'Описание строки',
  'The title of a section': 'Название раздела',
  'The title of a quick reply': 'Название быстрого ответа',
  'The id of the product': 'Id товара',
  'The id of a product': 'Id товара',
  'The id of the form': 'Id формы',
  'The id of the upload': 'Id загруженного файла',
  'The address': 'Адрес',
  'The end of the address': 'Конец адреса',
  'The link to the file': 'Ссылка на файл',
  'The name of a file': 'Имя файла',
  'The name of a place': 'Название места',
  'The address of a place': 'Адрес места',
  'The name on a contact card': 'Имя на карточке контакта',
  'The phone number': 'Номер телефона',
  'A value of a template': 'Значение для шаблона',
  'The code to copy': 'Код для копирования',
  buttons: 'Кнопок',
  sections: 'Разделов',
  'contact cards in a message': 'Карточек контактов в сообщении',
  'written rows beside those from a variable': 'Своих строк рядом со строками из переменной',
  'rows in all sections together': 'Строк во всех разделах вместе',
  'products in all sections together': 'Товаров во всех разделах вместе',
  'buttons in a template': 'Кнопок в шаблоне',

  'The code is longer than {max} characters.': 'Код длиннее {max} знаков.',
  'Filled in, the text is longer than {max} characters.':
    'С подставленными значениями текст длиннее {max} знаков.',
  'The template’s offer ends: say when.': 'У предложения в шаблоне есть срок: укажите его.',
  'The template has no offer that ends. Remove its end here.':
    'В шаблоне нет предложения со сроком. Уберите срок здесь.',
  'The template has <cards>, and {n} of them have values here.':
    'В шаблоне <cards>, а значения здесь даны для {n}.',
  'no cards': 'нет карточек',
  '{count} cards': 'карточек: {count}',
  'The card’s header is [what], not [type].': 'Заголовок карточки — [what], а не [type].',
  'Say when the offer ends: a time like 2026-12-24T18:00, or a duration like PT48H.':
    'Укажите, когда кончается предложение: время, например 2026-12-24T18:00, или длительность, например PT48H.',
  'This template has a button with products, which a message of a flow cannot name yet.':
    'В этом шаблоне есть кнопка с товарами, а назвать их сообщение сценария пока не может.',
  'The template’s header takes no value. Remove the header here.':
    'Заголовок шаблона не принимает значений. Уберите здесь заголовок.',
  'The template’s header needs <what>.': 'Заголовку шаблона нужно: <what>.',
  'The template’s header is <what>, not <other>.': 'Заголовок шаблона — <what>, а не <other>.',
  'a picture': 'картинка',
  'a video': 'видео',
  'a document': 'документ',
  'a place': 'место',
  'The header’s value has no name here.': 'Значение заголовка здесь без имени.',
  'The header’s value is named “{name}”.': 'Имя значения заголовка — «{name}».',
  'The template’s text has <places>, and <given> given.': 'В тексте шаблона <places>, а дано: <given>.',
  'one place for a value': 'одно место для значения',
  '{n} places for values': 'мест для значений: {n}',
  'none is': 'ни одного',
  'one is': 'одно',
  '{n} are': '{n}',
  'The template’s values are numbered, so they have no names here.':
    'Значения шаблона пронумерованы, имён у них здесь нет.',
  'No value is named {names}.': 'Нет значения с именем {names}.',
  'The template has no button at place {n}.': 'На месте {n} в шаблоне нет кнопки.',
  'The template’s button at place {n} takes no value.': 'Кнопка шаблона на месте {n} не принимает значений.',
  'The template’s button at place {n} is of another kind ({type}).':
    'Кнопка шаблона на месте {n} другого вида ({type}).',
  'The template’s button {title} needs a value.': 'Кнопке шаблона {title} нужно значение.',
};
