import type { Catalogue } from './translate-text.ts';

/** What is wrong with the ways, the settings and the nodes of a flow. */
export const RUSSIAN_PROBLEMS: Catalogue = {
  'The flow has no first node. Choose the one that sessions begin with.':
    'В сценарии нет первого узла. Выберите узел, с которого начинаются сеансы.',
  'Nothing leads to “{node}”. Connect it, or take it away.':
    'К узлу «{node}» ничего не ведёт. Соедините его или удалите.',
  '“[label]” of “{node}” leads nowhere, so the conversation would stop there. Connect it.':
    'Выход «[label]» узла «{node}» никуда не ведёт, и разговор на нём остановится. Соедините его.',
  'What the contact writes while “{node}” waits is passed over, and the wait may be longer than an hour. Connect “[label]”.':
    'Пока «{node}» ждёт, написанное человеком пропускается, а ждать можно больше часа. Соедините «[label]».',
  'The word “{word}” is a keyword that leads nowhere, so whoever writes it gets no answer. Connect the keyword, or take its words away.':
    'Ключевое слово «{word}» никуда не ведёт: кто его напишет, не получит ответа. Соедините его или уберите слова.',
  '{nodes} <round> Put a question or a wait in between.':
    '{nodes}: <round> Поставьте между ними вопрос или паузу.',
  'goes round without ever waiting.': 'круг без единого ожидания.',
  'repeats a request for ever, and the contact is not heard meanwhile.':
    'запрос повторяется бесконечно, и человека в это время не слышно.',
  'repeats a request without a pause, and the contact is not heard meanwhile.':
    'запрос повторяется без паузы, и человека в это время не слышно.',
  'Up to {count} messages are sent here without waiting for the contact. WhatsApp takes {burst} at once, and then one in {interval} seconds. Say it in fewer messages, or ask something in between.':
    'Здесь уходит до {count} сообщений без ожидания ответа. WhatsApp берёт сразу {burst}, а дальше по одному за {interval} секунд. Скажите короче или спросите что-нибудь между ними.',
  'Up to {count} messages are sent here without waiting for the contact. WhatsApp lets {n} a minute go to one person, and those beyond hold up what comes next. Say it in fewer messages, or ask something in between.':
    'Здесь уходит до {count} сообщений без ожидания ответа. WhatsApp пропускает {n} в минуту одному человеку, а лишние задержат следующие. Скажите короче или спросите что-нибудь между ними.',
  'None of the ways to a person counts': 'Ни один из путей к человеку не засчитывается',
  'No way leads to a person': 'Ни один путь не ведёт к человеку',
  '<reason>. WhatsApp asks every bot for one: add a “Hand over” node (an agent in the chat, a phone number, an email address, a web form or a store to visit) and lead there.':
    '<reason>. WhatsApp требует такой путь от каждого бота: добавьте узел «Передать человеку» (оператор в чате, телефон, адрес почты, форма на сайте или магазин) и ведите к нему.',
  '“{url}” leads to <why>, which WhatsApp does not accept as a way to a person. Give the address of a page with a form to write to you, or choose another method.':
    '«{url}» ведёт сюда: <why>. WhatsApp не считает это путём к человеку. Укажите страницу с формой для обращений или выберите другой способ.',
  'Nobody has said yet that a person answers what is written at “{url}”. WhatsApp accepts the form only then: find out, and say so here.':
    'Никто ещё не подтвердил, что на обращения с «{url}» отвечает человек. WhatsApp принимает форму только тогда: узнайте и отметьте это здесь.',
  'a social network': 'социальная сеть',
  'a messenger': 'мессенджер',
  'an app store': 'магазин приложений',
  'a link that opens an app': 'ссылка, которая открывает приложение',
  'a page of links': 'страница со ссылками',
  'no web page': 'не веб-страница',
  'a help centre': 'справочный центр',
  'a home page': 'главная страница',
  'one turn': 'один ход',
  '{n} turns': '{n} хода (ходов)',
  'From “{node}” the contact alone cannot be sure to reach a person within <within>. Lead there by an option, by “Anything else”, or by words that work everywhere.':
    'Из узла «{node}» человек сам не всегда доберётся до оператора за <within>. Дайте туда вариант ответа, выход «Другое» или слова, которые работают везде.',
  '<what> when the 24-hour window has closed, and only a template arrives then. <cure>':
    '<what> после закрытия 24-часового окна, а тогда доходят только шаблоны. <cure>',
  'The flow that starts here may say something': 'Начатый здесь сценарий может сказать что-то',
  'This may be said': 'Это может быть сказано',
  'Name a template at “{node}”, or one for the whole flow, that asks the contact to write again.':
    'Укажите у «{node}» или для всего сценария шаблон, который попросит человека написать снова.',
  'Name a template for the whole flow that asks the contact to write again.':
    'Укажите для всего сценария шаблон, который попросит человека написать снова.',
  '“{duration}” is not a duration. Write it like PT2H (2 hours).':
    '«{duration}» — не длительность. Пишите так: PT2H (2 часа).',
  '“{duration}” is not a duration. Write it like PT20H (20 hours) or P1D (one day).':
    '«{duration}» — не длительность. Пишите так: PT20H (20 часов) или P1D (сутки).',
  '“{duration}” is not a duration. Write it like PT4H.': '«{duration}» — не длительность. Пишите так: PT4H.',
  'Write the time to wait like {example}.': 'Запишите время ожидания так: {example}.',
  'Write a time of at most 30 seconds, like PT10S.': 'Запишите время не больше 30 секунд, например PT10S.',
  'There is no node “{id}” to go on at. Choose another one.':
    'Узла «{id}», чтобы продолжить с него, нет. Выберите другой.',
  '“{id}” does not hand over to a person.': 'Узел «{id}» не передаёт разговор человеку.',
  '“{time}” is no time of day. Write it like 21:00.': '«{time}» — не время суток. Пишите так: 21:00.',
  'The flow has a node of its own for a window that closes soon, so what its settings say for that never happens.':
    'В сценарии есть свой узел на случай скорого закрытия окна, поэтому сказанное об этом в настройках не произойдёт.',
  'A template’s name has small letters, digits and _ only.':
    'В имени шаблона бывают только строчные латинские буквы, цифры и _.',
  '“{language}” is not a template language. Write it as WhatsApp does: en, en_US, pt_BR.':
    '«{language}» — не язык шаблона. Пишите, как WhatsApp: en, en_US, pt_BR.',
  'There is no template “{name}” at WhatsApp.': 'Шаблона «{name}» в WhatsApp нет.',
  'The template “{name}” is not there in {language}, only in {languages}, and it has no fallback.':
    'Шаблона «{name}» на языке {language} нет, есть только на {languages}, и запасного у него нет.',
  'The template “{name}” <state>: it cannot be sent now.':
    'Шаблон «{name}» <state>: сейчас его не отправить.',
  'The quality of the template “{name}” is {quality} at WhatsApp, which pauses templates that people block or report.':
    'Качество шаблона «{name}» в WhatsApp — {quality}: шаблоны, которые люди блокируют или на которые жалуются, WhatsApp приостанавливает.',
  'The template “{name}” is {now} and will become {category} at WhatsApp: its price and who may get it change then.':
    'Шаблон «{name}» сейчас {now}, а станет в WhatsApp {category}: тогда изменятся его цена и круг получателей.',
  'The template “{name}” was {before} and is {now} at WhatsApp now: its price and who may get it are those of {category}.':
    'Шаблон «{name}» был {before}, а теперь в WhatsApp он {now}: цена и круг получателей у него как у {category}.',
  'has not been submitted to WhatsApp': 'не подан на проверку в WhatsApp',
  'is {status} at WhatsApp': 'в WhatsApp в состоянии {status}',
  'The number {name} has no catalogue, so it cannot show products. Link one on the number’s page.':
    'У номера {name} нет каталога, поэтому он не может показывать товары. Привяжите каталог на странице номера.',
  'The profile of the number {name} has neither an email address nor a website. WhatsApp wants one, so that people can reach you.':
    'В профиле номера {name} нет ни почты, ни сайта. WhatsApp требует что-то одно, чтобы люди могли с вами связаться.',
  'Say who asks: the wording does not name “{business}”, as WhatsApp requires.':
    'Скажите, кто спрашивает: в тексте нет названия «{business}», а WhatsApp этого требует.',
  'The number {name} cannot send this kind of message ({kind}). <instead>':
    'Номер {name} не может отправить такое сообщение ({kind}). <instead>',
  'On the number {number} “{word}” would start both “{one}” and “{other}”. Take it from one of them.':
    'На номере {number} слово «{word}» начинало бы и «{one}», и «{other}». Уберите его из одного из них.',
  'The number {number} has no catalogue, so it cannot show products. Link one on the number’s page.':
    'У номера {number} нет каталога, и показать товары он не может. Подключите каталог на странице номера.',
  'The profile of the number {number} has neither an email address nor a website. WhatsApp wants one, so that people can reach you.':
    'В профиле номера {number} нет ни почты, ни сайта. WhatsApp требует что-то одно, чтобы с вами могли связаться.',
  'Use text.': 'Обойдитесь текстом.',
  'Use a question whose text numbers the answers.': 'Задайте вопрос с пронумерованными ответами в тексте.',
  'Use buttons, or a question whose text numbers the answers.':
    'Возьмите кнопки или вопрос с пронумерованными ответами в тексте.',
  'Use a message with a picture and a link to the product.':
    'Возьмите сообщение с картинкой и ссылкой на товар.',
  'Use a message with links to the products, or a list.':
    'Возьмите сообщение со ссылками на товары или список.',
  'Use a message with a link to the shop.': 'Возьмите сообщение со ссылкой на магазин.',
  'Write the address into the text of a message.': 'Напишите адрес в тексте сообщения.',
  'Use questions, one for each field of the form.': 'Задайте вопросы, по одному на каждое поле формы.',
  'Use a question that asks for the address.': 'Спросите адрес вопросом.',
  'Use a picture.': 'Возьмите картинку.',
  'Add a condition.': 'Добавьте условие.',
  'Add something to say.': 'Добавьте, что сказать.',
  'Two bubbles have the same id.': 'У двух сообщений одинаковый id.',
  'Add a phone number.': 'Добавьте номер телефона.',
  'Say where the store is: give its address or its name.':
    'Скажите, где магазин: укажите его адрес или название.',
  '“{email}” is not an email address.': '«{email}» — не адрес почты.',
  '“{zone}” is not a time zone. Write it like Europe/Berlin.':
    '«{zone}» — не часовой пояс. Пишите так: Europe/Berlin.',
  'Write opening times like 09:00 and 17:30.': 'Пишите часы работы так: 09:00 и 17:30.',
  'Give the id of the WhatsApp Flow.': 'Укажите id формы WhatsApp Flow.',
  'The pattern cannot be read: <reason>': 'Шаблон текста не читается: <reason>',
  'The smallest number allowed is above the largest.': 'Наименьшее допустимое число больше наибольшего.',
  'The first day allowed is after the last.': 'Первый допустимый день позже последнего.',
  'Begin the address with https:// and a host. The host may not come from a variable.':
    'Начните адрес с https:// и имени сайта. Имя сайта не может быть из переменной.',
  '“{name}” cannot be a header’s name.': '«{name}» не может быть именем заголовка.',
  'Name a tag to add or to remove.': 'Назовите метку, которую поставить или снять.',
  '“{name}” is not an order variable.': '«{name}» — не переменная с заказом.',
  '“{name}” is not a list variable.': '«{name}» — не переменная со списком.',
  'An edge leads to “{id}”, which is not a node.': 'Стрелка ведёт в «{id}», а такого узла нет.',
  'The flow begins with “{id}”, which is not a node.': 'Сценарий начинается с «{id}», а такого узла нет.',
  "{path} is not what the flow's nodes compile to. Change the node's config under meta.node, or wire a port; “parley check --fix” writes the rest anew.":
    '{path}: не то, во что превращаются узлы сценария. Меняйте настройки узла в meta.node или соединения; остальное заново запишет «parley check --fix».',
};
